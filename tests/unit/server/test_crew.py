"""Few threads are at work at once, and no request waits for one that rests."""

import io
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

import pytest

from server import crew as crews
from server.crew import Crew, Manned, Parting, processors
from server.traffic import Allowance, Traffic

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

TIMEOUT = 10


def until(holds: Callable[[], bool], message: str) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < deadline, message
        time.sleep(0.001)


def manned(application: "WSGIApplication", crew: Crew) -> Manned:
    """Return the application as it stands in the server: bodies are read, or not, before it."""
    plenty = Allowance(100, 100)
    return Manned(Traffic(application, frozenset({"/sparql"}), 100, plenty, plenty, plenty), crew)


def ask(application: Manned, body: bytes = b"", **given: str) -> Iterable[bytes]:
    """Return the answer, not yet closed, to a request with the body and the variables."""
    environ: dict[str, object] = {"wsgi.input": io.BytesIO(body), **given}
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    setup_testing_defaults(environ)
    return application(environ, lambda *_: lambda _: None)


def hello(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer at once, with a length."""
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def test_a_thread_goes_on_where_there_is_room() -> None:
    crew = Crew(1)

    assert ask(manned(hello, crew)) == [b"hello"]
    assert crew.working() == 0


def test_a_thread_beyond_the_number_rests_after_its_answer_until_another_waits() -> None:
    crew = Crew(1)
    crew.begin()  # another thread is at work
    answer = ask(manned(hello, crew))
    assert isinstance(answer, Parting)
    assert list(answer) == [b"hello"]
    resting = Thread(target=answer.close, daemon=True)
    resting.start()
    until(lambda: crew.resting() == 1, "the thread does not rest")

    with crew.away():
        resting.join(TIMEOUT)

    assert not resting.is_alive()
    assert (crew.working(), crew.resting()) == (1, 0)


def test_nobody_rests_where_work_has_become_free_meanwhile() -> None:
    crew = Crew(1)
    crew.begin()
    answer = ask(manned(hello, crew))
    assert isinstance(answer, Parting)
    crew.end()

    answer.close()

    assert crew.resting() == 0


def test_a_rest_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "_REST", 0.02)
    crew = Crew(1)
    crew.begin()

    crew.rest()

    assert crew.resting() == 0


def test_one_call_wakes_one_thread() -> None:
    crew = Crew(2)
    crew.begin()
    crew.begin()
    threads = [Thread(target=crew.rest, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: crew.resting() == len(threads), "not all threads rest")

    with crew.away():
        until(lambda: crew.resting() == len(threads) - 1, "no thread was called")
        until(lambda: sum(thread.is_alive() for thread in threads) == 2, "none came, or more")
        assert crew.resting() == 2


def test_an_answer_without_a_length_is_not_held_open_for_a_rest() -> None:
    def streaming(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [])
        return [b"hello"]

    crew = Crew(1)
    crew.begin()

    assert ask(manned(streaming, crew)) == [b"hello"]


def test_a_long_answer_that_a_thread_goes_on_to_send_calls_another() -> None:
    def streaming(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "5")])
        return iter([b"hello"])

    crew = Crew(1)
    crew.begin()
    resting = Thread(target=crew.rest, daemon=True)
    resting.start()
    until(lambda: crew.resting() == 1, "the thread does not rest")
    crew.end()

    ask(manned(streaming, crew))

    resting.join(TIMEOUT)
    assert not resting.is_alive()


def test_a_request_whose_body_nobody_read_is_ended_before_any_rest() -> None:
    crew = Crew(1)
    crew.begin()
    application = manned(hello, crew)

    assert ask(application, b"12345", REQUEST_METHOD="POST", PATH_INFO="/ja/") == [b"hello"]
    assert ask(application, b"1" * 101, REQUEST_METHOD="POST", PATH_INFO="/sparql") == [b"hello"]
    assert ask(application, HTTP_TRANSFER_ENCODING="chunked") == [b"hello"]


def test_a_request_whose_body_was_read_may_be_followed_by_a_rest() -> None:
    crew = Crew(1)
    crew.begin()

    answer = ask(manned(hello, crew), b"12345", REQUEST_METHOD="POST", PATH_INFO="/sparql")

    assert isinstance(answer, Parting)


def test_nothing_of_an_exchange_stays_while_its_thread_rests() -> None:
    answer = Parting([b"x"], {"a": "b"}, Crew(1))

    answer.close()

    assert (answer.body, answer.environ) == ([], {})


def test_an_application_that_fails_is_at_work_no_more() -> None:
    def failing(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        raise ZeroDivisionError

    crew = Crew(1)

    with pytest.raises(ZeroDivisionError):
        ask(manned(failing, crew))
    assert crew.working() == 0


@pytest.mark.skipif(not processors(), reason="this system ties no thread to a processor")
def test_a_crew_works_on_one_processor_and_nobody_else_is_moved() -> None:
    usable = processors()
    crew = Crew(1, usable[-1])

    with ThreadPoolExecutor(1) as threads:
        threads.submit(ask, manned(hello, crew)).result()
        moved = threads.submit(processors).result()

    assert moved == [usable[-1]]
    assert processors() == usable


def test_a_processor_that_is_none_keeps_nobody_from_work() -> None:
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(ask, manned(hello, Crew(1, 100_000)))

        assert list(answer.result()) == [b"hello"]


def test_requests_that_wait_for_something_outside_do_not_keep_others_from_work() -> None:
    crew, gate = Crew(2), Event()

    def waiting(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        with crew.away():
            assert gate.wait(TIMEOUT)
        return hello(environ, start)

    slow, quick = manned(waiting, crew), manned(hello, crew)
    with ThreadPoolExecutor(20) as threads:
        asked = [threads.submit(ask, slow) for _ in range(20)]
        until(lambda: crew.working() == 0, "those that wait count as at work")

        assert ask(quick) == [b"hello"]

        gate.set()
        assert all(list(item.result(TIMEOUT)) == [b"hello"] for item in asked)
    assert crew.working() == 0
