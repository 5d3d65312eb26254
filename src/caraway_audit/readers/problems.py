"""Problems of one file, kept countable: the first of a kind with their places, the rest as one number.

A problem's text goes to terminals and reports, so it quotes no cell: a shifted column puts names and card numbers where
a role or a time should be. What may be shown is a column's name that looks like one, or the bare shape of a value.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from caraway_audit.model import InputProblem, Source

LISTED, LISTED_LIGHT = 20, 3
"""How often a kind is listed: where records were lost, and where none was (one line in the policy mends all of it)."""

_NAMES = 30
"""So many columns are named."""

_NAME = re.compile(r"[^\W\d_][\w .:/()&?#-]{0,39}", re.UNICODE)
_LONG_NUMBER = re.compile(r"\d{4}")


@dataclass
class _Rest:
    seen: int = 0
    unlisted: int = 0
    records: int = 0
    what: str = ""
    remedy: str = ""


@dataclass
class ProblemLog:
    """Collects the problems of one file; `take` gives those to report now, `rest` what was too many to list."""

    file: str
    _pending: list[InputProblem] = field(default_factory=list)
    _kinds: dict[str, _Rest] = field(default_factory=dict)

    def add(self, what: str, source: Source, remedy: str = "", *, records: int = 1, kind: str = "") -> None:
        """Note a problem; problems of one `kind` (by default: of one wording) are listed a few times only."""
        rest = self._kinds.setdefault(kind or what, _Rest())
        rest.seen += 1
        if rest.seen <= (LISTED if records else LISTED_LIGHT):
            self._pending.append(InputProblem(source, what, remedy, records))
        else:
            rest.unlisted += 1
            rest.records += records
            rest.what, rest.remedy = kind or what, remedy

    def __bool__(self) -> bool:
        return bool(self._pending)

    def take(self) -> list[InputProblem]:
        """The problems noted since the last call."""
        taken, self._pending = self._pending, []
        return taken

    def rest(self) -> list[InputProblem]:
        """One problem a kind for those that were not listed; their records are in it, so sums are right."""
        return [
            InputProblem(Source(self.file), f"{rest.unlisted:,} more like these: {rest.what}", rest.remedy, rest.records)
            for rest in self._kinds.values()
            if rest.unlisted
        ]


# Words that columns and fields of exports are named with. Without a header the first row is data, and a name in it must not
# be taken for a column.
_WORDS = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
_COLUMN_WORDS = frozenset(
    "account action actor address agent answer assigned assignee at attachment attachments author body bot brand by "
    "case cc chat channel client closed comment company contact content conversation count created csat customer data "
    "date day department description direction display duration email end ended event events export field first from "
    "full group handle html id identifier in inbox index internal is kind label language last line locale mail "
    "message messages meta metadata mode name note notes number object of on operator order organization origin out "
    "owner page participant participants person phone plain platform position priority private public queue rating "
    "reason received recipient ref reference region reply requester resolved response role row satisfaction score "
    "sender sent seq sequence session side site skill source speaker start started state status subject support "
    "survey tag tags team text thread ticket time timestamp title to topic transcript turn type uid unit updated url "
    "user username uuid value version via visibility visible visitor when who zone part parts incoming outgoing "
    "inbound outbound commenter medium device browser country city currency amount product plan store shop branch "
    "location sla due resolution reopened escalated merged spam deleted edited read unread seen delivered sentiment "
    "intent category subcategory form custom ip referrer link wait hold transfer code disposition campaign segment "
    "nps feedback parent was has for opened modified added bots assistant reviewer answered replies original extra "
    "column columns conversations records rows x y z a b c d e f g".split()
)


def looks_like_name(name: str) -> bool:
    """Whether a text can be the name of a column and not a value that slipped into its place."""
    words = _WORDS.findall(name) if _may_be_name(name) else ()
    return bool(words) and all(map(_names_columns, words))


def _may_be_name(name: str) -> bool:
    """Whether a text has the form of a column's name, and of no number or address."""
    return _NAME.fullmatch(name) is not None and not _LONG_NUMBER.search(name)


def _names_columns(word: str) -> bool:
    """A word of column names, its plural, or (in lower case only: "Tim" is no "time") a slip of the pen."""
    folded = word.casefold()
    if folded in _COLUMN_WORDS or folded.removesuffix("s") in _COLUMN_WORDS:
        return True
    return word.islower() and bool(difflib.get_close_matches(word, _COLUMN_WORDS, 1, 0.8))


def shown_names(names: Iterable[str], *, header: bool = False) -> str:
    """Names of columns for a message; what does not look like a name is only counted.

    Where it is certain that they stand in a `header`, words that no column was met with before can be no client's either.
    """
    names = list(names)
    good = [name for name in names if looks_like_name(name) or (header and _may_be_name(name))]
    shown = good[:_NAMES]
    hidden = len(names) - len(shown)
    listed = ", ".join(shown)
    if not hidden:
        return listed
    return f"{listed} and {hidden} more" if listed else f"{hidden} that do not look like names"


def shape(value: str) -> str:
    """The shape of a value without the value: digits become 9, letters a ("31.12.2026" is "99.99.9999")."""
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in value[:24])


def damage(file: str, count: int) -> InputProblem:
    """What is said of a text file with bytes that no reading explains."""
    what = f"{count:,} bytes are not UTF-8 and are shown as \ufffd."
    return InputProblem(Source(file), what, "Export the file as UTF-8.", records=0)
