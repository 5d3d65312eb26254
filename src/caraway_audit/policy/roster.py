"""Who the agents are: every alias is one person, and a person's team depends on the day."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caraway_audit.policy.schema import Membership, PolicyFile

_NAME_AND_ADDRESS = re.compile(r"\s*(.*?)\s*<([^<>\s]+@[^<>\s]+)>\s*")


class Roster:
    """Looks up people by any alias, teams by day, and the firm's people by mail address."""

    def __init__(self, policy: PolicyFile) -> None:
        self._people = {alias.casefold(): p.agent for p in policy.roster for alias in (p.agent, *p.aliases)}
        self._aliases = frozenset(
            alias
            for p in policy.roster
            for alias in (p.agent, *p.aliases)
            if alias == p.agent or not re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", alias)
        )
        self._teams: dict[str, list[Membership]] = {
            p.agent: sorted(p.teams, key=lambda membership: membership.since, reverse=True) for p in policy.roster
        }
        self._domains = tuple(domain.casefold().lstrip("@") for domain in policy.firm.domains)
        self._addresses = frozenset(address.casefold() for address in policy.firm.addresses)
        self._zone = ZoneInfo(policy.calendar.timezone)
        self.knows_agents = bool(self._people or self._domains or self._addresses)

    @property
    def aliases(self) -> frozenset[str]:
        """The ways in which the people on the roster are written: names, addresses. A single word ("Rose") may be anybody's."""
        return self._aliases

    def agent(self, author: str) -> str:
        """The person behind an author name or address, or both ("Dana <dana@acme.example>"); an author who is not on the roster
        stands for themselves."""
        if (person := self._people.get(author.casefold())) or not (both := _NAME_AND_ADDRESS.fullmatch(author)):
            return person or author
        name, address = both.groups()
        return self._people.get(address.casefold()) or self._people.get(name.strip("\"' ").casefold(), author)

    def team(self, agent: str, at: datetime | None) -> str:
        """A person's team on a day of the firm's own calendar (the latest where it is not known); "" where none is known."""
        day = at.astimezone(self._zone).date() if at else date.max
        return next((m.team for m in self._teams.get(agent, ()) if m.since <= day), "")

    def is_agent(self, address: str) -> bool:
        """Whether a mail address is one of the firm's people: on the roster, listed, or of one of its domains."""
        address = address.casefold()
        domain = address.rpartition("@")[2]
        return (
            address in self._people
            or address in self._addresses
            or any(domain == own or domain.endswith("." + own) for own in self._domains)
        )
