"""What a team writes over a rule: how it changes the rule, and the slips that would do nothing or break a run.

A place is the path of a value as the YAML has it, so that a mistake can be shown at its line.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from caraway_audit.language.classifier import MARK
from caraway_audit.language.patterns import compiled
from caraway_audit.language.phrases import NUMBER, PhraseError, parse
from caraway_audit.policy.load import suggest
from caraway_audit.rules.base import Rule

Place = tuple[str | int, ...]
Slip = tuple[Place, str]
"""A place, and what is wrong there."""

Text = tuple[Place, str]
"""An item of a list as it was written, and where."""

_VERBS = frozenset({"add", "remove"})


def laid_on(data: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """A team's settings over a rule's, key by key; `{add: […], remove: […]}` changes a list instead of replacing it."""
    merged = dict(data)
    for key, value in over.items():
        known = merged.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[key] = laid_on(known, value)
        elif not _is_change(value, known):
            merged[key] = value
        elif all(isinstance(items, list | None) for items in value.values()):  # else `unfit_changes` tells
            kept = [item for item in known or [] if item not in (value.get("remove") or [])]
            merged[key] = [*kept, *(value.get("add") or [])]
    return merged


def _is_change(value: Any, known: Any = None) -> bool:
    """Whether a setting says what to add to a list and what to take from it."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= _VERBS and isinstance(known, list | None)


def unfit_changes(code: str, data: Mapping[str, Any], over: Mapping[str, Any], place: Place = ()) -> Iterator[Slip]:
    """Changes to lists of a rule that are none; what is taken from a list without it would else do nothing, in silence."""
    for key, value in over.items():
        known, here = data.get(key), (*place, key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            yield from unfit_changes(code, known, value, here)
        elif _is_change(value, known):
            for verb, items in value.items():
                if not isinstance(items, list | None):
                    yield (*here, verb), f"`{verb}` takes a list; write {verb}: [{items}]"
                elif verb == "remove":
                    what = f"is not in {code}'s {'.'.join(map(str, here))}"
                    yield from (((*here, verb), f"“{one}” {what}") for one in items or [] if one not in (known or []))


def as_written(place: Place, over: Any, data: Any) -> Place:
    """The place in a team's settings `over` of a part of the rule's `data` under them: an item may stand under `add`."""
    found: list[str | int] = []
    for number, step in enumerate(place):
        if isinstance(step, int) and _is_change(over) and isinstance(data, list):
            added = step - len(data) + len(over.get("add") or [])
            return (*found, "add", added, *place[number + 1 :]) if added >= 0 else tuple(found)
        found.append(step)
        over, data = _part(over, step), _part(data, step)
    return tuple(found)


def _part(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (LookupError, TypeError):
        return None


def texts(written: Any, place: Place = ()) -> Iterator[Text]:
    """The items of all lists that were written, those with something of their own too (`{text: confidence}`)."""
    if isinstance(written, Mapping):
        for key, value in written.items():
            if key != "remove" or not _is_change(written):
                yield from texts(value, (*place, key))
    elif isinstance(written, list):
        for number, item in enumerate(written):
            here = (*place, number)
            if isinstance(item, str):
                yield here, item
            elif isinstance(item, Mapping):
                yield from (((*here, key), key) for key in item if isinstance(key, str))
                yield from texts(item, here)


def unknown_keys(given: Any, read: Any, place: Place = ()) -> Iterator[Slip]:
    """Keys of entries inside a parameter that its type does not know and leaves out; `read` is what became of `given`."""
    if is_dataclass(read) and isinstance(given, Mapping):
        known = [field.name for field in fields(read)]
        yield from (((*place, key), f"unknown key “{key}”{suggest(str(key), known)}") for key in given if key not in known)
        pairs: Iterable[tuple[Any, Any, Any]] = ((name, given.get(name), getattr(read, name)) for name in known)
    elif isinstance(read, Mapping) and isinstance(given, Mapping):
        pairs = ((key, value, read.get(key)) for key, value in given.items())
    elif isinstance(read, tuple) and isinstance(given, list):
        pairs = ((number, *both) for number, both in enumerate(zip(given, read, strict=False)))
    else:
        return
    for key, value, became in pairs:
        yield from unknown_keys(value, became, (*place, key))


def idle_numbers(params: Any, written: Mapping[str, Any]) -> Iterator[Slip]:
    """Numbers, of those written, with which a rule finds everything or nothing, and that can mean nothing else.

    A number of things is one or more; a share, which is what has a default between nothing and one, is never over one.
    """
    for field in fields(params):
        value = getattr(params, field.name)
        if field.name not in written or isinstance(value, bool):
            continue
        if isinstance(value, int | float) and isinstance(written[field.name], bool):  # `yes` would be 1
            yield (field.name,), f"{field.name} is a number, not yes or no"
        elif isinstance(value, int) and value < 1:
            yield (field.name,), f"{field.name} is 1 or more, not {value}"
        elif isinstance(value, float) and isinstance(field.default, float) and 0 < field.default < 1:
            if not 0 < value <= 1:
                yield (field.name,), f"{field.name} is a share: more than 0, and 1 at most, not {value:g}"
        elif isinstance(value, float) and not value > 0:
            yield (field.name,), f"{field.name} must be more than 0, not {value:g}"


def empty_lists(words: Mapping[str, Sequence[str]], written: Iterable[str]) -> Iterator[Slip]:
    """Lists of words, of those written, that hold nothing: no phrase with one could be read."""
    yield from ((("words", name), f"the list of words “{name}” is empty") for name in written if not words.get(name))


def unnamed_lists(words: Mapping[str, Sequence[str]], written: Iterable[str], phrases: str) -> Iterator[Slip]:
    """Lists of words, of those written, that no phrase names; `phrases` is all that a rule is told."""
    for name in written:
        if f"<{name}>" not in phrases:
            used = [one for one in words if f"<{one}>" in phrases]
            yield ("words", name), f"no phrase of the rule has <{name}>{suggest(name, used)}"


def look_for(rule: Rule) -> None:
    """Read all that a rule looks for, as a run would; raises `ValueError` where that cannot be read."""
    for phrase_set in rule.phrases().values():
        for phrase in phrase_set.phrases:
            parse(phrase)
    for pattern_set in rule.patterns().values():
        for pattern in pattern_set.patterns:
            compiled(pattern)


def unreadable(written: Iterable[Text]) -> Slip | None:
    """The first of the texts that is no phrase: a parameter may hold parts of phrases, which are read when put together."""
    for place, text in written:
        try:
            parse(text)
        except PhraseError as error:
            return place, str(error)
    return None


_PIECE = re.compile(r"\.\.\.|[^\s()\[\]|?!^$*,…]+")
_FOUND = re.compile(r"[\w'’`´\u2010\u2011-]+|\.{1,3}")
_LIST = re.compile(r"<(\w+)>")


def idle_words(rule: Rule, written: Iterable[Text], lists: Collection[str]) -> Iterator[Slip]:
    """What no message can hold in the phrases that were written: lists of words that there are not, and signs."""
    phrases = {phrase for one in rule.phrases().values() for phrase in one.phrases if not phrase.startswith(MARK)}
    phrases = {phrase.replace(NUMBER, " ") for phrase in phrases}
    unmet = {name for phrase in phrases for name in _LIST.findall(phrase)}
    signs = {piece for phrase in phrases for piece in _PIECE.findall(_LIST.sub(" ", phrase)) if not _FOUND.fullmatch(piece)}
    for place, text in written:
        for name in unmet.intersection(_LIST.findall(text)):
            hint = suggest(name, lists) if lists else f"; write one, as words: {{{name}: […]}}, or the words themselves"
            yield place, f"there is no list of words “{name}”{hint}"
        for piece in signs.intersection(_PIECE.findall(_LIST.sub(" ", text))):
            words = " ".join(re.findall(r"\w+", piece))
            hint = f"write “{words}”" if words else "leave it out"
            yield place, f"“{piece}” is never found, as messages are read word by word and without such signs; {hint}"
