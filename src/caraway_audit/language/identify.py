"""Which language a conversation is in, decided over all of its text at once.

A share of function words settles it: a short message says nothing ("OK", "Merci!"), a conversation does. English is
asked first, from a list of our own; only a conversation that is not plainly English loads spaCy's lists for the rest.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

_ENGLISH = frozenset(
    "the be is are was were am been to of and a an in that have has had i it for not on with he she as you do does did "
    "at this but his her by from they we say or will my all would there their what so up out if about who get which go "
    "me when can just him know into your some could them see than then now look only its over also back how our no yes "
    "please thanks thank hi hello ok okay got need want still why where any more been should may sorry".split()
)
_OTHERS = ("de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "pl", "tr", "fi", "cs", "hu", "ro")

ENOUGH_WORDS = 8
"""Under so many words a language is not decided."""

_CLEAR_SHARE = 0.25
_MARGIN = 1.25


def identify(words: Iterable[str]) -> str:
    """ISO code of the language of folded words, or "" where it cannot be told."""
    pool = [word for word in words if word.isalpha()]
    if (script := _other_script(pool)) is not None:
        return script
    if len(pool) < ENOUGH_WORDS:
        return ""
    english = sum(map(_ENGLISH.__contains__, pool)) / len(pool)
    if english >= _CLEAR_SHARE:
        return "en"
    shares = {code: sum(word in stop for word in pool) / len(pool) for code, stop in _stop_words().items()}
    best = max(shares, key=lambda code: (shares[code], code))
    if shares[best] > english * _MARGIN and shares[best] >= 0.15:
        return best
    # Terse chat ("sim dead, order 4417, pls fix") has few function words of any language.
    if english >= 0.08 or all(ord(ch) < 128 for word in pool for ch in word):
        return "en" if shares[best] <= english * _MARGIN or shares[best] < 0.1 else ""
    return ""


def other_language(words: Sequence[str], is_english: Callable[[str], bool]) -> str:
    """The language of one message, in words as they are written, where it is plainly not English; else "".

    Asked of single messages, where `identify` says nothing yet. What counts are function words, greetings and words with
    accents that are no words of English chat (`is_english`), written in small letters: names say nothing. They have to be two
    at least, a fifth of the message and more than its English words. "und-Cyrl" and the like are told by their letters.
    """
    written = [word for word in words if word.isalpha() and len(word) > 1 and not word.isupper()]
    pool = [word.lower() for word in written]
    if (script := _other_script(pool)) is not None:
        return script
    if len(pool) == 1:
        return "und" if pool[0] in _GREETINGS else ""
    strange = [word for word in written if not is_english(word)]
    accented = sum(not word.isascii() and word.islower() for word in strange)
    shares = dict.fromkeys(_stop_words(), 0)
    for word in pool:
        for code in _languages_of().get(word, ()):
            shares[code] += 1
    best = max(shares, key=lambda code: (shares[code], code))
    told = _with_greetings(best)
    most = sum(word.lower() in told for word in strange)
    # "die", "per" are English as well, and say nothing
    english = (word in _ENGLISH_ALONE or (word.islower() and word not in told and is_english(word)) for word in written)
    if most and most + accented >= max(_FEWEST, _LEAST_OTHER * len(pool)) and most + accented > sum(english):
        return best
    return ""


def function_words(code: str) -> frozenset[str]:
    """Function words and greetings of a language; those of all where it is told by neither."""
    every = frozenset[str]().union(*_stop_words().values())
    return _stop_words().get(code, every) | _GREETINGS


def declared_code(declared: str) -> str:
    """The two letters of a language as exports declare it ("en-GB", "en_US", "eng"); "" where that says none."""
    code = _CODE_ENDS.split(declared.strip().lower(), maxsplit=1)[0]
    return _THREE_LETTERS.get(code, code) if code.isalpha() and len(code) <= len("eng") and code != "und" else ""


_CODE_ENDS = re.compile(r"[-_.]")
_THREE_LETTERS = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "nld": "nl", "dut": "nl",
    "por": "pt", "pol": "pl", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "tur": "tr", "ces": "cs", "cze": "cs",
}  # fmt: skip
_FEWEST, _LEAST_OTHER = 2, 0.2
_ENGLISH_ALONE = _ENGLISH - frozenset("a i in an so was am will all to me no do he her on or as is of over at men also".split())
"""English function words that no other of the languages has: where they stand, it is English."""
_GREETINGS = frozenset(
    "hallo guten tag grüße grüsse gruß danke bitte schön bonjour bonsoir merci salut hola gracias buenos buenas "
    "dias días ciao grazie buongiorno buonasera prego olá ola obrigado obrigada bom dia dzień dobry dziękuję proszę "
    "cześć hej hejsan tack goedemorgen goedemiddag goedenavond dank merhaba lütfen teşekkürler kiitos hei köszönöm "
    "děkuji prosím terima kasih saya belum tidak sudah nahi nhi hai karo mera meri aap kya abhi bhai salamat po ako "
    "hindi yung sehr geehrte geehrter damen herren freundlichen freundliche grüßen grüssen estimado estimada tardes saludos "
    "cordiales atentamente cordialement salutations madame gentile distinti cordiali saluti geachte vriendelijke groet "
    "szanowni państwo pozdrawiam".split()
)
"""What spaCy's lists lack: greetings and thanks, and a few words of Indonesian, Hindi and Tagalog in Latin letters."""


def _other_script(pool: list[str]) -> str | None:
    """What most letters are written in, where that is not Latin: "und-Cyrl" and the like; a few words are enough."""
    letters = "".join(pool)
    if not letters or letters.isascii():
        return None
    scripts = Counter(_SCRIPTS.get(unicodedata.name(ch, "").partition(" ")[0]) for ch in letters[:400])
    script, number = scripts.most_common(1)[0]
    return f"und-{script}" if script and number > sum(scripts.values()) / 2 else None


_SCRIPTS = {
    "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "CJK": "Hani", "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan", "HANGUL": "Hang", "THAI": "Thai", "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml",
    "ARMENIAN": "Armn", "GEORGIAN": "Geor", "ETHIOPIC": "Ethi",
}  # fmt: skip


@cache
def _with_greetings(code: str) -> frozenset[str]:
    return _stop_words()[code] | _GREETINGS


@cache
def _languages_of() -> dict[str, list[str]]:
    """The languages that have a word among their function words."""
    found: dict[str, list[str]] = {}
    for code, words in _stop_words().items():
        for word in words:
            found.setdefault(word, []).append(code)
    return found


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    """spaCy's function words by language, without those that English shares.

    Its lists are run as the plain files they are: importing them imports the whole language, and the French one alone takes a
    second to compile what a tokeniser needs.
    """
    import runpy
    from importlib.util import find_spec

    spec = find_spec("spacy")
    home = next(iter((spec and spec.submodule_search_locations) or ()))
    return {code: frozenset(runpy.run_path(f"{home}/lang/{code}/stop_words.py")["STOP_WORDS"]) - _ENGLISH for code in _OTHERS}
