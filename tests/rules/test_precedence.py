"""One fault, one finding: of several failures that fit, the first is charged."""

from collections.abc import Callable

import pytest

from caraway_audit.model import Confidence, Conversation, Outcome, Subject, SubjectKind, Verdict
from caraway_audit.rules.precedence import CHARGED_REPLY, SAME_MESSAGE, SAME_POINT, settle

DANA = Subject(SubjectKind.AGENT, "Dana Whitfield")
LINES = ("client: one", "client: more", "agent: two", "system: moved", "agent Hal: three", "client: four", "agent: five")
IN_MESSAGE = [(row[i], row[j]) for row in SAME_MESSAGE for i in range(len(row)) for j in range(i + 1, len(row))]
IN_POINT = [(row[i], row[j]) for row in SAME_POINT for i in range(len(row)) for j in range(i + 1, len(row))]
IN_POINT = [pair for pair in IN_POINT if pair[0] != "CA408" or pair[1] not in CHARGED_REPLY]

Settled = Callable[..., list[str]]


def failure(rule: str, message: str | None, verdict: Verdict = Verdict.FAIL) -> Outcome:
    return Outcome(rule, "c1", message, verdict, DANA)


@pytest.fixture(scope="module")
def left(court: Callable[..., list[Outcome]], talk: Callable[..., Conversation]) -> Settled:
    """What is left of outcomes: `left(("CA502", "m1"), …)` gives codes."""
    seen = court.annotated(talk(*LINES))
    return lambda *given: [outcome.rule for outcome in settle(seen, [failure(*one) for one in given])]


@pytest.mark.parametrize(("first", "later"), sorted(set(IN_MESSAGE)))
def test_within_one_message_the_first_is_charged_whatever_the_order(left: Settled, first: str, later: str) -> None:
    assert left((first, "m3"), (later, "m3")) == [first]
    assert left((later, "m3"), (first, "m3")) == [first]


def test_news_told_to_be_kept_is_internal_and_what_is_hidden_from_the_firm_is_concealment(
    court: Callable[..., list[Outcome]], talk: Callable[..., Conversation]
) -> None:
    asked = "client: Hello, which lamp should I take for the hall, the old one or the new one?"
    news = "agent: Keep it to yourself, but the new lamp is launched on 4 May, it is not announced yet."
    hidden = "agent: Keep it to yourself and don't tell my manager, but the new lamp is launched on 4 May."
    for line, standing in ((news, {"CA311"}), (hidden, {"CA710"})):
        assert {"CA311", "CA710"} & court.fails(talk(asked, line)) == standing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("guess", "other", "message"),
    [("CA708", "CA501", "m2"), ("CA703", "CA201", "m2"), ("CA410", "CA108", "m3"), ("CA602", "CA408", "m3")],
)
def test_what_only_a_model_tells_stands_behind_what_else_is_found(
    court: Callable[..., list[Outcome]], talk: Callable[..., Conversation], guess: str, other: str, message: str
) -> None:
    # This failed once: thirty feelings that nobody took in (CA501) were charged as need that was missed (CA708)
    seen = court.annotated(talk(*LINES))  # type: ignore[attr-defined]
    for confidence, standing in ((Confidence.LOW, other), (Confidence.MEDIUM, guess)):
        told = Outcome(guess, "c1", message, Verdict.FAIL, DANA, confidence=confidence)
        assert [outcome.rule for outcome in settle(seen, [told, failure(other, message)])] == [standing]
        assert [outcome.rule for outcome in settle(seen, [told])] == [guess]


@pytest.mark.parametrize(("first", "later"), sorted(set(IN_MESSAGE) - set(IN_POINT)))
def test_in_different_messages_both_are_charged(left: Settled, first: str, later: str) -> None:
    assert left((first, "m3"), (later, "m5")) == [first, later]


@pytest.mark.parametrize(("first", "later"), sorted(set(IN_POINT)))
def test_for_one_open_point_the_first_is_charged(left: Settled, first: str, later: str) -> None:
    """A point is a client turn and the agent turn that answers it, over several messages and agents."""
    assert left((first, "m1"), (later, "m5")) == [first]
    assert left((first, "m5"), (later, "m2")) == [first]


@pytest.mark.parametrize("charged", sorted(CHARGED_REPLY))
def test_a_charged_reply_is_not_an_unacknowledged_complaint_too(left: Settled, charged: str) -> None:
    assert left(("CA408", "m1"), (charged, "m3")) == [charged]
    assert left(("CA408", "m1"), (charged, "m7")) == ["CA408", charged]
    assert left(("CA405", "m1"), ("CA408", "m1"), (charged, "m7")) == ["CA405", charged]


def test_a_charged_reply_gives_way_to_a_close_and_the_complaint_stays_out(left: Settled) -> None:
    assert left(("CA408", "m1"), ("CA402", "m3"), ("CA211", "m3")) == ["CA211"]
    assert left(("CA408", "m1"), ("CA211", "m3")) == ["CA211"]
    assert left(("CA408", "m1"), ("CA501", "m1"), ("CA211", "m3")) == ["CA501", "CA211"]


@pytest.mark.parametrize(("first", "later"), sorted(set(IN_POINT)))
def test_two_open_points_are_two(left: Settled, first: str, later: str) -> None:
    assert left((first, "m1"), (later, "m7")) == [first, later]


@pytest.mark.parametrize(
    "codes",
    [("CA301", "CA305"), ("CA403", "CA501"), ("CA101", "CA104"), ("CA506", "CA501"), ("CA101", "CA505"), ("CA503", "CA206")],
)
def test_different_faults_stand_beside_each_other(left: Settled, codes: tuple[str, str]) -> None:
    assert left(*((code, "m3") for code in codes)) == list(codes)


def test_three_in_a_row_leave_the_first(left: Settled) -> None:
    assert left(("CA108", "m3"), ("CA104", "m3"), ("CA502", "m3")) == ["CA502"]


def test_the_same_rule_may_fail_twice(left: Settled) -> None:
    assert left(("CA403", "m3"), ("CA403", "m3"), ("CA108", "m3")) == ["CA403", "CA403"]


def test_passes_and_what_was_not_evaluated_stand_and_hide_nothing(left: Settled) -> None:
    given = (
        ("CA502", "m3", Verdict.PASS),
        ("CA108", "m3"),
        ("CA410", "m3", Verdict.NOT_EVALUATED),
        ("CA405", "m1", Verdict.PASS),
    )
    assert left(*given) == ["CA502", "CA108", "CA410", "CA405"]


def test_a_failure_without_a_message_hides_nothing_elsewhere(left: Settled) -> None:
    assert left(("CA502", None), ("CA108", "m3")) == ["CA502", "CA108"]


def test_no_finding_is_lost_without_one_that_stands_for_it(left: Settled) -> None:
    everything = sorted({code for row in (*SAME_MESSAGE, *SAME_POINT) for code in row})
    kept = left(*((code, "m3") for code in everything))
    for code in set(everything) - set(kept):
        rows = [row for row in (*SAME_MESSAGE, *SAME_POINT) if code in row]
        assert any(set(row[: row.index(code)]) & set(everything) for row in rows), code


def test_another_value_in_the_same_message_is_charged_too(
    court: Callable[..., list[Outcome]], talk: Callable[..., Conversation]
) -> None:
    """RULES.md: "CA312, then CA305-CA307 *for the same value*"."""
    # This failed once: every contact detail of the message is dropped
    seen = court.annotated(talk("client: hello", "agent: Text me on 07700 900123. The tenant is rosa.lind@mail.example."))
    off_channel = Outcome("CA312", "c1", "m2", Verdict.FAIL, DANA, ((11, 23),))
    same = Outcome("CA305", "c1", "m2", Verdict.FAIL, DANA, ((11, 23),))
    other = Outcome("CA305", "c1", "m2", Verdict.FAIL, DANA, ((39, 61),))
    assert settle(seen, [off_channel, same, other]) == [off_channel, other]
