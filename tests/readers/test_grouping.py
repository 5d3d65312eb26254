"""Grouping: whole conversations from scattered pieces, the same for any order of the pieces."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.model import Client, Conversation, Message, Role, Source, Status
from caraway_audit.readers import group

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def message(
    text: str = "hello",
    *,
    identity: str = "",
    minute: int | None = 0,
    role: Role = Role.CLIENT,
    line: int = 1,
    file: str = "a",
) -> Message:
    at = None if minute is None else NOON + timedelta(minutes=minute)
    return Message(identity, role, "Ann", text, at, source=Source(file, line, line))


def piece(*messages: Message, name: str = "c1", **about: object) -> Conversation:
    return replace(Conversation(name, messages), **about)


def test_pieces_are_joined_and_ordered_by_time() -> None:
    grouped = group([piece(message("two", minute=2)), piece(message("one", minute=1)), piece(name="c0")])
    assert [conversation.id for conversation in grouped.conversations] == ["c0", "c1"]
    assert [each.text for each in grouped.conversations[1].messages] == ["one", "two"]
    assert [each.id for each in grouped.conversations[1].messages] == ["m1", "m2"]


def test_one_missing_time_leaves_the_order_of_the_file() -> None:
    grouped = group([piece(message("first", minute=9, line=1), message("second", minute=None, line=2))])
    assert [each.text for each in grouped.conversations[0].messages] == ["first", "second"]


def test_overlapping_exports_count_once() -> None:
    one, other = message(identity="m1", file="a"), message(identity="m1", file="b", line=7)
    grouped = group([piece(other), piece(one)])
    assert grouped.conversations[0].messages == (one,)
    assert grouped.duplicates == 1
    assert not grouped.problems


def test_messages_without_id_are_the_same_if_all_else_is() -> None:
    grouped = group([piece(message(file="a")), piece(message(file="b")), piece(message(identity="x", file="c"))])
    assert len(grouped.conversations[0].messages) == 1
    assert grouped.duplicates == 2


def test_a_line_said_twice_without_times_stays_twice() -> None:
    twice = [message("ok", minute=None, line=1), message("ok", minute=None, line=2)]
    grouped = group([piece(*twice), piece(*(replace(each, source=Source("b", 5)) for each in twice))])
    assert len(grouped.conversations[0].messages) == 2
    assert grouped.duplicates == 2


def test_a_file_that_is_read_twice_counts_once() -> None:
    same = [message("ok", minute=None, line=1), message("ok", minute=None, line=2)]
    grouped = group([piece(*same), piece(*same)])
    assert len(grouped.conversations[0].messages) == 2
    assert grouped.duplicates == 2


def test_a_contradiction_is_a_problem_and_decided_by_the_text() -> None:
    grouped = group([piece(message("b", identity="m1", file="a")), piece(message("a", identity="m1", file="b"))])
    assert [each.text for each in grouped.conversations[0].messages] == ["a"]
    (problem,) = grouped.problems
    assert problem.records == 1
    assert problem.remedy
    assert grouped.duplicates == 0


def test_new_ids_do_not_clash_with_given_ones() -> None:
    grouped = group([piece(message("a", minute=1), message("b", identity="m1", minute=2), message("c", minute=3))])
    ids = [each.id for each in grouped.conversations[0].messages]
    assert len(set(ids)) == 3
    assert ids[1] == "m1"


def test_fields_come_from_the_first_piece_that_has_them() -> None:
    late = piece(message("b", minute=5), channel="email", team="Late", client=Client("7", ("Ann L.",)), status=Status.ENDED)
    early = piece(message("a", minute=1), channel="chat", client=Client("", ("Ann Lee",)), status=Status.OPEN)
    (conversation,) = group([late, early]).conversations
    assert (conversation.channel, conversation.team) == ("chat", "Late")
    assert conversation.client == Client("7", ("Ann Lee", "Ann L.", "Ann"))
    assert conversation.status is Status.ENDED


def test_stand_ins_for_a_name_are_no_names() -> None:
    said = replace(message(), author="Visitor 4711")
    assert group([piece(said, client=Client("", ("Customer",)))]).conversations[0].client == Client()


_messages = st.builds(
    message,
    st.sampled_from(["a", "b", "c"]),
    identity=st.sampled_from(["", "m1", "m2"]),
    minute=st.sampled_from([None, 0, 1]),
    role=st.sampled_from([Role.AGENT, Role.CLIENT]),
    line=st.integers(1, 3),
    file=st.sampled_from(["a", "b"]),
)
_pieces = st.builds(
    lambda messages, name, team, names, status: piece(
        *messages, name=name, team=team, client=Client("", tuple(names)), status=status
    ),
    st.lists(_messages, max_size=3),
    st.sampled_from(["c1", "c2"]),
    st.sampled_from(["", "x", "y"]),
    st.lists(st.sampled_from(["Ann", "Bo"]), max_size=2),
    st.sampled_from([None, Status.OPEN, Status.ENDED]),
)


@given(st.lists(_pieces, max_size=6).flatmap(lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))))
def test_the_order_of_pieces_does_not_matter(pair: tuple[list[Conversation], list[Conversation]]) -> None:
    pieces, shuffled = pair
    assert group(pieces) == group(shuffled)


@given(st.lists(_pieces, max_size=6))
def test_every_message_is_kept_or_counted(pieces: list[Conversation]) -> None:
    grouped = group(pieces)
    kept = sum(len(conversation.messages) for conversation in grouped.conversations)
    lost = sum(problem.records for problem in grouped.problems)
    assert kept + grouped.duplicates + lost == sum(len(each.messages) for each in pieces)


def test_an_id_of_different_clients_in_two_files_is_told() -> None:
    def found(one: str, other: str, second: str = "b.csv") -> list[str]:
        pieces = [
            piece(message("hi", role=Role.AGENT, file="a.csv"), client=Client("", (one,))),
            piece(message("hello", role=Role.AGENT, file=second, line=9), client=Client("", (other,))),
        ]
        return [problem.what for problem in group(pieces).problems]

    assert found("Ann", "Ben") == ["one conversation id stands for different clients in 2 files; they were joined."]
    assert not found("Ann", "ann")
    assert not found("Zoë Müller", "Muller, Zoe")
    assert not found("Ann Smith", "Ben Smith")
    assert not found("Łukasz", "Lukasz")
    assert found("Mr Smith", "Mr Jones")
    assert found("ann@mail.example", "ben@mail.example")
    assert not found("Ann Smith", "ann@mail.example")
    assert not found("Ann", "Ben", second="a.csv")


def test_of_one_minute_the_last_line_comes_first_where_the_newest_stands_first() -> None:
    lines = [("bye", 3), ("thanks", 2), ("answer", 1), ("question", 1)]
    newest = [message(text, minute=at, line=n) for n, (text, at) in enumerate(lines, 1)]
    (one,) = group([piece(*newest)]).conversations
    assert [m.text for m in one.messages] == ["question", "answer", "thanks", "bye"]
