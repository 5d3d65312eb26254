"""How hard a text is to read: the Flesch-Kincaid grade, from words, sentences and a count of syllables by spelling."""

import re
from collections.abc import Sequence
from functools import lru_cache

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[aeiouy]le|[^laeiouytd]ed|[^aeiouyscxzghl]es|[aeiouy]les|[^aeiouy]ely)$|(?<=s)iness$")
_SPLIT = re.compile(r"(?<![ct])ia|ium|iest|(?<![ctgx])iou|ie[nt]|eo(?!p|u)|ea$|ua(?!r)|[aeiou]ing|creat")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of an English word in lower case, by its spelling; a number counts as one."""
    if not word.isalpha():
        return 1
    count = len(_VOWELS.findall(word)) + len(_SPLIT.findall(word))
    return max(1, count - (1 if _SILENT.search(word) else 0))


def grade(sentences: Sequence[Sequence[str]]) -> float:
    """Years of school that a reader needs (Flesch and Kincaid, 1975); 0 for an empty text."""
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
