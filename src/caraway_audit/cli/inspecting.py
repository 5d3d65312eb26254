"""`inspect`: what was read, how it was taken, and what could not be read; nobody is judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from caraway_audit.audit import read
from caraway_audit.audit.collect import Collected, pieces
from caraway_audit.cli.auditing import all_readers, load_policy
from caraway_audit.cli.console import invite, out, tell
from caraway_audit.errors import ExitCode
from caraway_audit.model import Client, Conversation, InputProblem, Role
from caraway_audit.policy.roster import Roster
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker
from caraway_audit.readers.fields import CHANNELS
from caraway_audit.readers.grouping import group
from caraway_audit.reports.terminal import shown
from caraway_audit.reports.wording import count

_TOLD = 50
"""Problems that are told one by one."""


def inspect_command(inputs: Sequence[str], config: str | None) -> int:
    """Print the account of an input; exit 3 where something could not be read."""
    policy = load_policy(config)
    invite(inputs)
    with read(inputs, policy, all_readers()) as collected:
        roster = Roster(policy.file)
        masker = Masker(Detector(policy.file.privacy.regions), collected.names, Client())
        account = _Account(roster, masker)
        for partition in collected.partitions:
            account.add(list(pieces(partition)))
    for file in collected.files:
        out().print(f"[bold]{shown(masker.mask_path(file.file))}[/]: {file.format}, {count(file.records, 'message')}")
        for note in (*file.notes, *file.unmet):
            out().print(f"    {shown(note)}")
    account.print(frozenset(name.casefold() for name in policy.file.channels))
    return _tell_problems(collected, account.problems, masker) if collected.problems or account.problems else account.verdict()


class _Account:
    """What an input holds, added up partition by partition."""

    def __init__(self, roster: Roster, masker: Masker) -> None:
        self.problems: list[InputProblem] = []
        self._roster = roster
        self._masker = masker
        self._conversations = self._messages = self._duplicates = self._untimed = self._several = self._unknown = 0
        self._internal = 0
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._clients: set[int] = set()  # hashes: an export may know millions
        self._roles: Counter[str] = Counter()
        self._agents: Counter[str] = Counter()
        self._by: dict[str, Counter[str]] = {"Channels": Counter(), "Teams": Counter(), "Status": Counter()}

    def add(self, found: Sequence[Conversation]) -> None:
        """Count one partition, of which no conversation has a piece elsewhere."""
        grouped = group(found)
        self.problems += grouped.problems
        self._duplicates += grouped.duplicates
        teams: dict[str, set[str]] = {}
        for piece in found:
            teams.setdefault(piece.id, set()).update(filter(None, (piece.team,)))
        self._several += sum(len(named) > 1 for named in teams.values())
        for conversation in grouped.conversations:
            self._add(conversation)

    def _add(self, conversation: Conversation) -> None:
        self._conversations += 1
        self._messages += len(conversation.messages)
        for message in conversation.messages:
            self._roles[message.role.value] += 1
            self._internal += not message.public
            if message.role is Role.AGENT:
                self._agents[self._roster.agent(message.author)] += 1
            if message.at is None:
                self._untimed += 1
            else:
                self._first = min(self._first or message.at, message.at)
                self._last = max(self._last or message.at, message.at)
        self._by["Channels"][conversation.channel] += 1
        self._by["Teams"][_team(conversation, self._roster)] += 1
        self._by["Status"][conversation.status.value if conversation.status else ""] += 1
        if conversation.client.key:
            self._clients.add(hash(conversation.client.key))
        else:
            self._unknown += 1

    def print(self, targeted: frozenset[str]) -> None:
        """The account, without a personal value; `targeted` are the channels that the policy has targets for."""
        from rich.table import Table

        out().print(
            f"{count(self._conversations, 'conversation')}, {count(self._messages, 'message')}"
            + (f", {self._duplicates:,} stood twice and count once" if self._duplicates else "")
        )
        if self._first and self._last:
            out().print(f"From {self._first.isoformat()} to {self._last.isoformat()}")
        if self._untimed:
            untimed = count(self._untimed, "message has", "messages have")
            out().print(f"{untimed} no time: no timing rule evaluates what needs one.")
        if self._several:
            several = count(self._several, "conversation names", "conversations name")
            out().print(f"{several} several teams: the first counts for all of it.")
        _line("Roles", self._roles)
        if self._internal:
            out().print(f"{count(self._internal, 'message')} of them internal: notes that the client does not see")
        for title, numbers in self._by.items():
            known: Counter[str] = Counter()
            for name, number in numbers.items():
                known[self._masker.mask_known(name) or "not given"] += number
            _line(title, known)
        if without := sorted(name for name in self._by["Channels"] if name and name not in targeted | CHANNELS):
            named = ", ".join(shown(self._masker.mask_known(name)) for name in without)
            out().print(
                f"No targets for the channel {named}: name it under `channels:` in the policy, or no reply there is late."
            )
        if self._agents:
            table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
            table.add_column("Agent")
            table.add_column("Messages", justify="right")
            for name, number in sorted(self._agents.items()):
                table.add_row(shown(self._masker.without_values(name)) or "not given", f"{number:,}")
            out().print(table)
        clients = f"{count(len(self._clients), 'client')} known by id or name"
        out().print(f"{clients}; {count(self._unknown, 'conversation')} without one")

    def verdict(self) -> int:
        """The exit code where everything could be read."""
        return ExitCode.CLEAN if self._conversations else ExitCode.INCOMPLETE


def _tell_problems(collected: Collected, others: Sequence[InputProblem], masker: Masker) -> int:
    told = [*collected.problems, *others][:_TOLD]
    for problem in told:
        tell(str(replace(problem, source=replace(problem.source, file=masker.mask_path(problem.source.file)))))
    more = collected.problem_count + len(others) - sum(max(problem.records, 1) for problem in told)
    if more > 0:
        tell(f"… and {more:,} more problems.")
    return ExitCode.INCOMPLETE


def _team(conversation: Conversation, roster: Roster) -> str:
    known = (roster.team(roster.agent(m.author), m.at) for m in conversation.messages if m.role is Role.AGENT)
    return conversation.team or next(filter(None, known), "")


def _line(title: str, counts: Counter[str]) -> None:
    if not counts:
        return
    parts = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
    out().print(f"{title}: {shown(parts)}")
