"""What of an export is judged: some agents, some teams, a stretch of time. All of it is read all the same.

Names for masking, macros and contacts again are facts of the whole export; a scope only says whose verdicts come out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caraway_audit.errors import IncompleteError, UsageError
from caraway_audit.model import Conversation, Role, Subject, SubjectKind
from caraway_audit.policy.load import suggest
from caraway_audit.policy.schema import parse_duration, show_duration

Moment = datetime | timedelta
"""A point in time, or how long before the export's last message."""

_LISTED = 30


@dataclass(frozen=True, slots=True)
class Scope:
    """Empty, it covers everything. A conversation's time is that of its last message."""

    agents: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: Moment | None = None
    until: Moment | None = None

    def __bool__(self) -> bool:
        return bool(self.agents or self.teams or self.since or self.until)

    def __str__(self) -> str:
        parts = [f"agent {name}" for name in self.agents] + [f"team {name}" for name in self.teams]
        parts += [f"since {_shown(self.since)}"] if self.since else []
        parts += [f"until {_shown(self.until)}"] if self.until else []
        return ", ".join(parts)

    def before(self, last: datetime | None) -> "Scope":
        """The scope with points in time only: `7d` is seven days before the export's last message."""
        return replace(self, since=_fixed(self.since, last), until=_fixed(self.until, last))

    def covers(self, conversation: Conversation) -> bool:
        """Whether a conversation is judged. One without any time lies in no stretch of time."""
        if self.teams and not _among(conversation.team, self.teams):
            return False
        if self.agents and not any(m.role is Role.AGENT and _among(m.author, self.agents) for m in conversation.messages):
            return False
        if not (self.since or self.until):
            return True
        last = max((message.at for message in conversation.messages if message.at), default=None)
        if last is None:
            return False
        after = not isinstance(self.since, datetime) or last >= self.since
        return after and (not isinstance(self.until, datetime) or last <= self.until)

    def counts(self, subject: Subject) -> bool:
        """Whether an outcome comes out: of the agents asked for, and what is of data or of the client beside them."""
        if not self.agents or subject.kind in (SubjectKind.CLIENT, SubjectKind.DATA):
            return True
        return subject.kind is SubjectKind.AGENT and _among(subject.id, self.agents)

    def names(self, agents: Iterable[str]) -> Iterable[str]:
        """Those of some agents who are asked for."""
        return (name for name in agents if not self.agents or _among(name, self.agents))


EVERYTHING = Scope()
"""No narrowing."""


def scope(
    agents: Iterable[str] = (), teams: Iterable[str] = (), since: str | None = None, until: str | None = None, zone: str = "UTC"
) -> Scope:
    """A scope as the command line says it; raises `UsageError` for a time that cannot be read."""
    begin, end = _moment(since, "--since", zone, time.min), _moment(until, "--until", zone, time.max)
    if isinstance(begin, datetime) and isinstance(end, datetime) and begin > end:
        raise UsageError(f"--since {since} lies after --until {until}; nothing can lie between them.")
    return Scope(tuple(agents), tuple(teams), begin, end)


def _moment(text: str | None, option: str, zone: str, of_day: time) -> Moment | None:
    if text is None:
        return None
    text = text.strip()
    try:
        return datetime.combine(date.fromisoformat(text), of_day, ZoneInfo(zone))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        pass
    try:
        return parse_duration(text)
    except ValueError:
        said = "write a date (2026-03-02), a time (2026-03-02T14:00) or how long before the last message (7d)"
        raise UsageError(f"{option}: “{text}” is no time; {said}.") from None


def _fixed(moment: Moment | None, last: datetime | None) -> Moment | None:
    return last - moment if isinstance(moment, timedelta) and last is not None else moment


def _shown(moment: Moment | None) -> str:
    if not isinstance(moment, datetime):
        return f"{show_duration(moment or timedelta())} before the last message"
    whole_day = moment.time() in (time.min, time.max)
    return moment.date().isoformat() if whole_day else moment.isoformat(timespec="seconds")


def _among(name: str, names: Iterable[str]) -> bool:
    return name.casefold() in {other.casefold() for other in names}


class NothingMatchedError(IncompleteError):
    """A scope that no conversation lies in: what there is, and what may have been meant."""

    def __init__(
        self, asked: Scope, read: int, agents: Iterable[str], teams: Iterable[str], last: datetime | None, unread: int
    ) -> None:
        said = [
            f"nothing was audited: {read:,} conversation{'s' * (read != 1)} read, none within what was asked for ({asked})."
        ]
        for kind, wanted, known in (("agent", asked.agents, sorted(agents)), ("team", asked.teams, sorted(teams))):
            said += [f"There is no {kind} “{name}”{_meant(name, known)}" for name in wanted if not _among(name, known)]
            if wanted:
                more = f" and {len(known) - _LISTED:,} more" if len(known) > _LISTED else ""
                said.append(f"{kind.title()}s in this export: {', '.join(known[:_LISTED]) or 'none'}{more}.")
        if asked.since or asked.until:
            said.append(f"Its last message is of {last.isoformat()}." if last else "Its messages have no times.")
        if unread:
            said.append(f"Besides, {unread:,} record{'s' * (unread != 1)} could not be read: see `caraway-audit inspect`.")
        super().__init__(" ".join(said))


def _meant(name: str, known: Iterable[str]) -> str:
    hint = suggest(name, known)
    return hint if hint.endswith("?") else "."


__all__ = ["EVERYTHING", "Moment", "NothingMatchedError", "Scope", "scope"]
