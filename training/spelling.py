"""Lists of words for telling what a misspelt one was meant to be.

    python -m training.spelling [--public DIR] [--out DIR]

How common a word is, is counted in the texts written for this project and in STAR, Taskmaster-4 and GoEmotions. What is a
word at all says the dictionary that symspellpy carries (MIT; 82,000 words), and so do function words of other languages,
names, places and things (`lists.py`) and what stands often in those texts; of the last three not what is a common word but
for a slip that is made often: "wich" is a family too. Words that nobody would read as another need not be listed.
"""

import argparse
import gzip
import re
from collections import Counter
from importlib import resources
from math import log
from pathlib import Path

from caraway_audit.language.identify import function_words
from caraway_audit.language.spelling import DOUBLED, SHORTEST, Lexicon, by_consonants, lexicon_of, likeliest
from training.lists import HERE, ORDINARY, _place_words, family_names, given_names, thing_words
from training.public import lines

COMMON_FROM = 12
"""So often a word has to stand to be what a misspelt one may have been meant to be."""
OFTEN = 100
"""So often one that no dictionary has."""
WORD_FROM = 8
"""So often a word that no dictionary has is a word all the same."""
NAME_BESIDE, THING_BESIDE = log(600), log(8000)
"""A name, or a thing, is a misspelt word where that is this little unlikely."""

SWEARING = (
    "fuck",
    "shit",
    "cunt",
    "bitch",
    "bastard",
    "wank",
    "piss",
    "bollock",
    "slut",
    "whore",
    "twat",
    "nigg",
    "fag",
    "rape",
)
"""What no word is read as: who minces an oath ("fecking") means to, and `language/disguise.py` reads what hides one."""
WORDS = frozenset("asos lyft matcha stollen waitrose crema monstera fecking trueblue puta cabron cuz cian haten".split())
"""Words and names that the lists lack or hold as misspelt."""

_SMALL = re.compile(r"(?<![\w'’\\])[a-z]+(?![\w'’])")


def counted(public: Path) -> Counter[str]:
    """How often each word stands in small letters."""
    counts = Counter[str]()
    for path in (*sorted(HERE.glob("*/*.jsonl")), HERE / "everyday.jsonl"):
        if path.parent.name != "personal":
            counts.update(_SMALL.findall(path.read_text("utf-8")))
    for name in ORDINARY:
        for line in lines(public, name):
            counts.update(_SMALL.findall(line))
    return counts


def dictionary() -> frozenset[str]:
    """The words of a dictionary."""
    text = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())


def read_as(word: str, lexicon: Lexicon) -> tuple[str, float] | None:
    """The common word that a word would be read as if it were unknown, and how unlikely that is."""
    if found := likeliest(word, lexicon):
        return found
    long = by_consonants(word, lexicon)
    return (long, log(lexicon.ranks[long])) if long else None


def main() -> None:
    """Write the list: common words in order of how common they are, then all others."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/language/models")
    given = arguments.parse_args()
    counts, listed = counted(given.public), dictionary() | WORDS
    in_order = sorted(counts, key=lambda word: (-counts[word], word))
    common = [
        word
        for word in in_order
        if len(word) > 1
        and counts[word] >= (COMMON_FROM if word in listed else OFTEN)
        and not any(part in word for part in SWEARING)
    ]
    lexicon = lexicon_of(common, ())
    names = {*given_names(), *family_names(), *_place_words()} - listed
    things = (thing_words() | {word for word in in_order if counts[word] >= WORD_FROM}) - names - listed
    others = []
    for word in sorted((listed | names | things | function_words("")).difference(common)):
        found = read_as(word, lexicon) if len(word) >= SHORTEST and word.isascii() and word.isalpha() else None
        if found and found[1] >= (NAME_BESIDE if word in names else THING_BESIDE if word in things else DOUBLED):
            others.append(word)
    path = given.out / "words.txt.gz"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(f"{' '.join(common)}\n{' '.join(others)}".encode())
    print(path.name, len(common), "common,", len(others), "others,", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
