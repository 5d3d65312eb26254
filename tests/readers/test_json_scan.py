"""A JSON document read in pieces: its values, their lines, and where it breaks are those of the whole."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.readers import json_scan
from caraway_audit.readers.json_scan import entries

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_scan, "_CHUNK", 3)


@given(st.lists(_VALUES), st.sampled_from([None, 0, 1]), st.booleans())
def test_values_are_those_of_the_document(values: list[object], indent: int | None, as_ascii: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=as_ascii)
    assert [value for _, value in entries(io.StringIO(text), ["conversations"])] == json.loads(text)
    nested = json.dumps({"a": 1, "conversations": values, "b": 2}, indent=indent, ensure_ascii=as_ascii)
    assert [value for _, value in entries(io.StringIO(nested), ["conversations"])] == json.loads(text)


@given(_VALUES)
def test_a_value_by_itself(value: object) -> None:
    text = json.dumps(value if not isinstance(value, list) else {"a": value})
    assert [value for _, value in entries(io.StringIO(f" {text}\n"), ["conversations"])] == [json.loads(text)]


def test_each_value_has_its_line() -> None:
    text = '[\n\n1, 2,\n  {"a":\n "b"}\n,\n3]'
    assert list(entries(io.StringIO(text), [])) == [(3, 1), (3, 2), (4, {"a": "b"}), (7, 3)]


def _read(text: str) -> tuple[list[object], tuple[int, int]]:
    """The values of a broken document, and the line and column where it breaks."""
    found = []
    with pytest.raises(json.JSONDecodeError) as broken:
        found.extend(entries(io.StringIO(text), []))
    return found, (broken.value.lineno, broken.value.colno)


@given(st.lists(_VALUES, min_size=1), st.sampled_from([None, 1]), st.data())
def test_a_document_breaks_where_the_whole_does(values: list[object], indent: int | None, data: st.DataObject) -> None:
    text = json.dumps(values, indent=indent)
    broken = text[: data.draw(st.integers(1, len(text) - 1))] + data.draw(st.sampled_from(["", "\x00", "}", ' "', "x"]))
    in_pieces = _read(broken)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_scan, "_CHUNK", 10_000)
        at_once = _read(broken)
    assert in_pieces == at_once
    with pytest.raises(json.JSONDecodeError) as whole:
        json.loads(broken)
    assert at_once[1][0] == whole.value.lineno


def test_a_value_longer_than_a_document_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_scan, "LONGEST_DOCUMENT", 50)
    found = entries(io.StringIO(json.dumps(["short", "x" * 200, "short"])), [])
    assert next(found) == (1, "short")
    with pytest.raises(json.JSONDecodeError, match="Too large"):
        next(found)
