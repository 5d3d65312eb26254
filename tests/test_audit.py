"""The engine: the same bytes however it is run, crashes kept apart, and nothing that a text can do to it."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts, Need
from caraway_audit.audit import audit, rules_of, spool
from caraway_audit.errors import IncompleteError, PluginError
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import Confidence, Conversation, Finding, Outcome, Role
from caraway_audit.policy.load import Policy
from caraway_audit.privacy.detect import Detector
from caraway_audit.reports import BUILT_IN, FOLDERS, publish
from caraway_audit.rules.across import RepeatContact
from caraway_audit.rules.declarative import PhraseRule

Talk = Callable[..., Conversation]

LINES = [
    "Good morning, my kettle lid will not close and it boils over, number {n}",
    "Hello Ann, you should have checked it at the door, {{{{first_name}}}}.",
    "I am furious, my card is 4539 1488 0343 6467 and my number 07700 900123",
    "As I already told you, it's not a big deal, write to rosa{n}@mail.example.",
    "I want to speak to your manager!",
    "I can't do that. Thank you for writing, bye!",
]


def export(folder: Path, name: str, first: int, last: int, seed: int = 0) -> Path:
    """A CSV file of conversations `first` up to `last`, its rows shuffled by `seed`."""
    rows = []
    for number in range(first, last):
        for place, line in enumerate(LINES):
            role, author = (
                ("client", f"Ann Bell{number}") if place % 2 == 0 else ("agent", ["Dana", "Omar", "Priya", "Hal"][number % 4])
            )
            at = f"2026-03-{1 + number % 20:02}T10:{place * 7:02}:00Z"
            text = line.format(n=number)
            rows.append(
                f'c{number},m{place},{at},{role},{author},"{text}",chat,{["Orders", "Billing"][number % 2]},Ann Bell{number}'
            )
    random.Random(seed).shuffle(rows) if seed else None
    path = folder / name
    path.write_text("conversation_id,message_id,timestamp,role,author,text,channel,team,client_name\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_policy: Callable[..., Policy]) -> Callable[..., dict[str, bytes]]:
    """Audits files in the test's folder and gives the bytes of every report there is, the whole folder too."""
    policy = make_policy()
    monkeypatch.chdir(tmp_path)

    def bytes_of(*inputs: Path, jobs: int = 1, pages: bool = True) -> dict[str, bytes]:
        written = {}
        with audit([path.name for path in inputs], policy, rules_of(policy), jobs=jobs, pages=pages) as result:
            for name in BUILT_IN:
                target = tmp_path / "out" / name
                publish(result, [(name, target)])
                files = [path for path in target.rglob("*") if path.is_file()] if name in FOLDERS else [target]
                written |= {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in files}
            written["transcripts"] = repr(list(result.transcripts)).encode()
        return written

    return bytes_of


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """Three exports that overlap: conversations 6 to 9 stand in two of them."""
    return [export(tmp_path, "a.csv", 0, 10), export(tmp_path, "b.csv", 6, 20), export(tmp_path, "c.csv", 20, 30)]


def test_any_number_of_workers_gives_the_same_bytes(run: Callable[..., dict[str, bytes]], three: list[Path]) -> None:
    assert run(*three) == run(*three, jobs=2)


def test_pages_that_are_prepared_are_those_that_are_made_when_asked_for(
    run: Callable[..., dict[str, bytes]], three: list[Path], tmp_path: Path
) -> None:
    talks = [
        {
            "conversation_id": identity,
            "channel": "chat",
            "messages": [
                {"message_id": "m1", "role": "client", "author": "Ann", "text": text},
                {"message_id": "m2", "role": "agent", "author": "Dana", "text": answer},
            ],
        }
        for identity, text, answer in (
            (
                "c-told",
                "My password is 4a5b6c7d8e9f1, it says on the slip. Who wrote that?",
                "Don't be an idiot, it is a slip.",
            ),
            ("c-bare", "We sell the 4a5b6c7d8e9f1 blender in blue and in green.", "Read it yourself, you idiot."),
        )
    ]
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"conversations": talks}))
    prepared = run(*three, path)
    assert prepared == run(*three, path, pages=False)
    assert b"'c-bare'" in prepared["transcripts"]
    assert not [name for name, data in prepared.items() if b"4a5b6c7d8e9f1" in data]


def test_any_order_of_files_gives_the_same_bytes(run: Callable[..., dict[str, bytes]], three: list[Path]) -> None:
    assert run(*three) == run(*reversed(three))


def test_any_order_of_rows_gives_the_same_findings(run: Callable[..., dict[str, bytes]], tmp_path: Path) -> None:
    one = run(export(tmp_path, "a.csv", 0, 12))
    other = run(export(tmp_path, "a.csv", 0, 12, seed=3))
    assert one == other


@pytest.mark.parametrize("size", [300, 2000])
def test_the_number_of_partitions_changes_nothing(
    run: Callable[..., dict[str, bytes]], three: list[Path], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    whole = run(*three)
    collect = import_module("caraway_audit.audit.collect")
    monkeypatch.setattr(collect, "PARTITION_BYTES", size)
    assert collect.partition_count([path.stat().st_size for path in three], 1) > 4
    assert run(*three) == whole


def test_the_same_export_twice_counts_once(
    run: Callable[..., dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARAWAY_PSEUDONYM_KEY", "a secret of the firm")
    one = export(tmp_path, "a.csv", 0, 10)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(one.read_bytes())
    once, twice = run(one), run(one, copy)
    assert once["outcomes"] == twice["outcomes"] == run(one, one)["outcomes"]
    before, after = json.loads(once["json"]), json.loads(twice["json"])
    assert (before["coverage"]["duplicates"], after["coverage"]["duplicates"]) == (0, 60)
    assert after["coverage"]["messages"] == before["coverage"]["messages"] == 60
    assert {key: after[key] for key in ("findings", "scores", "counts", "agents")} == {
        key: before[key] for key in ("findings", "scores", "counts", "agents")
    }


def test_the_same_export_twice_gives_its_clients_the_same_codes(run: Callable[..., dict[str, bytes]], tmp_path: Path) -> None:
    # This failed once: the salt adds up every copy of a message, so all pseudonyms change
    one = export(tmp_path, "a.csv", 0, 10)
    assert run(one)["outcomes"] == run(one, one)["outcomes"]


def test_findings_come_in_order_of_conversation_and_message(audited: Callable[..., Any], tmp_path: Path) -> None:
    findings = audited(export(tmp_path, "a.csv", 0, 12, seed=5)).findings
    places = [(finding.conversation, finding.message or "") for finding in findings if finding.rule not in ("CA407", "CA604")]
    assert places == sorted(places)


def test_every_finding_has_a_fingerprint_of_its_own(audited: Callable[..., Any], tmp_path: Path) -> None:
    # This failed once: CA604 for two rules in one conversation gives the same one twice
    prints = Counter((finding.fingerprint, finding.rule) for finding in audited(export(tmp_path, "a.csv", 0, 12)).findings)
    assert [key for key, count in prints.items() if count > 1] == []


def test_fingerprints_stay_when_other_conversations_come_and_go(audited: Callable[..., Any], tmp_path: Path) -> None:
    def prints(first: int, last: int) -> set[str]:
        found = audited(export(tmp_path, "a.csv", first, last)).findings
        return {
            finding.fingerprint for finding in found if finding.conversation == "c3" and finding.rule not in ("CA407", "CA604")
        }

    assert prints(3, 4)
    assert prints(3, 4) == prints(2, 5)


# A rule that crashes.

SECRET = "Quillfeather"


def broken(self: Any, talk: AnnotatedConversation) -> Iterator[Outcome]:
    """A rule with a bug whose message would tell what a client wrote."""
    if any(SECRET in message.text for message in talk.messages):
        raise ValueError(f"cannot judge: {talk.messages[0].text}")
    return iter(())


def test_a_rule_that_crashes_is_reported_apart_and_the_others_go_on(
    audited: Callable[..., Any], talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PhraseRule, "quiet", broken)
    bad = talk(f"client: my name is {SECRET} and my lid does not close", "agent: It comes on Tuesday before noon.")
    good = talk("client: when does my parcel with the kettle arrive?", "agent: It comes on Tuesday before noon.", identity="c2")
    result = audited(bad, good)
    crashed = [(failure.rule, failure.conversation) for failure in result.failures]
    assert ("CA403", "c1") in crashed
    assert {conversation for _, conversation in crashed} == {"c1"}
    assert [finding.conversation for finding in result.of("CA109")] == ["c1", "c2"]
    assert all(SECRET not in failure.error and "ValueError" in failure.error for failure in result.failures)


def test_a_crash_makes_the_audit_incomplete(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from caraway_audit.cli.auditing import audit_command

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CARAWAY_CONFIG", raising=False)
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(PhraseRule, "check", broken)
    path = export(tmp_path, "a.csv", 0, 1)
    path.write_text(path.read_text().replace("kettle", SECRET))
    code = audit_command([path.name], None, [], None, ((), (), ()), fail_on="minor", exit_zero=True, jobs=1, quiet=True)
    shown = capsys.readouterr()
    assert code == 3
    assert "CA403 crashed in c0" in shown.err
    assert "bug of the rule, not a finding" in " ".join(shown.err.split())
    assert SECRET not in shown.err + shown.out


def test_a_crash_in_a_worker_is_reported_too(audited: Callable[..., Any], talk: Talk) -> None:
    """A pattern that runs away is a crash that no monkeypatch has to make."""
    # This failed once: the time-out ends the whole run with a traceback
    own = {
        "name": "runaway", "clause": "1.1", "who": "agent", "kind": "pattern", "severity": "minor", "summary": "s",
        "patterns": ["(a|aa)+$"], "reason": "r", "examples": {"fail": ["agent: aa"], "pass": ["agent: b"]},
    }  # fmt: skip
    bad = talk(
        "client: when does my parcel with the kettle arrive?", f"agent: {'a' * 3000}b you should have checked it before."
    )
    result = audited(bad, policy={"rules": {"XX1": own}}, codes=("XX1", "CA403"))
    assert [(failure.rule, failure.conversation) for failure in result.failures] == [("XX1", "c1")]
    assert len(result.of("CA403")) == 1


def test_what_a_rule_of_ones_own_says_is_masked_in_every_report(tmp_path: Path, cli: Callable[..., Any]) -> None:
    # This failed once: the reason was masked, and the advice stood there raw
    said = "ask wilma.pike@fen.example or call 07700 900417"
    own = {
        "name": "kettles", "clause": "1.1", "who": "agent", "kind": "phrase", "severity": "minor", "summary": f"S {said}",
        "why": f"W {said}", "advice": f"A {said}", "wrong_when": f"N {said}", "phrases": ["kettle"], "reason": f"R {said}",
        "examples": {"fail": ["agent: the kettle"], "pass": ["agent: the pan"]},
    }  # fmt: skip
    (tmp_path / "rules.yaml").write_text(json.dumps({"caraway": 1, "rules": {"XX1": own}}))
    (tmp_path / "a.csv").write_text(
        "conversation_id,role,author,text\nc1,client,Ann,when does my lid come?\nc1,agent,Dana,the kettle left here today.\n"
    )
    ran = cli("audit", "a.csv", "--select", "XX1", "--out", "report", "-q")
    assert ran.code == 0, ran.err
    written = {path.name: path.read_text() for path in (tmp_path / "report").rglob("*") if path.is_file()}
    assert [name for name, text in written.items() if "wilma" in text or "900417" in text.replace(" ", "")] == []
    assert "A ask [e-mail] or call [phone" in written["report.json"]
    assert "N ask [e-mail] or call [phone" in written["rules.html"]
    shown = cli("check", "a.csv", "--select", "XX1", "--agent", "Dana")
    assert "wilma" not in shown.out


# Texts of strangers.


def test_what_nobody_sees_is_escaped_for_programs(tmp_path: Path, cli: Callable[..., Any]) -> None:
    # This failed once: an agent's name could turn the line of a terminal round
    name = "Dana \u202eWhitfield\u2066\u200b\u2028\U000e0041"
    rows = [{"conversation_id": "c1", "role": role, "author": who, "text": text} for role, who, text in (
        ("client", "Ann", "when does my parcel arrive?"), ("agent", name, "you should have checked it before."),
    )]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(rows))
    for form in ("json", "outcomes"):
        ran = cli("audit", "a.json", "-o", f"{form}=-")
        assert not set("\u202e\u2066\u200b\u2028\U000e0041") & set(ran.out)
        assert "Dana \\u202eWhitfield\\u2066\\u200b" in ran.out
        assert "\\udb40\\udc41" in ran.out
    assert name in [json.loads(line)["subject"]["id"] for line in ran.out.splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 half a character \udfff",
        "a\x00b\x00",
        "",
        "   ",
        "\u202e\u200f\u200b",
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A1",
        "{match} {what} {0} %s",
    ],
)
def test_no_text_stops_the_audit(audited: Callable[..., Any], talk: Talk, text: str) -> None:
    lines = [
        f"client: {text}",
        f"agent: you should have checked {text}",
        f"note: {text}",
        f"bot: {text}",
        "client: 4539 1488 0343 6467",
    ]
    result = audited(talk(*lines, client=f"Ann {text}", identity=f"c {text}", team=f"t {text}", channel=f"x {text}"))
    assert result.failures == []
    assert result.coverage.conversations == 1
    assert "4539" not in repr(result)
    json.dumps(result.rows, ensure_ascii=False).encode()


def test_a_message_of_a_megabyte_is_judged(audited: Callable[..., Any], talk: Talk) -> None:
    long = "this is a word of a long story 12 and more " * 24_000
    result = audited(talk(f"client: {long}", f"agent: {long} you should have checked it. 4539 1488 0343 6467"))
    assert result.failures == []
    assert len(result.of("CA301")) == 1
    assert all(len(finding.evidence) < 1000 for finding in result.findings)


def test_a_message_without_a_space_is_judged(audited: Callable[..., Any], talk: Talk) -> None:
    result = audited(*(talk(f"client: {sign * 200_000}", "agent: Hello", identity=sign) for sign in ("a", "1", ".")))
    assert result.failures == []
    assert result.coverage.conversations == 3


@pytest.mark.parametrize(("sign", "times"), [("$", 50_000), ("f*", 50_000), ("a.", 200_000)])
def test_a_message_of_signs_is_judged(audited: Callable[..., Any], talk: Talk, sign: str, times: int) -> None:
    # shows a bug reported to the author: a shipped pattern runs into its time limit
    result = audited(talk(f"client: {sign * times}", "agent: Hello, when does it come to you?"))
    assert result.coverage.conversations == 1
    assert result.failures == []


def test_a_conversation_of_ten_thousand_messages_is_judged(audited: Callable[..., Any], talk: Talk) -> None:
    lines = [
        line for n in range(5000) for line in (f"client: and then I saw number {n}", f"agent: Hello, it comes on day {n}.")
    ]
    result = audited(talk(*lines))
    assert result.coverage.messages == 10_000
    assert result.failures == []


def test_an_empty_conversation_is_judged(audited: Callable[..., Any], talk: Talk) -> None:
    result = audited(talk("client: "), talk("agent: ", identity="c2"))
    assert result.failures == []


def test_a_language_or_channel_that_holds_a_value_is_masked(audited: Callable[..., Any], talk: Talk) -> None:
    """A shifted column puts a name or a number where a language should be."""
    # This failed once: the reason of what was not evaluated quotes the cell, and so do the languages
    lines = ("client: when does my parcel with the kettle arrive?", "agent: Hello, it comes on Tuesday.")
    result = audited(talk(*lines, language="rosa.lind@mail.example"), talk(*lines, identity="c2", channel="07700 900123"))
    everything = repr((result.rows, result.counts, result.coverage, result.scores))
    assert "rosa.lind" not in everything
    assert "900123" not in everything


@pytest.mark.parametrize("step", ["remember", "conclude"])
def test_a_rule_over_several_conversations_that_crashes_is_reported_apart(
    audited: Callable[..., Any], talk: Talk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def crash(*given: object) -> Iterator[Outcome]:
        raise ValueError(SECRET)

    monkeypatch.setattr(RepeatContact, step, crash)
    result = audited(
        talk("client: when does my parcel with the kettle arrive?", "agent: It comes on Tuesday before noon. Bye!")
    )
    [failure] = result.failures
    assert (failure.rule, failure.conversation) == ("CA407", {"remember": "c1", "conclude": ""}[step])
    assert SECRET not in failure.error
    assert [finding.rule for finding in result.findings] == ["CA109"]


@pytest.mark.parametrize(
    ("day", "asked", "answered", "failed"),
    [
        ("2026-03-29", "00:30:00", "01:00:30", "30m 30s"),
        ("2026-10-25", "00:50:00", "01:10:00", "20m"),
        ("2026-10-25", "00:59:00", "01:00:30", ""),
    ],
)
def test_a_wait_over_the_change_of_the_clocks_is_as_long_as_it_was(
    audited: Callable[..., Any], talk: Talk, day: str, asked: str, answered: str, failed: str
) -> None:
    conversation = talk("client: hello, is there a slot for me tomorrow?", "agent: Hello, there is one at eight.")
    times = [datetime.fromisoformat(f"{day}T{time}+00:00") for time in (asked, answered)]
    messages = tuple(replace(message, at=at) for message, at in zip(conversation.messages, times, strict=True))
    policy = {"calendar": {"timezone": "Europe/Zurich"}, "channels": {"chat": {"first_reply": "10m"}}}
    result = audited(replace(conversation, messages=messages), policy=policy, codes=["CA202"])
    assert [failed in finding.reason for finding in result.findings] == ([True] if failed else [])


AGAIN = ["client: the kettle lid is broken and leaks water", "agent: Hello, it comes on Tuesday before noon. Bye!"]


@pytest.mark.parametrize(
    ("base", "billing", "found"),
    [("off", "on", ["b2"]), ("on", "off", ["o2"]), ("on", {"severity": {"team": "critical"}}, ["b2", "o2"])],
)
def test_overrides_hold_for_rules_over_several_conversations(
    audited: Callable[..., Any], talk: Talk, base: str, billing: object, found: list[str]
) -> None:
    def twice(team: str, client: str) -> list[Conversation]:
        first = talk(*AGAIN, identity=f"{team[0].lower()}1", client=client, team=team)
        later = [replace(message, at=message.at and message.at + timedelta(days=1)) for message in first.messages]
        return [first, replace(first, id=f"{team[0].lower()}2", messages=tuple(later))]

    policy = {"rules": {"CA407": base}, "overrides": [{"match": {"team": "Billing"}, "rules": {"CA407": billing}}]}
    result = audited(*twice("Billing", "Ann Bellweather"), *twice("Orders", "Zoe Quillfeather"), policy=policy)
    assert sorted(finding.conversation for finding in result.of("CA407")) == found
    assert not result.failures


def test_a_word_that_a_phrase_names_is_no_misspelt_one(talk: Talk) -> None:
    one = talk("client: please refurd the refudn")  # "refurd" is what this team calls something
    for phrase in ("refurd", "refund"):
        need = Need({"set": PhraseSet({phrase: Confidence.HIGH})}, {}, frozenset(), frozenset())
        (seen,) = Annotators(need, Detector()).annotate([one], ExportFacts(), lambda channel: timedelta(hours=24))
        assert [one.messages[0].text[hit.start : hit.end] for hit in seen.notes[0].hits["set"]] == (
            ["refurd"] if phrase == "refurd" else ["refurd", "refudn"]
        )


def test_an_annotator_sees_each_text_of_a_role_once_and_many_at_a_time(talk: Talk) -> None:
    calls: list[tuple[str, list[str]]] = []

    def lengths(role: Role, texts: Sequence[str]) -> list[int]:
        calls.append((role.value, list(texts)))
        return [len(text) for text in texts]

    annotators = Annotators(Need({}, {}, frozenset(), frozenset({"lengths"})), Detector(), {"lengths": lengths})
    talks = [talk("client: same", "agent: same", "agent: longer"), talk("client: same", "client: other", identity="c2")]
    annotated = list(annotators.annotate(talks, ExportFacts(), lambda channel: timedelta(hours=1)))
    assert calls == [("agent", ["same", "longer"]), ("client", ["same", "other"])]
    assert [[note.extra["lengths"] for note in one.notes] for one in annotated] == [[4, 4, 6], [4, 5]]


@pytest.mark.parametrize("values", [[], None])
def test_an_annotator_that_gives_too_little_is_refused(talk: Talk, values: Any) -> None:
    need = Need({}, {}, frozenset(), frozenset({"short"}))
    annotators = Annotators(need, Detector(), {"short": lambda role, texts: values})
    with pytest.raises(PluginError, match="“short”"):
        list(annotators.annotate([talk("client: hello")], ExportFacts(), lambda channel: timedelta(hours=1)))


def test_more_values_than_fit_in_memory_are_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "RUN", 7)
    values = [(n * 37 % 100, n) for n in range(100)]
    assert list(spool.ordered(values, lambda value: value[0], tmp_path, "v")) == sorted(values)
    assert list(spool.ordered([], lambda value: value, tmp_path, "none")) == []


def test_findings_are_a_sequence_on_disk(tmp_path: Path, make_policy: Callable[..., Policy]) -> None:
    policy = make_policy()
    with audit([str(export(tmp_path, "a.csv", 0, 12))], policy, rules_of(policy)) as result:
        once, again = list(result.findings), list(result.findings)
        assert once == again
        assert len(result.findings) == len(once) == sum(count.failed for count in result.counts.values())
        assert result.findings[-1] == once[-1]
        assert sum(not isinstance(o, Finding) for o in result.outcomes) == sum(
            count.passed + count.not_evaluated for count in result.counts.values()
        )


def test_a_reply_is_a_macro_from_its_third_sender_on(tmp_path: Path) -> None:
    macros = import_module("caraway_audit.audit.collect")._Macros(tmp_path)
    for number in range(20_000):  # more than is held before it is written
        macros.add(number, number % 5)
    for sender in (7, 7, 8, 7):
        macros.add(2**64 - 1, sender)
    for sender in (7, 8, 9, 9):
        macros.add(2**64 - 2, sender)
    assert macros.found() == {2**64 - 2}
    assert list(tmp_path.iterdir()) == []


def test_a_pool_that_breaks_while_it_starts_is_told_with_a_remedy(
    audited: Any, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A worker that is killed at once closes the pool's own pipe first: that was an error of the program once
    class Broken(ProcessPoolExecutor):
        def submit(self, *given: Any, **options: Any) -> Any:
            raise OSError("handle is closed")

    monkeypatch.setattr("caraway_audit.audit.ProcessPoolExecutor", Broken)
    with pytest.raises(IncompleteError, match="fewer workers"):
        audited(talk("client: Hello there", "agent: Hello Ann"), jobs=2)


def test_no_more_partitions_than_files_may_be_open() -> None:
    collect = import_module("caraway_audit.audit.collect")

    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = collect.partition_count([collect.PARTITION_BYTES * 100_000], 2)
    try:
        assert 2 <= wanted < 100_000
        assert 3 * wanted <= resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
