"""Status, dates and counts of participations, and participations of procedures."""

from collections.abc import Sequence

from surveys import procedure, shared_system

from converter.authority.decisions import ParticipationDecision
from converter.authority.governments import load_governments
from converter.authority.vocabulary import load_vocabulary
from converter.findings import Evidence, Finding, PartialDate, Ref
from converter.linking.participations import ParticipationRules, ParticipationTables
from converter.linking.systems.participation_words import counted_kind, out_of
from converter.model import Column, Record
from converter.tables import load_tables

VOCABULARY, GOVERNMENTS = load_vocabulary(), load_governments()
TABLES = load_tables().participations


def found(
    record: Record, derived: Sequence[Finding] = (), tables: ParticipationTables = TABLES
) -> dict[str, object]:
    """Return the values of the participations of a record by subject and property."""
    rules = ParticipationRules(VOCABULARY, GOVERNMENTS, tables)
    return {
        f"{one.subject.path.rpartition('/')[2]} {one.predicate}": _plain(one)
        for one in rules.link([record], derived).findings
    }


def _plain(finding: Finding) -> object:
    value = finding.value
    if isinstance(value, Ref):
        return value.path.rpartition("/")[2]
    return value.value if isinstance(value, PartialDate) else value


def status(record: Record) -> object:
    return found(record).get(f"{record.key} dg:participationStatus")


def words(record: Record, quote: str) -> Evidence:
    start = record.texts[Column.NOTE].index(quote)
    return Evidence(record.key, Column.NOTE, start, start + len(quote))


def test_a_system_takes_its_status_from_its_code_where_words_say_nothing() -> None:
    assert status(shared_system("県内市町村と共同利用", status=1)) == "current"
    assert status(shared_system("県内市町村と共同利用", status=2)) == "planned"
    assert status(shared_system("今後検討", status=5)) == "under-consideration"


def test_a_system_that_others_could_use_has_no_status() -> None:
    assert status(shared_system("全市町村が利用できる環境を提供している")) is None


def test_a_system_that_is_stated_to_have_no_users_has_the_status_none() -> None:
    assert status(shared_system("共同利用可能な仕様だが、利用実績はない")) == "none"


def test_what_other_prefectures_do_not_use_states_no_participation() -> None:
    note = "他県での利用実績はない"

    assert status(shared_system(note)) == "current"
    assert found(procedure(statedNote=note)) == {}


def test_a_total_of_the_prefecture_and_municipalities_counts_governments() -> None:
    record = shared_system("県内15団体（県、14市町村）")

    assert counted_kind(words(record, "15団体"), record) == "governments"


def test_words_of_the_reason_column_state_the_status() -> None:
    assert status(shared_system("市町村に呼びかけているが、利用団体はない")) == "none"
    assert status(shared_system("今後、市町村への展開を検討している")) == "under-consideration"
    assert status(shared_system("令和3年度から県内10市町村が利用開始予定")) == "planned"


def test_a_planned_start_is_dated() -> None:
    record = shared_system("R2.10から県内7市と共同利用を開始予定")

    assert found(record)["2-1 dg:startsOn"] == "2020-10"
    assert status(record) == "planned"


def test_the_date_on_which_one_body_joined_is_not_the_start() -> None:
    record = shared_system("R2年度から大牟田市が新たな共同利用者に加わった")

    assert "2-1 dg:startsOn" not in found(record)


def test_a_procedure_has_a_participation_where_joint_use_is_stated() -> None:
    record = procedure(statedNote="県と県内５市町による共同利用により実施")
    values = found(record)

    assert values["1-24 dg:participationStatus"] == "current"
    assert values["1-24 dg:participantScope"] == "some-municipalities"
    assert values["1-24 dg:participantCount"] == 5
    assert values["1-24 dg:countedKind"] == "municipalities"


def test_a_procedure_that_could_be_shared_has_no_participation() -> None:
    assert found(procedure(statedNote="県内市町が同一システムを利用可能")) == {}


def test_the_counted_unit_is_found_by_counter_word_and_preceding_name() -> None:
    stated = {
        "県内２５自治体": "governments",
        "愛知県、市町村　54団体": "governments",
        "愛知県、市町村、一部事務組合　58団体": "bodies",
        "市町　28団体": "municipalities",
        "鳥取・岡山・広島県の３県": "prefectures",
        "道内121市町村": "municipalities",
    }
    records = {note: shared_system(note) for note in stated}

    assert {note: counted_kind(words(one, note), one) for note, one in records.items()} == stated


def test_the_base_of_a_count_is_read_beside_it() -> None:
    among = shared_system("県内市町20団体のうち16団体と県が共同で運営")
    ratio = shared_system("（導入市町村数：２／４５）")
    bases = [
        out_of(words(among, "20団体のうち16団体"), among),
        out_of(words(ratio, "市町村数：２"), ratio),
    ]

    assert [base and base.number for base in bases] == [20, 45]


def test_a_reviewed_second_participation_is_another_resource() -> None:
    what = ("planned", "other", "52", "bodies", "2021-04", "", "later")
    row = ParticipationDecision("岡山県", "令和3年4月時点で52団体", *what)
    record = shared_system("共同利用中。令和3年4月時点で52団体が利用")
    values = found(record, tables=ParticipationTables(seconds=(row,)))

    assert values["2-1-2 dg:participantCount"] == 52
    assert values["2-1-2 dg:asOf"] == "2021-04"
    assert "2-1 dg:asOf" not in values


def test_a_reviewed_second_participation_has_the_date_on_which_it_starts() -> None:
    what = ("current", "named-only", "", "", "", "2020", "joined later")
    row = ParticipationDecision("岡山県", "Ｒ２年度から倉敷市が加わった", *what)
    record = shared_system("共同利用中。Ｒ２年度から倉敷市が加わった")
    values = found(record, tables=ParticipationTables(seconds=(row,)))

    assert values["2-1-2 dg:startsOn"] == "2020"
    assert "2-1 dg:startsOn" not in values
