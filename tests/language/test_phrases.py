"""Phrases: what each sign of the notation promises, and that the one scan finds what a slow, obvious matcher finds."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.language.phrases import GAP, PhraseError, PhraseScanner, PhraseSet, parse, phrase_table, spelled_out
from caraway_audit.language.tokens import BOUNDARY, tokenise
from caraway_audit.model import Confidence


def found(text: str, *phrases: str) -> list[str]:
    """What a set of these phrases finds in a text, as written there."""
    scanner = PhraseScanner({"set": PhraseSet(phrase_table(phrases))}, "agent")
    return [text[hit.start : hit.end] for hit in scanner.scan(tokenise(text)).get("set", [])]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("you are wrong", "Sir, You’re WRONG here", ["You’re WRONG"]),
        (
            "should (have|of) (read|checked)",
            "you should of checked, should have read",
            ["should of checked", "should have read"],
        ),
        ("should (have|of) (read|checked)", "you should have asked", []),
        ("[please] calm down", "now please calm down", ["please calm down"]),
        ("[please] calm down", "now calm down", ["calm down"]),
        ("never ... again", "never again", ["never again"]),
        ("never ... again", "never one two three four five again", ["never one two three four five again"]),
        ("never ... again", "never one two three four five six again", []),
        ("leave * alone", "leave me alone", ["leave me alone"]),
        ("leave * alone", "leave alone", []),
        ("leave * alone", "leave her me alone", []),
        ("^ obviously", "Obviously you did. obviously again", ["Obviously", "obviously"]),
        ("^ obviously", "that is obviously so", []),
        ("whatever $", "Say whatever. I do whatever you say", ["whatever"]),
        ("whatever $", "do whatever", ["whatever"]),
        ("^ whatever $", "whatever!", ["whatever"]),
        ("anything else ?", "Anything else? anything else.", ["Anything else?"]),
        ("stop !", "stop! stop. stop", ["stop!"]),
        ("(a (b|c) [d]|e) f", "a c d f, e f, a f", ["a c d f", "e f"]),
        ("[a|b] c", "a c b c c", ["a c", "b c", "c"]),
        ("flat <number>", "flat 4b, flat twelve, flat 12", ["flat 4b", "flat twelve", "flat 12"]),
        ("flat <number>", "flat number, flat out", []),
        ("type (<number>|12 b|c)", "type 12 b type 12 type c", ["type 12 b", "type 12", "type c"]),
        ("got <number> * off", "got £20 cash off", ["got £20 cash off"]),
        ("calm down", "calm. down", []),
        ("calm down", "calm\ndown", []),
        ("never ... again", "never. not again", []),
        ("leave * alone", "leave? alone", []),
        ("calm down", "calm - down", ["calm - down"]),
        ("calm down", "calm; down", ["calm; down"]),
        ("never ... again", "never — not again", ["never — not again"]),
    ],
)
def test_what_a_phrase_means(phrase: str, text: str, expected: list[str]) -> None:
    assert found(text, phrase) == expected


def test_of_overlapping_hits_the_longest_is_kept() -> None:
    assert found("a b c d", "a b", "b c d") == ["b c d"]
    assert found("a b c d", "a b c", "b c d") == ["a b c"]
    assert found("a b c", "a", "a b", "a b c", "c") == ["a b c"]
    assert found("x x x", "x x") == ["x x"]


def test_hits_of_different_sets_do_not_touch_each_other() -> None:
    sets = {"one": PhraseSet(phrase_table(["a b"])), "two": PhraseSet(phrase_table(["a b c"]))}
    hits = PhraseScanner(sets, "agent").scan(tokenise("a b c"))
    assert {name: len(found) for name, found in hits.items()} == {"one": 1, "two": 1}


def test_a_hit_says_where_and_how_sure() -> None:
    table = phrase_table([{"calm down": "low"}])
    hit = PhraseScanner({"set": PhraseSet(table)}, "agent").scan(tokenise("Hi. Now calm down!"))["set"][0]
    assert (hit.start, hit.end, hit.sentence, hit.confidence, hit.phrase) == (8, 17, 1, Confidence.LOW, "calm down")


def test_a_set_is_scanned_only_for_its_roles() -> None:
    sets = {"set": PhraseSet(phrase_table(["calm down"]), frozenset({"agent"}))}
    assert PhraseScanner(sets, "agent").scan(tokenise("calm down"))
    assert not PhraseScanner(sets, "client").scan(tokenise("calm down"))


@pytest.mark.parametrize("lead", ["— ", "; ", "- ", ""])
def test_a_dash_before_the_first_word_does_not_hide_the_start_of_a_sentence(lead: str) -> None:
    assert found(f"Hi.\n {lead}obviously not", "^ obviously") == ["obviously"]


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("", "holds no word"),
        ("*", "holds no word"),
        ("[please]", "holds no word"),
        ("(a|*)", "holds no word"),
        ("^ $", "holds no word"),
        ("(a", "not closed"),
        ("a [b", "not closed"),
        ("a)", "closes nothing"),
        ("a | b", "closes nothing"),
        ("(a|)", "empty alternative"),
        ("a ()", "empty alternative"),
        ("* a", "begins with a wildcard"),
        ("... a", "begins with a wildcard"),
        ("<number> a", "begins with a wildcard or a number"),
        ("a ...", "ends with a gap"),
        ("a ^ b", "at the beginning"),
        ("a $ b", "at the end"),
    ],
)
def test_a_malformed_phrase_is_refused_with_the_reason(phrase: str, complaint: str) -> None:
    with pytest.raises(PhraseError, match=complaint) as caught:
        parse(phrase)
    assert f"“{phrase}”" in str(caught.value)


@pytest.mark.parametrize("phrase", ["(* a)", "^ * a", "(... a|b) c", "(^ a|b) c", "(<number>|b) c", "a (b $|c)", "a [$]"])
def test_a_phrase_that_could_never_be_found_is_refused(phrase: str) -> None:
    # This failed once: a wildcard first, or ^ and $ inside a group, load and then silently never match
    with pytest.raises(PhraseError):
        parse(phrase)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [(3, "must be text"), (["a"], "must be text"), ({"a": "sure"}, "high, medium or low"), ({4: "low"}, "must be text")],
)
def test_a_table_of_phrases_refuses_what_is_no_phrase(entry: object, complaint: str) -> None:
    with pytest.raises(PhraseError, match=complaint):
        phrase_table([entry])


def test_a_list_of_words_may_name_another() -> None:
    # This failed once: a list inside a list was read as the word that names it, and never found
    words = {"people": ["agents", "<staff>"], "staff": ["fitters", "drivers"]}
    (phrase,) = spelled_out(
        phrase_table(
            [
                "all <people> * <unknown>",
            ]
        ),
        words,
    )
    assert phrase == "all (agents|(fitters|drivers)) * <unknown>"


# A reference: phrases as trees, matched by trying everything.


@dataclass(frozen=True)
class Group:
    choices: tuple[tuple["Part", ...], ...]
    optional: bool


Part = str | Group
WORDS = st.sampled_from("abcd")


def written(parts: tuple[Part, ...]) -> str:
    """The phrase as a rule file would write it."""
    pieces = []
    for part in parts:
        if isinstance(part, Group):
            inner = "|".join(written(choice) for choice in part.choices)
            pieces.append(f"[{inner}]" if part.optional else f"({inner})")
        else:
            pieces.append(part)
    return " ".join(pieces)


def ends(parts: tuple[Part, ...], words: list[str], position: int, begun: bool = False) -> Iterator[int]:
    """Every position where a match that goes on at `position` can end."""
    if not parts:
        yield position
        return
    part, rest = parts[0], parts[1:]
    if part == "^":
        if position == 0 or words[position - 1] in BOUNDARY:
            yield from ends(rest, words, position)
    elif part == "$":
        if position == len(words) or words[position] in BOUNDARY:
            yield position
    elif isinstance(part, Group):
        for choice in part.choices:
            for reached in ends(choice, words, position, begun):
                yield from ends(rest, words, reached, begun or reached > position)
        if part.optional:
            yield from ends(rest, words, position, begun)
    elif part == "...":
        yield from ends(rest, words, position, begun)
        for _ in range(GAP):
            position = _word(words, position)
            if position == len(words) or words[position] in BOUNDARY:
                return
            position += 1
            yield from ends(rest, words, position, True)
    else:
        if begun:
            position = _word(words, position)
        if position < len(words) and (
            words[position] == part
            or (part == "*" and words[position] not in BOUNDARY)
            or (part == "<number>" and words[position] in ("7", "two"))
        ):
            yield from ends(rest, words, position + 1, True)


def _word(words: list[str], position: int) -> int:
    """The next position that is no inner mark: a dash may stand between the words of a phrase."""
    while position < len(words) and words[position] == ",":
        position += 1
    return position


def expected(phrases: list[tuple[Part, ...]], words: list[str]) -> list[tuple[int, int]]:
    """Token ranges that the scan must give: all matches, of those that overlap the longest, of equals the first."""
    kept: list[tuple[int, int]] = []
    every = {
        (first, last) for first in range(len(words)) for parts in phrases for last in ends(parts, words, first) if last > first
    }
    for first, last in sorted(every):
        if kept and kept[-1][1] > first:
            if kept[-1][1] - kept[-1][0] >= last - first:
                continue
            kept.pop()
        kept.append((first, last))
    return kept


def sequences(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[tuple[Part, ...]]:
    """Parts that begin and end with a word, with anything between."""
    return st.tuples(WORDS, st.lists(inner, max_size=3), WORDS).map(lambda t: (t[0], *t[1], t[2])) | WORDS.map(
        lambda word: (word,)
    )


SIMPLE = WORDS | st.sampled_from(["*", "...", "<number>"])
GROUPS = st.builds(Group, st.lists(sequences(SIMPLE), min_size=1, max_size=3).map(tuple), st.booleans())
NESTED = st.builds(Group, st.lists(sequences(SIMPLE | GROUPS), min_size=1, max_size=2).map(tuple), st.booleans())
PHRASES = st.tuples(
    st.sampled_from([(), (), ("^",)]),
    GROUPS.map(lambda group: (group,)) | st.just(()),
    sequences(SIMPLE | GROUPS | NESTED),
    st.sampled_from([(), (), ("?",), ("$",)]),
).map(lambda parts: sum(parts, ()))
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "a", "b", "- a", "x", "7", "two", "a.", "b?", "c!\n"]), max_size=14).map(
    " ".join
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PHRASES, min_size=1, max_size=3), TEXTS)
def test_the_scan_agrees_with_a_matcher_that_tries_everything(phrases: list[tuple[Part, ...]], text: str) -> None:
    text = text.removeprefix("- ")
    tokens = tokenise(text)
    table = phrase_table([written(parts) for parts in phrases])
    hits = PhraseScanner({"set": PhraseSet(table)}, "agent").scan(tokens).get("set", [])
    assert [(hit.first, hit.last) for hit in hits] == expected(phrases, tokens.words)


@settings(max_examples=100, deadline=None)
@given(st.lists(PHRASES, min_size=1, max_size=3), st.lists(TEXTS, min_size=2, max_size=4))
def test_a_scan_leaves_nothing_behind_for_the_next(phrases: list[tuple[Part, ...]], texts: list[str]) -> None:
    """States are made as texts are scanned: an earlier text must not change what is found in a later one."""
    table = {"set": PhraseSet(phrase_table([written(parts) for parts in phrases]))}
    one = PhraseScanner(table, "agent")
    for text in texts:
        tokens = tokenise(text)
        assert one.scan(tokens) == PhraseScanner(table, "agent").scan(tokens)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab ()[]|*.…?!^$,\n"), max_size=20))
def test_any_phrase_is_read_or_refused_in_words(phrase: str) -> None:
    try:
        parse(phrase)
    except PhraseError:
        return
    PhraseScanner({"set": PhraseSet({phrase: Confidence.HIGH})}, "agent").scan(tokenise("a b a b. a"))
