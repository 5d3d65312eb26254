"""Threads of mails that name each other, and of those that should and do not."""

import itertools
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.readers.threads import Letter, Threads, digest, plain_subject

DAY = 86_400
FIRM = ("dana@acme.example", "help@acme.example")


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Broken lamp", "RE: Re: re: Broken lamp", "AW: Broken lamp", "SV: VS: Broken lamp", "TR: Broken  lamp",
        "Fwd: broken lamp", "[orders] Re: Broken lamp", "Re: [orders] Broken lamp", "Re[2]: Broken lamp",
        "Re(3): Broken lamp!", "R: RIF: Broken lamp", "回复：Broken lamp", "[EXTERNAL] RE: Broken lamp",
        "***SPAM*** Re: Broken lamp", "Automatic reply: Broken lamp", "Re : Broken lamp", "Antw.: Broken lamp",
    ],
)  # fmt: skip
def test_what_programs_put_before_a_subject_is_dropped(subject: str) -> None:
    assert plain_subject(subject) == ("broken lamp", True)


@pytest.mark.parametrize(
    "subject", ["", "Re:", "Hello", "AW: Frage", "Re: Re:", "[list] Help!", "(no subject)", "Re: 2026", "..."]
)
def test_a_subject_that_anybody_may_write_joins_nobody(subject: str) -> None:
    assert not plain_subject(subject)[0]


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Broken lamp", "broken lamp"),
        ("Regarding my lamp", "regarding my lamp"),
        ("Transfer: lamp", "transfer lamp"),
        ("[#4711] Broken lamp", "4711 broken lamp"),
    ],
)
def test_a_subject_is_no_answer_by_its_first_letters(subject: str, plain: str) -> None:
    assert plain_subject(subject) == (plain, False)


def threads(*mails: tuple[str, str, str, float]) -> list[set[int]]:
    """The threads of mails without ids that refer to any: sender, recipients, subject, day."""
    found = Threads()
    numbers = []
    for sender, recipients, subject, day in mails:
        everybody = {sender, *recipients.split()}
        people = everybody - set(FIRM)
        plain, answers = plain_subject(subject)
        letter = Letter(
            int(day * DAY), digest(plain), digest(sender), tuple(sorted(map(digest, people))), answers, people != everybody
        )
        identity = f"{sender} {recipients} {subject} {day}".encode()
        numbers.append(found.add(identity, (), letter=letter if plain else None))
    found.join_by_subject()
    by_root: dict[str, set[int]] = {}
    for place, number in enumerate(numbers):
        by_root.setdefault(found.root(number), set()).add(place)
    return sorted(by_root.values(), key=min)


def test_an_answer_without_an_id_finds_its_thread() -> None:
    question = ("ann@one.example", "help@acme.example", "Broken lamp", 0)
    answer = ("dana@acme.example", "ann@one.example", "AW: Broken lamp", 1)
    thanks = ("ann@one.example", "dana@acme.example", "Re: AW: Broken lamp", 20)
    assert threads(question, answer, thanks) == [{0, 1, 2}]


def test_the_other_side_answers_even_without_saying_so() -> None:
    question = ("ann@one.example", "help@acme.example", "Broken lamp", 0)
    assert threads(question, ("dana@acme.example", "ann@one.example", "Broken lamp", 1)) == [{0, 1}]
    assert threads(question, ("dana@acme.example", "bob@two.example", "Broken lamp", 1)) == [{0}, {1}]
    assert threads(question, ("carl@two.example", "ann@one.example dana@acme.example", "Broken lamp", 1)) == [{0, 1}]


def test_strangers_who_write_of_the_same_thing_are_strangers() -> None:
    both: Sequence[tuple[str, str, str, float]] = [
        ("ann@one.example", "help@acme.example", "Refund", 0),
        ("bob@two.example", "help@acme.example", "Refund", 1),
        ("dana@acme.example", "ann@one.example", "Re: Refund", 2),
        ("dana@acme.example", "bob@two.example", "Re: Refund", 3),
        ("bob@two.example", "help@acme.example", "Re: Refund", 4),
        ("ann@one.example", "help@acme.example", "Re: Refund", 5),
    ]
    assert threads(*both) == [{0, 2, 5}, {1, 3, 4}]
    # The same where nobody has said that help@ and dana@ are the firm's.
    unknown = [(a.replace("acme", "other"), b.replace("acme", "other"), subject, day) for a, b, subject, day in both]
    for thread in threads(*unknown):
        assert thread <= {0, 2, 5} or thread <= {1, 3, 4}


def test_a_shared_box_that_nobody_named_joins_nobody() -> None:
    clients = [f"client{number}@one.example" for number in range(5)]
    mails = [(client, "box@desk.example", "Re: Refund", day) for day, client in enumerate(clients)]
    mails += [("box@desk.example", client, "Re: Refund", 6) for client in clients]
    assert threads(*mails) == [{place, place + 5} for place in range(5)]


def test_a_shared_box_that_agents_write_to_joins_nobody() -> None:
    clients = [f"client{number}@one.example" for number in range(3)]
    mails = [(client, "box@desk.example dana@acme.example", "Re: Refund", day) for day, client in enumerate(clients)]
    assert threads(*mails, ("dana@acme.example", "box@desk.example", "Re: Refund", 4)) == [{0}, {1}, {2}, {3}]


def test_strangers_with_an_acquaintance_in_common_are_strangers() -> None:
    mails = [(client, "help@acme.example carl@three.example", "Re: Refund", 0) for client in _PEOPLE[:2]]
    assert threads(*mails) == [{0}, {1}]


def test_a_mail_to_nobody_joins_nobody() -> None:
    mails = [(client, "box@desk.example", "Re: Refund", 0) for client in _PEOPLE[:2]]
    assert threads(*mails, ("box@desk.example", "", "Re: Refund", 1)) == [{0}, {1}, {2}]


def test_time_ends_a_subject() -> None:
    question = ("ann@one.example", "help@acme.example", "Broken lamp", 0)
    assert threads(question, ("ann@one.example", "help@acme.example", "Re: Broken lamp", 28)) == [{0, 1}]
    assert threads(question, ("ann@one.example", "help@acme.example", "Re: Broken lamp", 29)) == [{0}, {1}]


def test_a_new_mail_of_an_old_subject_is_a_new_thread() -> None:
    mails = [("ann@one.example", "help@acme.example", "Monthly order", 7 * week) for week in range(4)]
    assert threads(*mails) == [{0}, {1}, {2}, {3}]


def test_a_mail_that_names_one_in_the_mailbox_stays_there() -> None:
    found = Threads()
    ann = (digest("ann@one.example"),)
    letters = [Letter(day * DAY, digest("lamp"), ann[0], ann, day > 0, True) for day in range(3)]
    first = found.add(b"1", (), letter=letters[0])
    second = found.add(b"2", (b"9",), letter=letters[2])
    found.add(b"9", ())
    found.join_by_subject()
    assert found.root(first) != found.root(second)


_PEOPLE = ["ann@one.example", "bob@two.example", "carl@three.example", *FIRM]
_MAILS = st.lists(
    st.tuples(
        st.sampled_from(_PEOPLE),
        st.lists(st.sampled_from(_PEOPLE), min_size=1, max_size=2).map(" ".join),
        st.sampled_from(["Refund", "Re: Refund", "Lamp", "AW: Lamp", "Hello"]),
        st.sampled_from([0, 1, 2, 35]),
    ),
    max_size=16,
)


@given(_MAILS, st.integers())
def test_order_never_changes_a_thread(mails: list[tuple[str, str, str, int]], seed: int) -> None:
    order = list(range(len(mails)))
    random.Random(seed).shuffle(order)
    plain = [[mails[place] for place in thread] for thread in threads(*mails)]
    shuffled = [[mails[order[place]] for place in thread] for thread in threads(*(mails[place] for place in order))]
    assert sorted(map(sorted, plain)) == sorted(map(sorted, shuffled))


@given(_MAILS)
def test_clients_who_never_share_a_mail_never_share_a_thread(mails: list[tuple[str, str, str, int]]) -> None:
    def clients(place: int) -> set[str]:
        return {mails[place][0], *mails[place][1].split()} - set(FIRM)

    alone = [place for place in range(len(mails)) if len(clients(place)) <= 1]
    for thread in threads(*(mails[place] for place in alone)):
        assert len(set(itertools.chain.from_iterable(clients(alone[place]) for place in thread))) <= 1
