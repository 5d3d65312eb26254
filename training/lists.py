"""Lists of words that are part of a given name, a family name or a place, for the tagger of personal values.

    python -m training.lists [--public DIR] [--out DIR]

Names are those of Faker (MIT), of all its cultures, and those that were written down for it (`names/`); places are those that
phonenumbers (Apache-2.0) knows as the area of a telephone number. Which of these words are common besides is counted in lines
of public transcripts and posts; what is no name but a thing that clients name (dishes, makes of cars) was written down, too.
"""

import argparse
import gzip
import importlib
import pkgutil
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import faker.providers.person as people
from faker.providers.address.en import Provider as Places
from phonenumbers.geodata import GEOCODE_DATA

from caraway_audit.language.names import folded
from training.public import lines

HERE = Path(__file__).parent
SEED = 7
COMMON_FROM = 12
"""So often in `SAMPLE` a word has to stand to be common."""
PLAIN_FROM = 4
"""So often a word that is part of no name has to be written in small letters, in texts written for this project and in those of
`ORDINARY`."""
ORDINARY = ("transcripts/star", "transcripts/taskmaster4", "emotion/goemotions")
SAMPLE = {"transcripts/star": 20_000, "emotion/goemotions": 10_000}


def names_of(culture: str, start: str) -> list[str]:
    """The names that one culture of Faker has under attributes that begin so."""
    provider = importlib.import_module(f"{people.__name__}.{culture}").Provider
    lists = [getattr(provider, attribute) for attribute in sorted(vars(provider)) if attribute.startswith(start)]
    return [value for values in lists if isinstance(values, (tuple, list, dict)) for value in values if isinstance(value, str)]


def _persons(start: str) -> Iterator[str]:
    for culture in sorted(one.name for one in pkgutil.iter_modules(people.__path__)):
        yield from names_of(culture, start)


def _words(names: Iterator[str]) -> dict[str, None]:
    found = {folded(word): None for name in names for word in re.findall(r"[^\W\d_]+", name)}
    return {word: None for word in found if len(word) > 1 and word.isascii()}


def _written(name: str) -> Iterator[str]:
    for path in sorted((HERE / "names").glob(f"{name}*.txt")):
        yield from path.read_text("utf-8").split()


@cache
def given_names() -> list[str]:
    """Single given names, folded."""
    return list(_words(chain(_persons("first_names"), _written("given"))))


@cache
def family_names() -> list[str]:
    """Single family names, folded."""
    return list(_words(chain(_persons("last_names"), _written("family"))))


@cache
def cities() -> Mapping[str, list[str]]:
    """Places as they are written, by country calling code ("1", "44")."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for prefix, names in GEOCODE_DATA.items():
        name = names.get("en", "").partition(",")[0].partition("/")[0].strip()
        if name and name.isascii():
            for code in (prefix[:1], prefix[:2], prefix[:3]):
                found[code][name] = None
    return {code: list(names) for code, names in found.items()}


def _place_words() -> dict[str, None]:
    names = sorted({names["en"] for names in GEOCODE_DATA.values() if "en" in names})
    found = {word: None for name in names for word in re.findall(r"[a-z]+", folded(name))}
    return {word: None for word in found if len(word) > 2}


def _country_words() -> dict[str, None]:
    found = {word: None for name in Places.countries for word in re.findall(r"[a-z]+", folded(name))}
    return {word: None for word in found if len(word) > 3}


def common_words(public: Path) -> frozenset[str]:
    """Words of everyday talk."""
    rng, counts = random.Random(SEED), Counter[str]()
    for name, size in SAMPLE.items():
        for line in rng.sample(list(lines(public, name)), size):
            counts.update(re.findall(r"(?<![\w'’])[a-z]+", line))
    return frozenset(word for word, n in counts.items() if n >= COMMON_FROM)


def plain_words(public: Path) -> frozenset[str]:
    """Words that are written in small letters: what is none of them may be a name, in a text without capitals too."""
    counts = Counter[str]()
    for path in sorted(HERE.glob("*/*.jsonl")):
        if path.parent.name != "personal":
            counts.update(re.findall(r"(?<![\w'’\\])[a-z]+", path.read_text("utf-8")))
    for name in ORDINARY:
        for line in lines(public, name):
            counts.update(re.findall(r"(?<![\w'’])[a-z]+", line))
    return frozenset(word for word, n in counts.items() if n >= PLAIN_FROM and len(word) > 1)


def thing_words() -> frozenset[str]:
    """Words of what is sold, served, treated or played: dishes, makes of cars, medicines, brands (`things/`).

    A brand that is a family ("oreilly") is none.
    """
    lists = (path.read_text("utf-8") for path in sorted((HERE / "things").glob("*.txt")))
    found = {folded(word) for text in lists for word in text.split()}
    families = {of + name for name in family_names() for of in ("o", "mc", "mac")}
    return frozenset(word for word in found - families if len(word) > 1 and word.isascii() and word.isalpha())


def main() -> None:
    """Write the lists: one line for each combination of lists."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/privacy/models")
    given = arguments.parse_args()
    first, last, places, common = set(given_names()), set(family_names()), set(_place_words()), common_words(given.public)
    common |= (plain_words(given.public) | thing_words()) - first - last - places
    groups: dict[str, list[str]] = defaultdict(list)
    sets = (("F", first), ("L", last), ("P", places), ("N", set(_country_words())), ("c", common))
    for word in sorted(set().union(*(known for _, known in sets))):
        kinds = [mark for mark, known in sets if word in known]
        groups["".join(kinds)].append(word)
    given.out.mkdir(exist_ok=True)
    path = given.out / "lists.txt.gz"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join(f"{kinds} {' '.join(words)}" for kinds, words in sorted(groups.items())).encode())
    print(path.name, {kinds: len(words) for kinds, words in groups.items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
