"""The text of an HTML mail, and apart from it what its markup says is quoted.

A small scanner of our own: `html.parser` takes time squared over markup that is never closed (in Python 3.11 half a
megabyte of "<!" takes minutes), and mails are written by strangers. Each step here moves forward, whatever it meets.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html import unescape

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_PARAGRAPHS = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_UNSEEN = frozenset({"head", "noscript", "object", "script", "style", "template", "title"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "caption", "cite", "code", "colgroup", "data", "del", "dfn",
    "em", "figcaption", "figure", "font", "html", "i", "ins", "kbd", "label", "mark", "option", "picture", "q", "s", "samp",
    "select", "small", "span", "strike", "strong", "sub", "sup", "svg", "td", "textarea", "th", "time", "tt", "u", "var",
    "video", "o", "v", "w",
})  # fmt: skip
ELEMENTS = BLOCKS | _VOID | _UNSEEN | _INLINE
"""Names of elements; other words between angle brackets may be somebody's address."""
_CLOSED_BY_NEXT = frozenset({"dd", "dt", "li", "option", "p", "td", "th", "tr"})

# What mail programs wrap around the mail that they answer.
_QUOTE_CLASSES = frozenset(
    {"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "zmail_extra"}
)
# Outlook sets these *before* the quoted mail, which then follows to the end.
_QUOTE_STARTS = frozenset({"divrplyfwdmsg", "appendonsend", "x_divrplyfwdmsg"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)

_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]*)")
_ATTRIBUTE = re.compile(r"""\b(class|id|style|type)\s?=\s?("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_VALUES = re.compile(r"""=\s?("[^"]*"?|'[^']*'?)""")
_RAW_ENDS = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "textarea", "title")}
_QUOTED_ENDS = 8  # so many ">" inside the quoted values of one tag are believed

_PARAMETER = re.compile(r"<param>[^<]{0,1000}</param>", re.IGNORECASE)
_ENRICHED = re.compile(r"<<|</?[a-zA-Z0-9-]{1,60}>|\n+")
_ENRICHED_MARKS = {"<<": "<", "<lt>": "<", "<nl>": "\n", "<np>": "\n\n", "</paragraph>": "\n"}

_SPACE = re.compile(r"\s+")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")


def html_text(html: str) -> tuple[str, str]:
    """The text and the quoted text of an HTML mail.

    A mail that is all quotation and has no introduction was only wrapped oddly: it is taken as text.
    """
    extractor = _Extractor()
    _scan(html, extractor)
    own, quoted = _tidy("".join(extractor.own)), _tidy("".join(extractor.quoted))
    if not own and not extractor.introduced:
        return quoted, ""
    return own, quoted


def enriched_text(text: str) -> tuple[str, str]:
    """The text and the quoted text of text/enriched (RFC 1896) and of its forerunner text/richtext."""
    own: list[str] = []
    quoted: list[str] = []
    excerpts = unfilled = 0
    at = 0
    text = _PARAMETER.sub("", text)
    for found in _ENRICHED.finditer(text):
        out = quoted if excerpts else own
        out.append(text[at : found.start()])
        at = found.end()
        mark = found[0].casefold()
        if mark.isspace():
            # One line break is a space, more are one less.
            out.append(mark if unfilled else mark[1:] or " ")
        elif mark in _ENRICHED_MARKS:
            out.append(_ENRICHED_MARKS[mark])
        elif mark in ("<excerpt>", "</excerpt>"):
            excerpts = max(0, excerpts + (1 if mark[1] != "/" else -1))
            (quoted if excerpts else own).append("\n")
        elif mark in ("<nofill>", "</nofill>"):
            unfilled = max(0, unfilled + (1 if mark[1] != "/" else -1))
    (quoted if excerpts else own).append(text[at:])
    return _tidy("".join(own)), _tidy("".join(quoted))


def _scan(html: str, to: "_Extractor") -> None:
    """Tell `to` of each piece of text and each tag; what is not closed is text (a comment: nothing)."""
    at = 0
    while (begin := html.find("<", at)) >= 0:
        to.text(html[at:begin])
        at = begin + 1
        if html.startswith("!--", at):
            end = html.find("-->", at + 3)
            at = end + 3 if end >= 0 else len(html)
            continue
        name = _TAG_NAME.match(html, at)
        if name is None and html[at : at + 1] not in ("!", "?"):
            to.text("<")
            continue
        end = _tag_end(html, at)
        if end < 0:
            at = begin
            break
        tag, inside = html[at:end], at
        at = end + 1
        if name is None:
            continue
        word = name[1].lower()
        if html.startswith("/", inside):
            to.end(word)
            continue
        to.start(word, {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(tag)})
        if word in _RAW_ENDS:
            closing = _RAW_ENDS[word].search(html, at)
            at = closing.start() if closing else len(html)
    to.text(html[at:])


def _tag_end(html: str, at: int) -> int:
    """Where a tag ends: at the first ">" that is not inside a value."""
    end = first = html.find(">", at)
    for _ in range(_QUOTED_ENDS):
        if end < 0:
            break
        values = _VALUES.findall(html, at, end)
        if not values or (len(values[-1]) > 1 and values[-1][0] == values[-1][-1]):
            return end
        end = html.find(">", end + 1)
    return first


def _tidy(text: str) -> str:
    text = _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", text))
    return _GAPS.sub("\n\n", text).strip()


class _Extractor:
    """Collects text; keeps a stack of open elements with whether they hide or quote what is in them."""

    def __init__(self) -> None:
        self.own: list[str] = []
        self.quoted: list[str] = []
        self.introduced = False  # whether some markup says that a quotation begins, beyond mere indentation
        self._open: list[tuple[str, bool, bool]] = []
        self._count: Counter[str] = Counter()
        self._hidden = 0
        self._quoting = 0
        self._to_the_end = False
        self._last = self.own

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "body":
            self._forget_head()
        if tag in _CLOSED_BY_NEXT and self._open and self._open[-1][0] == tag:
            self._pop()
        if given.get("id", "").casefold() in _QUOTE_STARTS:
            self._to_the_end = self.introduced = True
        self._break(tag)
        if tag in _VOID:
            return
        marked = not _QUOTE_CLASSES.isdisjoint(given.get("class", "").casefold().split())
        self.introduced = self.introduced or marked or given.get("type", "").casefold() == "cite"
        hides = tag in _UNSEEN or bool(_HIDDEN.search(given.get("style", "")))
        quotes = marked or tag == "blockquote"
        self._open.append((tag, hides, quotes))
        self._count[tag] += 1
        self._hidden += hides
        self._quoting += quotes

    def end(self, tag: str) -> None:
        """An element ends, and with it those in it that were never closed."""
        if self._count[tag]:
            while self._pop() != tag:
                pass
            if tag == "blockquote" and self._open and self._open[-1][2] and self._open[-1][0] != tag:
                # Gmail keeps answers between the quoted pieces inside the wrapper of the quotation.
                wrapper, hides, _ = self._open[-1]
                self._open[-1] = (wrapper, hides, False)
                self._quoting -= 1
            self._break(tag)

    def text(self, text: str) -> None:
        """Text between tags; its white space means nothing outside `pre`."""
        if text and not self._hidden:
            text = unescape(text)
            self._out().append(text if self._count["pre"] else _SPACE.sub(" ", text))

    def _out(self) -> list[str]:
        out = self.quoted if self._quoting or self._to_the_end else self.own
        if out is not self._last:
            out.append("\n")  # what the other got in between parts what stands before from what comes
            self._last = out
        return out

    def _break(self, tag: str) -> None:
        if self._hidden:
            return
        if tag == "br" or tag in BLOCKS:
            self._out().append("\n\n" if tag in _PARAGRAPHS else "\n")
        elif tag in ("td", "th"):
            self._out().append(" ")

    def _pop(self) -> str:
        tag, hides, quotes = self._open.pop()
        self._count[tag] -= 1
        self._hidden -= hides
        self._quoting -= quotes
        return tag

    def _forget_head(self) -> None:
        """A head that is never closed must not hide the body."""
        while self._hidden and self._open:
            self._pop()
