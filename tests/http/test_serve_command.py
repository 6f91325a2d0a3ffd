"""`digigov-serve` as a person starts it."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from endpoint import TRIG
from live import COMMAND, serving

from converter.documents import bundled_documents
from server.command.serving import main
from server.engine.installation import build, version
from server.settings import (
    SETTINGS,
    Setting,
    SettingError,
    Settings,
    check,
    from_environment,
    read_value,
)

BY_NAME = {setting.name: setting for setting in SETTINGS}


def _run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(COMMAND), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with serving(data) as url:
        yield urlsplit(url).netloc


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process to save time; return exit status and messages."""

    def called(*arguments: str, **environment: str) -> tuple[int, str]:
        # Any free port: another server on this machine may have the default one.
        for name, value in ({"DIGIGOV_PORT": "0"} | environment).items():
            monkeypatch.setenv(name, value)
        # Restore the setting of the interpreter for the following tests.
        monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, capsys.readouterr().err

    return called


UNUSABLE = [
    ("missing.ttl", None, "missing.ttl: cannot be read"),
    ("broken.ttl", "<http://e/a> <http://e/b> .\n", "broken.ttl:1: broken RDF"),
    ("relative.ttl", "\n<a> <b> <c> .\n", "relative.ttl:2: a relative IRI, and no base"),
    (
        "remote.jsonld",
        '{"@context": "https://schema.org/", "name": "x"}',
        "https://schema.org/ is elsewhere",
    ),
    ("data.xlsx", "", "no known kind of RDF file"),
]


@pytest.mark.parametrize(("name", "content", "says"), UNUSABLE, ids=[row[0] for row in UNUSABLE])
def test_an_unusable_dataset_ends_the_command_with_its_reason(
    run: Run, tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")

    status, said = run(str(path))

    assert status == 2
    assert says in said


FOLDERS = [
    ('{"base": 7}', "<http://e/a> a <http://e/B> .", "manifest.json: base is 7, expected"),
    ('{"files": [{"path": "x"}]}', "<http://e/a> a <http://e/B> .", "files[0] has no mediaType"),
    ("[" * 100_000, "<http://e/a> a <http://e/B> .", "manifest.json: not JSON"),
    ("{}", "", "digigov.nq: no statement: a broken dataset"),
    ("{}", "# only a comment\n", "digigov.nq: no statement: a broken dataset"),
]


@pytest.mark.parametrize(("manifest", "quads", "says"), FOLDERS, ids=[row[2] for row in FOLDERS])
def test_a_broken_folder_ends_the_command_with_one_line(
    run: Run, tmp_path: Path, manifest: str, quads: str, says: str
) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    (tmp_path / "digigov.nq").write_text(quads, encoding="utf-8")

    status, said = run(str(tmp_path))

    assert status == 2
    assert says in said
    assert said.count("\n") == 1


def test_a_port_in_use_is_not_shared(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = _run(str(data), "--port", str(port))

    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "--port" in done.stderr


WRONG = [
    ({"DIGIGOV_PORT": "http"}, [], "DIGIGOV_PORT: expected int, found 'http'"),
    ({"DIGIGOV_UNION": "maybe"}, [], "DIGIGOV_UNION: expected true or false"),
    ({}, ["--port", "70000"], "--port: expected at most 65535, found 70000"),
    ({}, ["--proxies", "-1"], "--proxies: expected at least 0, found -1"),
    ({}, ["--waiting", "0"], "--waiting: expected at least 1, found 0"),
    ({}, ["--timeout", "-1"], "--timeout: expected seconds above 0, found -1.0"),
    ({}, ["--timeout", "inf"], "--timeout: expected seconds above 0, found inf"),
    ({}, ["--engine", "localhost:7878"], "--engine: expected http://HOST/PATH, the endpoint"),
    ({"DIGIGOV_ENGINE": "http://a/q http://me:key@b/q"}, [], "found 'http://me:key@b/q'"),
    ({}, ["--engine", "http://127.0.0.1:9/query"], "--engine needs a folder"),
    ({}, ["--workers", "many"], "invalid int value: 'many'"),
]


@pytest.mark.parametrize(("environment", "options", "says"), WRONG)
def test_a_setting_out_of_range_ends_the_command(
    run: Run, data: Path, environment: dict[str, str], options: list[str], says: str
) -> None:
    status, said = run(str(data), *options, **environment)

    assert status == 2
    assert says in said


def test_help_shows_every_setting_with_its_default() -> None:
    text = " ".join(_run("--help", COLUMNS="400").stdout.split())

    for setting in SETTINGS:
        assert setting.option in text
        assert f"{setting.meaning} (default: {setting.shown_default})" in text


def test_the_manual_lists_every_setting() -> None:
    assert [setting.name for setting in SETTINGS] == [item.name for item in fields(Settings)]
    assert all(getattr(Settings(), item.name) == item.default for item in SETTINGS)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", "80", 80),
        ("timeout", "2.5", 2.5),
        ("union", "no", False),
        ("union", "TRUE", True),
        ("public_url", "https://example.org/", "https://example.org/"),
        ("engine", "http://a/query http://b/query", ("http://a/query", "http://b/query")),
        ("allow_service", "http://a/ http://b/", ("http://a/", "http://b/")),
    ],
)
def test_an_environment_variable_sets_its_setting(name: str, text: str, value: object) -> None:
    found = from_environment({BY_NAME[name].variable: text, "DIGIGOV_OTHER": "x"})

    assert found == {name: value}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_default_is_in_range(setting: Setting) -> None:
    assert read_value(setting, str(setting.default)) == setting.default or not setting.default
    assert check(Settings()) == Settings()


@pytest.mark.parametrize("url", ["https://example.jp/kg", "https://example.jp/kg/"])
def test_a_public_address_is_one_with_or_without_a_slash_at_its_end(url: str) -> None:
    assert check(Settings(public_url=url)).public_url == "https://example.jp/kg/"


@pytest.mark.parametrize(
    "url", ["example.jp", "/kg/", "ftp://example.jp/", "https://a.jp/?q", "//a"]
)
def test_an_invalid_public_address_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="--public-url: expected https://HOST/"):
        check(Settings(public_url=url))


def test_a_wrong_value_names_its_variable() -> None:
    with pytest.raises(SettingError, match="DIGIGOV_WORKERS: expected int, found ''"):
        read_value(BY_NAME["workers"], "")


def _exchange(
    address: str, method: str, target: str, body: bytes = b""
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(address, timeout=30)
    headers = {"Content-Type": "application/sparql-query"} if body else {}
    connection.request(method, target, body or None, headers)
    reply = connection.getresponse()
    content = reply.read()
    connection.close()
    return reply, content


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D", b"", 200),
        ("HEAD", "/sparql?query=ASK%20%7B%7D", b"", 200),
        ("POST", "/sparql", b"ASK {}", 200),
        ("QUERY", "/sparql", b"ASK {}", 200),
        ("OPTIONS", "/sparql", b"", 204),
        ("PUT", "/sparql", b"x", 405),
        ("GET", "/healthz", b"", 200),
        ("GET", "/nowhere", b"", 404),
        ("GET", "/sparql?query=%FF", b"", 400),
    ],
)
def test_the_http_server_passes_every_method_to_the_application(
    address: str, method: str, target: str, body: bytes, status: int
) -> None:
    reply, _ = _exchange(address, method, target, body)

    assert reply.status == status
    assert reply.headers["access-control-allow-origin"] == "*"


def test_raw_utf_8_in_the_address_is_read(address: str) -> None:
    host, _, port = address.partition(":")
    target = "GET /sparql?format=tsv&query=SELECT('漢字'AS?x){} HTTP/1.1"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{target}\r\nHost: {address}\r\nConnection: close\r\n\r\n".encode())
        reply = b"".join(iter(lambda: connection.recv(65536), b""))

    assert reply.startswith(b"HTTP/1.1 200 OK")
    assert reply.endswith('?x\n"漢字"\n'.encode())


def test_a_chunked_body_is_read(address: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=30)
    chunks = iter([b"ASK ", b"{}"])
    headers = {"Content-Type": "application/sparql-query"}
    connection.request("POST", "/sparql", chunks, headers, encode_chunked=True)

    assert connection.getresponse().read() == b'{"head":{},"boolean":true}'
    connection.close()


@pytest.mark.slow  # converts the survey again; the tests of the wheel do so in each landing
def test_the_bundled_survey_is_served_where_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    with serving() as url:
        query = "SELECT%28COUNT%28*%29AS%3Fn%29%7B%3Fs%20a%20dg%3AEdition%7D"
        _, content = _exchange(urlsplit(url).netloc, "GET", f"/sparql?format=csv&query={query}")

    assert content == f"n\r\n{len(bundled_documents())}\r\n".encode()
    assert len(list((tmp_path / "cache" / "digigov").glob("1*/manifest.json"))) == 1


def test_the_version_names_the_build_and_the_dataset(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["--version"]) == 0
    assert main([str(data), "--version"]) == 0

    alone, again, dataset = capsys.readouterr().out.splitlines()
    assert alone == again == f"digigov {version()}, build {build()}"
    assert re.fullmatch(rf"dataset SHA-256 [0-9a-f]{{64}} \({re.escape(str(data))}\)", dataset)


def test_garbage_collection_starts_when_the_server_answers(data: Path) -> None:
    code = """
import gc, os, signal, sys
import server.command.serving as serve
from server.__main__ import main

opened = serve.open_version

async def open_version(*given):
    print(gc.isenabled())
    return await opened(*given)

async def greet(*_):
    print(gc.isenabled(), gc.get_freeze_count() > 0)
    os.kill(os.getpid(), signal.SIGTERM)

serve.open_version, serve._greet = open_version, greet
sys.exit(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(data), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout.split() == ["False", "True", "True"]
