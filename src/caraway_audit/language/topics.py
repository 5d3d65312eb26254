"""What a text is about: its content words, reduced to stems."""

from functools import lru_cache

from caraway_audit.language.tokens import Tokens

_FUNCTION_WORDS = frozenset(
    "a about above after again against all also am an and any are as at be because been before being below between both "
    "but by can could did do does doing down during each few for from further get getting give go going got had has have "
    "having he her here hers him his how i if in into is it its itself just know let like ll look made make many may me "
    "might more most much must my need new no nor not now of off on once one only or other our out over own please put "
    "really said same say see shall she should since so some still such take tell than thank thanks that the their them "
    "then there these they thing things this those though through to today tomorrow too try two under until up us use "
    "very want was way we well were what when where which while who whom why will with would yes yesterday yet you your "
    "hi hello hey dear ok okay sorry 's good morning afternoon evening day help question ask asking kind regards team "
    "anything something nothing everything else sure time first last week month year monday tuesday wednesday thursday "
    "friday saturday sunday mr mrs ms back come came possible wanted wondering find also would".split()
)

_SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ness",
    "ies",
    "ied",
    "ers",
    "ed",
    "er",
    "es",
    "ly",
    "s",
    "e",
    "y",
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude stem, enough to see that "refunded" and "refunds" are one topic."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if word[-1:] == word[-2:-1] and len(word) > 3 else word  # "cancelled", "cancel"


def content(tokens: Tokens, first: int = 0, last: int | None = None) -> list[str]:
    """Stems of the content words of tokens `first` up to `last`, in order."""
    return [stem(word) for word in tokens.words[first:last] if is_content(word)]


def is_content(word: str) -> bool:
    """Whether a word says what a text is about."""
    return word not in _FUNCTION_WORDS and len(word) > 2 and word.isalpha()


def numberless(word: str) -> str:
    """A word as small models see it: all numbers are one."""
    return "0" if any(map(str.isdigit, word)) else word
