"""The native fields of a message and of a conversation, and how their values are read.

The one place that knows column names and the words for roles, so that CSV and JSON say the same of the same fault.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from difflib import get_close_matches

from caraway_audit.model import Role, Source, Status, Visibility
from caraway_audit.readers.base import ReaderSettings
from caraway_audit.readers.problems import ProblemLog, shape

MESSAGE_FIELDS = ("message_id", "timestamp", "role", "author", "text", "visibility")
CONVERSATION_FIELDS = ("conversation_id", "channel", "team", "client_name", "client_id", "status", "language")
FIELDS = CONVERSATION_FIELDS + MESSAGE_FIELDS
REQUIRED = ("conversation_id", "role", "text")

# A conversation of rows may come in pieces; this bounds one where a file holds a single endless conversation.
LONGEST_PIECE = 1000

_ROLES = {role.value: role for role in Role}
_VISIBILITIES = {"": Visibility.PUBLIC} | {visibility.value: visibility for visibility in Visibility}
_STATUSES: dict[str, Status | None] = {"": None} | {status.value: status for status in Status}

# Words that other systems use. Only told of, not taken: "user" is a client here and an agent there.
_LIKELY_ROLES = {
    Role.AGENT: {"advisor", "operator", "outgoing", "rep", "representative", "staff", "support"},
    Role.CLIENT: {
        "consumer",
        "contact",
        "customer",
        "end-user",
        "end_user",
        "incoming",
        "requester",
        "user",
        "visitor",
    },
    Role.BOT: {"ai", "assistant", "automated", "chatbot", "virtual"},
    Role.SYSTEM: {"activity", "event", "trigger"},
}
KNOWN_ROLES = ", ".join(_ROLES)

_SEPARATORS = re.compile(r"[\s_\-.]+")
_ZONE_WORD = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_SPACED_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")
_BARE_DATE = re.compile(r"\d{4}-?\d\d-?\d\d")
_SQUEEZED = {name.replace("_", ""): name for name in FIELDS}


def field_name(name: str) -> str | None:
    """The native field that a column's name means (case, spaces, underscores and hyphens do not matter)."""
    return _SQUEEZED.get(_SEPARATORS.sub("", name).casefold())


def nearest_field(name: str, names: Iterable[str]) -> str | None:
    """Which of `names` was probably meant to be the field `name`."""
    squeezed = {_SEPARATORS.sub("", other).casefold(): other for other in names}
    close = get_close_matches(name.replace("_", ""), list(squeezed), n=1, cutoff=0.75)
    return squeezed[close[0]] if close else None


def parse_time(text: str, zone: tzinfo | None) -> datetime | None:
    """An ISO 8601 time as an aware datetime; None where only the zone is missing. Raises ValueError on all else."""
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        # What databases write: "2026-03-02 10:00:00 UTC", "2026-03-02 10:00:00 +0000".
        at = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1", _ZONE_WORD.sub("+00:00", text)))
    if not 1970 <= at.year < 9999:
        raise ValueError("not a time of a conversation")  # year 1 is how some systems write "none"
    if at.tzinfo is not None:
        return at
    if _BARE_DATE.fullmatch(text):
        raise ValueError("a date without a time of day")
    # Of two times with one zone object Python subtracts the wall clocks, an hour off over a clock change: make it UTC.
    return at.replace(tzinfo=zone).astimezone(UTC) if zone else None


class FieldReader:
    """Reads the values of one file and notes what is wrong with them."""

    def __init__(self, problems: ProblemLog, settings: ReaderSettings) -> None:
        self._problems = problems
        self._zone = settings.timezone

    def role(self, word: str, source: Source) -> Role | None:
        """The role, or None: then the record is lost, as nobody can say whose words they are."""
        role = _ROLES.get(word.strip().casefold())
        if role is None:
            likely = next((str(role) for role, words in _LIKELY_ROLES.items() if word.strip().casefold() in words), None)
            what = f'the role "{word.strip().casefold()}" is not known' if likely else "the role is not known"
            if not word.strip():
                what = "there is no role"
            remedy = f'Write "{likely}" if that is meant; known' if likely else "Known"
            self._problems.add(f"{what}; the message was left out.", source, f"{remedy} roles: {KNOWN_ROLES}.")
        return role

    def time(self, text: str, source: Source) -> datetime | None:
        """The time; where it cannot be read, the message is kept without one."""
        if not text.strip():
            return None
        try:
            at = parse_time(text, self._zone)
        except (ValueError, OverflowError):
            self._problems.add(
                f'the timestamp cannot be read (it looks like "{shape(text.strip())}"); the message was kept without it.',
                source,
                "Write ISO 8601 with an offset, as 2026-03-02T10:00:00Z.",
                records=0,
                kind="the timestamp cannot be read; the message was kept without it.",
            )
            return None
        if at is None:
            self._problems.add(
                "the timestamp has no time zone; the message was kept without it.",
                source,
                "Set `calendar.timezone` in the policy, or export times with an offset.",
                records=0,
            )
        return at

    def visibility(self, word: str, source: Source) -> Visibility:
        """The visibility; an unknown word is taken as public, as a missing one is."""
        visibility = _VISIBILITIES.get(word.strip().casefold())
        if visibility is None:
            self._problems.add(
                "the visibility is not known; the message was taken as public.",
                source,
                "Known visibilities: public, internal.",
                records=0,
            )
            return Visibility.PUBLIC
        return visibility

    def status(self, word: str, source: Source) -> Status | None:
        """The status; an unknown word counts as none."""
        key = word.strip().casefold()
        if key not in _STATUSES:
            self._problems.add("the status is not known; it was not used.", source, "Known states: open, ended.", records=0)
            return None
        return _STATUSES[key]
