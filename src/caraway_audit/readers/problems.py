"""Problems of one file, kept countable: the first of a kind with their places, the rest as one number.

A problem's text goes to terminals and reports, so it quotes no cell: a shifted column puts names and card numbers where
a role or a time should be. What may be shown is a column's name that looks like one, or the bare shape of a value.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from caraway_audit.model import InputProblem, Source

LISTED = 20

_NAME = re.compile(r"[^\W\d_][\w .:/()&-]{0,39}", re.UNICODE)
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
        """Note a problem; problems of one `kind` (by default: of one wording) are listed up to `LISTED` times."""
        rest = self._kinds.setdefault(kind or what, _Rest())
        rest.seen += 1
        if rest.seen <= LISTED:
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


def looks_like_name(name: str) -> bool:
    """Whether a text can be the name of a column and not a value that slipped into its place."""
    return bool(_NAME.fullmatch(name)) and "@" not in name and not _LONG_NUMBER.search(name)


def shown_names(names: Iterable[str]) -> str:
    """Names of columns for a message; what does not look like a name is only counted."""
    names = list(names)
    good = [name for name in names if looks_like_name(name)]
    shown = good[:LISTED]
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
