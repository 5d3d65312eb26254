"""Words that are written so that filters miss them: `f*ck`, `sh1t`, `f u c k`, `c.unt`, `muthafukka`, `ꜰᴜᴄᴋ`.

A disguise is read only as one of the words that a rule names, never as something like them, and a masked letter stands for
any. What is respelled in plain letters is compared by its `sound`, which plain words may share (the name "Phuc"): a rule
excepts those.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from functools import cached_property

# A word with a mark or a digit among its letters, but no time ("10am"), ordinal or size.
_MARKED = (
    r"(?<![\w@#./-])(?!\d+(?:[aApP]\.?[mM]|st|nd|rd|th|[a-zA-Z])(?!\w))"
    r"(?=[\w*#@$!%&^+-]{0,23}(?:[*#@$%&^]|[!+]\w|[A-Za-z][0-9]|[0-9][A-Za-z]))(?=[\w*#@$!%&^+-]{0,23}[A-Za-z])"
    r"[\w*#@$!%&^+-]{3,24}+(?![\w@/])"
)
# The same with letters made of brackets, signs of money and strokes, which stand beside words for other ends too.
_BUILT = (
    r"(?<![^\s\"'(])(?=[^\s]{0,22}(?:[<>¢¡§¤£€×|]|\(\)|\[_?\]|\\/))(?=[^\s]{0,22}[A-Za-z])"
    r"(?:[\w*#@$!%&^+<>¢¡§¤£€×|-]|\(\)|\[_?\]|\\/){3,24}+(?![^\s.,;:!?\"')])"
)
_SPACED = r"\b[A-Za-z*][ .\-_][A-Za-z*][ .\-_](?:[A-Za-z*][ .\-_]){0,9}[A-Za-z*](?!\w)"
_DASHED = r"[A-Za-z](?<![\w-].)[a-z]?-{2,4}[A-Za-z]{1,4}(?![\w-])"  # "f---ing", "sh--"
_STYLED = "ᴀ-ᵪᶛ-ᶿⁱⁿₐ-ₜⅠ-ⅿⒶ-ⓩＡ-Ｚａ-ｚꜰꜱ𝐀-𝟋🄰-🅉🅐-🅩🅰-🆉"  # letters in other dress: full-width, small, raised, circled, bold
_ACCENTED = rf"(?<=[A-Za-z])[À-ɏɐ-ʯͰ-ϿЀ-ӿԱ-և{_STYLED}]\w*|[À-ɏɐ-ʯͰ-ϿЀ-ӿԱ-և{_STYLED}](?=[A-Za-z])\w*|[ƒғɪʀʟ{_STYLED}]{{3,24}}"
_OTHER_LETTERS = "".join(
    ch
    for first, last in (
        (0xC0, 0x2B0), (0x370, 0x500), (0x531, 0x588), (0x1D00, 0x1DC0), (0x2071, 0x209D), (0x2160, 0x2180), (0x24B6, 0x24EA),
        (0xA730, 0xA732), (0xFF21, 0xFF5B), (0x1D400, 0x1D7CC), (0x1F130, 0x1F18A),
    )
    for ch in map(chr, range(first, last))
    if ch.isalpha() or ch.isnumeric() or first == 0x1F130
)  # fmt: skip

PATTERNS = {
    "disguised": {_MARKED: "*#@$!%&^+0123456789", _BUILT: "<>¢¡§¤£€×|([\\"},
    "dashed": {_DASHED: "-"},
    "spaced": {_SPACED: ""},
    "accented": {_ACCENTED: _OTHER_LETTERS},
}
"""Where a word may stand in disguise, by how it is hidden."""

_LIKE = str.maketrans(
    "асеіокрхуѕοαυκνμġƒɗɓƙƈʂғɪʀʟꜰꜱսոօցհӏ", "aceiokpxysoauknugfdbkcsfirlfsunoghl"
)  # letters that look Latin: Cyrillic, Greek, hooked, small capitals, Armenian
_SMALL = str.maketrans("ᴀʙᴄᴅᴇɢʜᴊᴋᴍɴᴏᴘᴛᴜᴠᴡʏᴢ", "abcdeghjkmnoptuvwyz")
_BRACKETS = (("()", "o"), ("[_]", "u"), ("[]", "o"), ("\\/", "v"))
_STANDS_FOR = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "$": "s", "@": "a", "!": "il",
    "+": "t", "v": "u", "<": "c", "¢": "c", "¡": "i", "|": "il", "§": "s", "£": "l", "€": "e", "¤": "o", "×": "x",
}  # fmt: skip
_MASKS = "*#%&-@$!^x_>"
_STARRED = re.compile(r"f\*{3,7}")  # the one word that everybody writes so
_CENSORED = re.compile(r"[a-z]\*{2,8}")  # in small letters: what hides a name begins with a capital
_ENDINGS = ("", "s", "er", "ers", "ed", "ing", "y")


class Disguises:
    """Words that are found in disguise, with their usual endings.

    `words` (single, in full) may be masked, respelled with marks or cut; what holds one of the stems `anywhere`, or sounds
    like one of `sounds`, is one too, if it is not among the `innocent`.
    """

    def __init__(self, words: Sequence[str], anywhere: Sequence[str], sounds: Iterable[str], innocent: Collection[str]) -> None:
        self._whole = frozenset(word + ending for word in words for ending in _ENDINGS)
        self._anywhere = anywhere
        self._sounds = frozenset(map(sound, sounds))
        self._innocent = innocent
        self._seen: dict[str, _Seen] = {}

    def unmask(self, written: str, named: bool = False) -> bool:
        """Whether what one of `PATTERNS` found can only be read as one of the words.

        At least two of its letters must show; one will do where what stands before it names somebody ("you stupid b****").
        """
        spaced = re.fullmatch(_SPACED, written)
        bare = plain_letters(re.sub(r"[ .\-_]", "", written) if spaced else written.strip("!"))
        shown = sum(ch.isalpha() for ch in bare)
        enough = _CENSORED.fullmatch(written) if named else _STARRED.fullmatch(bare)
        if (shown < _SHOWN and not enough) or (bare.isalpha() and bare == written.lower()):
            return False
        readings = {bare, bare.replace("oo", "u")}
        if spaced:
            readings.add(bare[1:])  # an article may stand before: "a f o o l"
        return any(_reads_as(one, word) for one in readings for word in self._by_length.get(len(one), ()))

    def spelled(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where folded words are one in plain letters, in order: from and up to which."""
        seen = self._seen
        if len(seen) > _MOST_SEEN:
            seen.clear()
        found = []
        for place, word in enumerate(words):
            kind = seen.get(word)
            if kind is None:
                kind = seen[word] = self._look(word)
            if kind is _Seen.HIDDEN:
                found.append((place, place + 1))
            elif kind is _Seen.PIECE and (cut := self._cut(words, place)):
                found.append(cut)
        return found

    def _look(self, word: str) -> "_Seen":
        if word not in self._innocent and (any(stem in word for stem in self._anywhere) or sound(word) in self._sounds):
            return _Seen.HIDDEN
        return _Seen.PIECE if _is_rest(word) else _Seen.PLAIN

    def _cut(self, words: Sequence[str], place: int) -> tuple[int, int] | None:
        """The pieces around one that are a word ("w ankers", "c.unt")."""
        for start in range(max(0, place - _PIECES + 1), place + 1):
            for end in range(max(place + 1, start + 2), min(len(words), start + _PIECES) + 1):
                pieces = words[start:end]
                if (
                    "".join(pieces) in self._whole
                    and (len(pieces) > _TWO or _WORDS.isdisjoint(pieces))
                    and not _is_spelled_on(words, start, end)
                ):
                    return start, end
        return None

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        by_length: dict[int, list[str]] = {}
        for word in sorted(self._whole):
            by_length.setdefault(len(word), []).append(word)
        return by_length


class _Seen(Enum):
    """What a word was found to be: none of ours, one in disguise, or what may be a piece of one."""

    PLAIN = 0
    HIDDEN = 1
    PIECE = 2


_MOST_SEEN = 50_000
_SHOWN = _TWO = 2
_PIECES = 4
"""In so many pieces a word may be cut by spaces or dots."""


def _is_rest(piece: str) -> bool:
    """Whether a piece is a letter that is no word, nor what an apostrophe left ("it s hit me")."""
    return len(piece) == 1 and piece.isalpha() and piece not in _SHORT


_SHORT = frozenset("a i o u s t m d".split())


def _is_spelled_on(words: Sequence[str], start: int, end: int) -> bool:
    """Whether single letters are part of a longer word that is spelled: "c o c k b u r n"."""
    if any(len(word) > 1 for word in words[start:end]):
        return False
    around = [*words[max(0, start - 1) : start], *words[end : end + 1]]
    return any(len(word) == 1 and word.isalpha() and word not in _ALONE for word in around)


_ALONE = frozenset("a i u".split())
"""Letters that are words by themselves where people write in a hurry."""
_WORDS = frozenset(
    "itch itches itched itching itchy itcher hit hits hitting hitter rick ricks ass asses art wit wits hole holes king ore "
    "ores who head heads ock lick licks sucker pick picks ill end ends tar tart uk ck it its at ch iss lut".split()
)
"""What words are made of and is one by itself, or short for one: "vitamin B, itching", "type F UK"."""


def is_cut(between: Sequence[str]) -> bool:
    """Whether what stands between the pieces of a word cuts it: one space or dot, the same everywhere."""
    return len(set(between)) == 1 and between[0] in (" ", ".", "-", "_")


def plain_letters(word: str) -> str:
    """A word in lower case; letters with marks, in other dress and look-alikes of other scripts read as the Latin ones."""
    dressed = "".join(_undressed(ch) for ch in word)
    lowered = unicodedata.normalize("NFKD", dressed.lower().translate(_SMALL)).translate(_LIKE)
    bare = "".join(ch for ch in lowered if not unicodedata.combining(ch))
    for built, letter in _BRACKETS:
        bare = bare.replace(built, letter)
    return bare


def _undressed(ch: str) -> str:
    """A letter for one in a square or a black circle, which no normal form takes off."""
    for first in (0x1F130, 0x1F150, 0x1F170):
        if first <= ord(ch) < first + 26:
            return chr(ord("a") + ord(ch) - first)
    return ch


def _reads_as(bare: str, word: str) -> bool:
    """Whether each character is the word's own, one that looks like it, or (not the first) a mask."""
    return all(
        have == want or want in _STANDS_FOR.get(have, ()) or (place > 0 and have in _MASKS)
        for place, (have, want) in enumerate(zip(bare, word, strict=True))
    )


_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"wh"), "w"),
    (re.compile(r"[kqx]c|c[kqx]|[kqx]|c(?!h)"), "k"),
    (re.compile(r"kk+"), "k"),
    (re.compile(r"z"), "s"),
    (re.compile(r"(?<=[^aeiou])v(?=[^aeiou])"), "u"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(?<=.{4})(?:er|ah?|ar|uh|r)(?=s?$)"), "R"),
    (re.compile(r"(?<=.{3})(?:ing?|en|ign)$"), "N"),
)


def sound(word: str) -> str:
    """How a folded word sounds, roughly: what slang writes in many ways comes out as one ("fukkah", "fucker")."""
    for pattern, into in _SOUNDS:
        word = pattern.sub(into, word)
    return word
