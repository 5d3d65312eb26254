"""Pseudonyms: the same under one key, worth nothing without it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.errors import UsageError
from caraway_audit.privacy.pseudonyms import Pseudonyms

VARIABLE = "CARAWAY_TEST_KEY"


def test_the_same_person_gets_the_same_code_under_the_same_key() -> None:
    assert Pseudonyms(b"key").code("client", "Ann Bell") == Pseudonyms(b"key").code("client", "Ann Bell")


def test_another_key_another_kind_or_another_person_gets_another_code() -> None:
    codes = {
        Pseudonyms(key).code(kind, name).rpartition("-")[2]
        for key in (b"a", b"b")
        for kind in ("client", "id")
        for name in ("Ann", "Bo")
    }
    assert len(codes) == 8


@pytest.mark.parametrize("same", ["ann bell", "ANN BELL", "  Ann Bell ", "Ａｎｎ Bell"])
def test_case_space_and_width_do_not_matter(same: str) -> None:
    assert Pseudonyms(b"key").code("client", same) == Pseudonyms(b"key").code("client", "Ann Bell")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_code_is_a_kind_and_eight_harmless_characters(value: str) -> None:
    assert re.fullmatch(r"client-[a-z2-7]{8}", Pseudonyms(b"key").code("client", value))


def test_no_codes_clash_among_ten_thousand() -> None:
    made = Pseudonyms(b"key")
    assert len({made.code("client", f"Client {number}") for number in range(10_000)}) == 10_000


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a secret of the firm")
    one = Pseudonyms.from_environment(VARIABLE, b"salt")
    assert one.code("client", "Ann") == Pseudonyms.from_environment(VARIABLE, b"other salt").code("client", "Ann")
    monkeypatch.setenv(VARIABLE, "another secret of it")
    assert one.code("client", "Ann") != Pseudonyms.from_environment(VARIABLE, b"salt").code("client", "Ann")


def test_a_key_that_could_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "x")
    with pytest.raises(UsageError, match="at least 16 bytes"):
        Pseudonyms.from_environment(VARIABLE, b"salt")


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_key_the_exports_own_salt_makes_the_codes(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    code = Pseudonyms.from_environment(VARIABLE, b"salt").code("client", "Ann")
    assert code == Pseudonyms.from_environment(VARIABLE, b"salt").code("client", "Ann")
    assert code != Pseudonyms.from_environment(VARIABLE, b"pepper").code("client", "Ann")
