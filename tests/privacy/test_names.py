"""The index of all clients' names: small, and right about every way to write a name."""

import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.model import Client
from caraway_audit.privacy import names
from caraway_audit.privacy.names import NameIndex

WORDS = ["ann", "bell", "chloe", "dove", "eve", "fern"]
NAMES = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(tuple), max_size=4)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_the_longest_name_at_a_place_is_found(given_names: list[tuple[str, ...]], text: list[str]) -> None:
    index = NameIndex.of(Client("", (" ".join(name),)) for name in given_names)
    ways = {way for name in given_names for way in names._orders(name)}
    index.knows_any(text)  # what it remembers of other words must not change what it says
    for place in range(len(text)):
        fits = [len(way) for way in ways if tuple(text[place : place + len(way)]) == way]
        assert index.length_at(text, place) == max(fits, default=0)
    assert index.knows_any(text) == any(way[0] in text for way in ways)


def test_a_name_of_very_many_words_does_no_harm() -> None:
    long = " ".join(random.Random(1).choice(WORDS) for _ in range(500))
    index = NameIndex.of([Client("", (long,))])
    assert index.length_at(long.split(), 0) == 63


def test_a_client_takes_little_room_and_survives_the_way_to_a_worker() -> None:
    chance = random.Random(2)

    def word() -> str:
        return "".join(chance.choice("abcdefghiklmnoprstuvz") for _ in range(7))

    clients = [Client(f"C{number}", (f"{word()} {word()}",)) for number in range(10_000)]
    data = pickle.dumps(NameIndex.of(clients), pickle.HIGHEST_PROTOCOL)
    assert len(data) < 140 * len(clients)
    again = pickle.loads(data)
    assert again.length_at(clients[7].names[0].split(), 0) == 2
    assert again.length_at([*reversed(clients[7].names[0].split())], 0) == 2
    assert again.length_at(["never", "heard"], 0) == 0


@pytest.mark.parametrize("limit", [1, 20_000])
def test_what_is_remembered_of_other_words_changes_nothing(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_CACHE_LIMIT", limit)
    index = NameIndex.of([Client("", ("Ann Bell",)), Client("", ("Dove",))])
    for _ in range(2):
        assert not index.knows_any(["some", "other", "words"])
        assert index.knows_any(["some", "ann"])
        assert index.knows_any(["dove", "words"])
