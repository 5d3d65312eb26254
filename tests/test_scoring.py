"""Scores: known intervals, the section formula by hand, and what never changes a score."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.model import RuleMeta, Score, Severity, Subject, SubjectKind
from caraway_audit.scoring import Ruling, ScoreBook, wilson

RULES = {
    "CA301": ("3.2", Severity.CRITICAL),
    "CA305": ("3.1", Severity.MINOR),
    "CA312": ("3.2", Severity.MAJOR),
    "CA403": ("4.1", Severity.MAJOR),
    "CA411": ("4.2", Severity.MINOR),
    "CA101": ("1.2", Severity.MAJOR),
}
METAS = {
    code: RuleMeta(code, code.lower(), clause, (SubjectKind.AGENT,), {SubjectKind.AGENT: severity}, "")
    for code, (clause, severity) in RULES.items()
}
DANA, HAL = Subject(SubjectKind.AGENT, "Dana"), Subject(SubjectKind.AGENT, "Hal")
ORDERS = Subject(SubjectKind.TEAM, "Orders")
EQUAL = dict.fromkeys(range(1, 8), 1.0)

Conversation = Sequence[tuple[str, bool] | tuple[str, bool, Subject]]


def scored(
    *conversations: Conversation, weights: dict[int, float] = EQUAL, min_sample: int = 20, on_critical: str = "zero_section"
) -> list[Score]:
    """Scores of conversations of one team, given as rulings `(rule, passed)` of Dana's or `(rule, passed, who)`."""
    book = ScoreBook(METAS, weights, min_sample, on_critical)
    for conversation in conversations:
        book.add("Orders", [Ruling(entry[2] if len(entry) > 2 else DANA, entry[0], entry[1]) for entry in conversation])
    return list(book.scores())


def rate(scores: list[Score], who: Subject, scope: str, key: str = "") -> float | None:
    return next((score.rate for score in scores if (score.who, score.scope, score.key) == (who, scope, key)), None)


@pytest.mark.parametrize(
    ("passed", "n", "low", "high"),
    [
        (5, 5, 0.566, 1.0),
        (9, 10, 0.596, 0.982),
        (0, 10, 0.0, 0.278),
        (50, 100, 0.404, 0.596),
        (1, 1, 0.207, 1.0),
        (0, 1, 0.0, 0.793),
        (90, 100, 0.826, 0.945),
    ],
)
def test_wilsons_interval_at_known_values(passed: int, n: int, low: float, high: float) -> None:
    assert wilson(passed / n, n) == pytest.approx((low, high), abs=0.0006)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0.5, 0) == (0.0, 1.0)


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), st.integers(1, 100_000))
def test_an_interval_lies_in_zero_to_one_and_holds_its_rate(value: float, n: int) -> None:
    low, high = wilson(value, n)
    assert 0.0 <= low <= value + 1e-12
    assert value - 1e-12 <= high <= 1.0


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1), st.integers(1, 10_000))
def test_more_conversations_never_widen_an_interval(value: float, n: int) -> None:
    low, high = wilson(value, n)
    closer_low, closer_high = wilson(value, 2 * n)
    assert closer_high - closer_low <= high - low + 1e-12


def test_a_section_is_the_weight_of_what_passed_over_what_was_evaluated() -> None:
    scores = scored([("CA305", True), ("CA312", False)])  # 1 of 1 + 2
    assert rate(scores, DANA, "section", "3") == pytest.approx(1 / 3)
    scores = scored([("CA301", True), ("CA305", False), ("CA312", True)])  # 4 + 2 of 4 + 1 + 2
    assert rate(scores, DANA, "section", "3") == pytest.approx(6 / 7)


def test_over_conversations_it_is_the_mean() -> None:
    scores = scored([("CA305", True), ("CA312", False)], [("CA312", True)], [("CA403", True)])
    assert rate(scores, DANA, "section", "3") == pytest.approx((1 / 3 + 1) / 2)
    assert rate(scores, DANA, "rule", "CA312") == pytest.approx(1 / 2)
    assert rate(scores, DANA, "clause", "3.2") == pytest.approx(1 / 2)
    assert rate(scores, DANA, "clause", "3.1") == 1.0


def test_one_failure_in_a_conversation_fails_its_rule_there() -> None:
    scores = scored([("CA403", True), ("CA403", False), ("CA403", True)], [("CA403", True)])
    assert rate(scores, DANA, "rule", "CA403") == 0.5


def test_a_critical_failure_sets_its_section_to_zero_and_no_other() -> None:
    conversation = [("CA301", False), ("CA305", True), ("CA312", True), ("CA403", True)]
    scores = scored(conversation)
    assert rate(scores, DANA, "section", "3") == 0.0
    assert rate(scores, DANA, "section", "4") == 1.0
    assert rate(scored([("CA312", True)], conversation), DANA, "section", "3") == 0.5
    everything = scored(conversation, on_critical="zero_conversation")
    assert rate(everything, DANA, "section", "4") == 0.0


def test_a_clause_is_not_zeroed_by_another_clauses_critical_failure() -> None:
    scores = scored([("CA301", False), ("CA305", True)])
    assert (rate(scores, DANA, "clause", "3.2"), rate(scores, DANA, "clause", "3.1")) == (0.0, 1.0)


def test_what_was_not_evaluated_has_no_score() -> None:
    scores = scored([("CA403", True)])
    assert {score.key for score in scores if score.scope == "section"} == {"4"}
    assert rate(scores, DANA, "overall") == 1.0


def test_the_overall_score_is_the_weighted_mean_of_the_sections() -> None:
    conversation = [("CA403", False), ("CA411", True), ("CA101", True)]  # section 4: 1/3, section 1: 1
    assert rate(scored(conversation), DANA, "overall") == pytest.approx((1 / 3 + 1) / 2)
    assert rate(scored(conversation, weights=EQUAL | {4: 3.0}), DANA, "overall") == pytest.approx((3 * 1 / 3 + 1) / 4)
    assert rate(scored(conversation, weights=EQUAL | {4: 0.0}), DANA, "overall") == 1.0


def test_without_any_weight_there_is_no_overall_score() -> None:
    assert rate(scored([("CA403", True)], weights=dict.fromkeys(range(1, 8), 0.0)), DANA, "overall") is None


def test_an_agents_conversations_count_for_the_team_once() -> None:
    scores = scored([("CA403", True, DANA), ("CA403", False, HAL)], [("CA403", True, DANA)])
    assert rate(scores, DANA, "rule", "CA403") == 1.0
    assert rate(scores, HAL, "rule", "CA403") == 0.0
    team = next(score for score in scores if score.who == ORDERS and score.scope == "rule")
    assert (team.rate, team.conversations) == (0.5, 2)


def test_the_teams_own_faults_are_no_agents() -> None:
    scores = scored([("CA403", False, ORDERS)])
    assert {score.who for score in scores} == {ORDERS}


@pytest.mark.parametrize("kind", [SubjectKind.CLIENT, SubjectKind.DATA])
def test_clients_and_data_have_no_scores(kind: SubjectKind) -> None:
    assert scored([("CA301", False, Subject(kind, "x"))]) == []


@pytest.mark.parametrize(("n", "ranked"), [(1, False), (4, False), (5, True), (6, True)])
def test_nobody_is_ranked_under_the_minimum_sample(n: int, ranked: bool) -> None:
    scores = scored(*[[("CA403", True)]] * n, min_sample=5)
    assert {score.ranked for score in scores} == {ranked}
    assert {score.conversations for score in scores} == {n}


RULINGS = st.tuples(
    st.sampled_from(sorted(RULES)), st.booleans(), st.sampled_from([DANA, HAL, ORDERS, Subject(SubjectKind.CLIENT, "c")])
)
CONVERSATIONS = st.lists(st.lists(RULINGS, max_size=6), max_size=8)


@settings(max_examples=100, deadline=None)
@given(CONVERSATIONS, st.sampled_from(["zero_section", "zero_conversation"]))
def test_every_score_is_a_rate_within_its_interval(conversations: list[Conversation], on_critical: str) -> None:
    for score in scored(*conversations, on_critical=on_critical):
        assert 0.0 <= score.low <= score.rate + 1e-9
        assert score.rate - 1e-9 <= score.high <= 1.0
        assert 1 <= score.conversations <= len(conversations)
        assert not any(map(math.isnan, (score.rate, score.low, score.high)))


@settings(max_examples=100, deadline=None)
@given(CONVERSATIONS, st.randoms())
def test_the_order_of_conversations_and_rulings_changes_nothing(
    conversations: list[list[tuple[str, bool, Subject]]], random: object
) -> None:
    shuffled = [list(conversation) for conversation in conversations]
    random.shuffle(shuffled)
    for conversation in shuffled:
        random.shuffle(conversation)
    assert scored(*conversations) == scored(*shuffled)


@settings(max_examples=60, deadline=None)
@given(CONVERSATIONS)
def test_a_failure_more_never_raises_a_score(conversations: list[list[tuple[str, bool, Subject]]]) -> None:
    worse = [[(rule, False, who) for rule, _, who in conversation] for conversation in conversations]
    before = {(s.who, s.scope, s.key): s.rate for s in scored(*conversations)}
    after = {(s.who, s.scope, s.key): s.rate for s in scored(*worse)}
    assert before.keys() == after.keys()
    assert all(after[key] <= before[key] + 1e-9 for key in before)


def book_of(conversations: list[Conversation]) -> ScoreBook:
    book = ScoreBook(METAS, EQUAL, 1)
    for conversation in conversations:
        book.add("Orders", [Ruling(entry[2] if len(entry) > 2 else DANA, entry[0], entry[1]) for entry in conversation])
    return book


@settings(max_examples=100, deadline=None)
@given(CONVERSATIONS, CONVERSATIONS)
def test_books_of_parts_merge_into_the_book_of_the_whole(one: list[Conversation], other: list[Conversation]) -> None:
    merged = book_of(one)
    merged.merge(book_of(other).sums)
    assert merged.scores() == book_of([*other, *one]).scores()


@settings(max_examples=100, deadline=None)
@given(CONVERSATIONS, CONVERSATIONS)
def test_what_is_taken_back_was_never_there(kept: list[Conversation], gone: list[Conversation]) -> None:
    book = book_of([*kept, *gone])
    for conversation in gone:
        book.add("Orders", [Ruling(entry[2] if len(entry) > 2 else DANA, entry[0], entry[1]) for entry in conversation], -1)
    assert book.scores() == book_of(kept).scores()
