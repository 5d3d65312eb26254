"""What lets somebody in again who has lost a key: the words of a wallet's seed, and backup codes of an account.

Both are told by a word anywhere before them or behind, since they come in rows, in columns, with numbers or with any mark.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import SCORE

_CALLED = re.compile(
    r"\b(?:(?:seed|recovery|mnemonic|backup|wallet|metamask|ledger|trezor)[ -]?(?:phrase|words?)|secret phrase|mnemonic"
    r"|seed(?=\W{1,3}is\b|\s?:)"
    r"|(?:12|18|24|twelve|eighteen|twenty[- ]?four)[ -]?(?:secret |seed |recovery )?words?\b|wallet backup)"
    r"(?: \([^()\n]{1,20}\))?",
    re.IGNORECASE,
)
_OF_WALLET = re.compile(
    r"\b(?:wallet|ledger|trezor|metamask)\b(?=[^\n]{0,80}\b(?:words|phrase|backup|restor|recover|import))"
    r"|\b(?:words|phrase|backup|restor\w{0,4}|recover\w{0,3}|import) [^\n]{0,40}?\b(?:wallet|ledger|trezor|metamask)\b",
    re.IGNORECASE,
)
_QUOTE = r"[\"'“”‘’`]?"
_NUMBER = r"[(\[#]?\d{1,2}\s?[.):\]-]?\s{0,2}"
_NO_PHRASE = (
    "the|are|was|were|for|and|our|your|his|her|its|not|any|has|had|have|been|with|from|who|why|how|but|please|always|"
    "does|did|don|can|could|would|which|their|them|she"
)
"""Words of every sentence: the list of 2,048 that seeds are made of has none of them but "can"."""
_WORD = rf"(?!(?:{_NO_PHRASE})\b)[a-z]{{3,8}}(?![^\W_])"
_MARKS = r"(?:[\s,;/|.+•*–—_\"'“”‘’`-]|</?[a-z]{1,4}\s?/?>)"
_SEED = re.compile(
    rf"(?<![^\W_])(?P<value>"
    rf"{_NUMBER}{_QUOTE}{_WORD}{_QUOTE}(?:{_MARKS}{{0,20}}{_NUMBER}{_QUOTE}{_WORD}{_QUOTE}){{11,23}}"
    rf"|{_WORD}(?:(?:{_MARKS}{{1,8}}|[,;/|]\s?and\s){_WORD}){{11,23}})",
    re.IGNORECASE,
)
_ON_A_LINE = re.compile(  # where something speaks of a wallet
    rf"^[\"“'‘]?(?P<value>(?!.{{0,150}}\b(?:wallet|recovery|mnemonic|seed|tried|got|get)\b)"
    rf"{_WORD}(?: {_WORD}){{11}}(?:(?: {_WORD}){{3}}){{0,4}})(?=\W{{0,3}}$)",
    re.MULTILINE,
)
_BEGUN = re.compile(  # some of the words, behind what names them
    r"\b(?:seed|recovery|mnemonic)(?: phrase| words?)\W{1,3}(?:is |are )?(?P<value>(?:[a-z]{3,8} ){5,23}[a-z]{3,8})\b",
    re.IGNORECASE,
)
_WORTH_A_LOOK = ("seed", "mnemonic", "phrase", "word", "wallet", "ledger", "trezor", "metamask")
OF_SENTENCES = frozenset("the is are was i you it we they your my not to for and or a an in on of please same never".split())
"""Words of what is said, of which no passphrase is made."""


def seed_phrases(text: str) -> Iterator[Entity]:
    """The words of a seed, where a text speaks of one."""
    lowered = text.lower()
    if not any(map(lowered.__contains__, _WORTH_A_LOOK)):
        return
    if "wallet" in lowered:
        yield from (Entity("CREDENTIAL", *match.span("value"), SCORE) for match in _ON_A_LINE.finditer(text))
    if not _CALLED.search(text) and not _OF_WALLET.search(text):
        return
    bare = _CALLED.sub(lambda match: ":" * len(match.group()), text)  # what names them is no part of them
    for match in _SEED.finditer(bare):
        start, end = match.span("value")
        yield Entity("CREDENTIAL", start, end, SCORE)
    for match in _BEGUN.finditer(text):
        if OF_SENTENCES.isdisjoint(match["value"].lower().split()):
            yield Entity("CREDENTIAL", *match.span("value"), SCORE)


_CODES = re.compile(
    r"\b(?:backup|back-up|recovery|rescue|emergency|scratch)[ _-]?codes?\b"
    r"(?: (?:for|of|to|on|from|i)(?: \w{1,15}){1,4}?(?= (?:are|is|was|were)\b|\s?[:=\n]))?"
    r"\W{1,4}(?:(?:are|is|was|were)\W{1,4})?",
    re.IGNORECASE,
)
_PLACE = r"(?:#?\d{1,2}\s?[.):]\s{0,3}|\d{1,2}\s{1,2}|[•*–—-]\s{0,2})?"
_GROUPS = r"[a-z\d]{3,6}(?:-[a-z\d]{3,6}){1,3}|\d{3,5} \d{3,5}"
_CODE = rf"(?:{_GROUPS}|(?=[a-z]{{0,11}}\d)[a-z\d]{{4,12}})(?![^\W_]|-\w)"
_LISTED = re.compile(
    rf"{_PLACE}(?P<value>{_CODE})(?P<more>(?:(?:[,;/|\s]{{1,4}}|\s(?:and|or)\s){_PLACE}{_CODE}){{1,23}})"
    rf"|(?:#?\d{{1,2}}[.)]\s)?(?P<alone>(?=[a-z-]{{0,14}}\d)(?:{_GROUPS}|[a-z\d]{{6,12}}))(?![^\W_]|-\w)",
    re.IGNORECASE,
)
_IN_ONE = re.compile(rf"(?:(?:[,;/| ]{{1,4}}|\s(?:and|or)\s){_CODE}){{1,23}}", re.IGNORECASE)
_ONE = re.compile(rf"(?:[,;/|\s]{{1,4}}|\s(?:and|or)\s){_PLACE}(?P<value>{_CODE})", re.IGNORECASE)


def backup_codes(text: str) -> Iterator[Entity]:
    """The codes behind "backup codes": in one where marks part them, each by itself in a list with numbers or line ends, where
    another finder may take two of them for something else."""
    lowered = text.lower()
    if "code" not in lowered:
        return
    for told in _CODES.finditer(text):
        listed = _LISTED.match(text, told.end())
        if listed is None:
            continue
        if listed["alone"]:
            spans = [listed.span("alone")]
        elif _IN_ONE.fullmatch(listed["more"]):
            spans = [(listed.start("value"), listed.end())]
        else:
            spans = [listed.span("value"), *(one.span("value") for one in _ONE.finditer(text, *listed.span("more")))]
        yield from (Entity("CREDENTIAL", *span, SCORE) for span in spans)
