"""`inspect`: what was read, how it was taken, and what could not be read; nobody is judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from caraway_audit.audit import reader_settings
from caraway_audit.cli.auditing import all_readers, load_policy
from caraway_audit.cli.console import invite, out, tell
from caraway_audit.errors import ExitCode
from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Role
from caraway_audit.policy.roster import Roster
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex
from caraway_audit.readers import open_inputs
from caraway_audit.readers.grouping import group
from caraway_audit.reports.terminal import shown
from caraway_audit.reports.wording import count


def inspect_command(inputs: Sequence[str], config: str | None) -> int:
    """Print the account of an input; exit 3 where something could not be read."""
    from rich.table import Table

    policy = load_policy(config)
    invite(inputs)
    roster = Roster(policy.file)
    pieces: list[Conversation] = []
    files: list[InputFile] = []
    problems: list[InputProblem] = []
    for item in open_inputs(inputs, reader_settings(policy), all_readers()):
        if isinstance(item, Conversation):
            pieces.append(item)
        elif isinstance(item, InputFile):
            files.append(item)
        else:
            problems.append(item)
    grouped = group(pieces)
    problems += grouped.problems
    conversations = grouped.conversations
    masker = Masker(Detector(policy.file.privacy.regions), NameIndex.of(c.client for c in conversations), Client())
    console = out()
    for file in files:
        console.print(f"[bold]{shown(masker.mask_path(file.file))}[/]: {file.format}, {count(file.records, 'message')}")
        for note in file.notes:
            console.print(f"    {shown(note)}")
    messages = [message for conversation in conversations for message in conversation.messages]
    console.print(
        f"{count(len(conversations), 'conversation')}, {count(len(messages), 'message')}"
        + (f", {grouped.duplicates:,} stood twice and count once" if grouped.duplicates else "")
    )
    times = sorted(message.at for message in messages if message.at)
    if times:
        console.print(f"From {times[0].isoformat()} to {times[-1].isoformat()}")
    if len(times) < len(messages):
        untimed = count(len(messages) - len(times), "message has", "messages have")
        console.print(f"{untimed} no time: no timing rule evaluates what needs one.")
    teams: dict[str, set[str]] = {}
    for piece in pieces:
        teams.setdefault(piece.id, set()).update(filter(None, (piece.team,)))
    if several := sum(len(named) > 1 for named in teams.values()):
        console.print(
            f"{count(several, 'conversation names', 'conversations name')} several teams: the first counts for all of it."
        )
    _line("Roles", Counter(message.role.value for message in messages))
    _line("Channels", Counter(masker.mask_known(conversation.channel) or "not given" for conversation in conversations))
    _line("Teams", Counter(masker.mask_known(_team(conversation, roster)) or "not given" for conversation in conversations))
    _line("Status", Counter(c.status.value if c.status else "not given" for c in conversations))
    agents = Counter(roster.agent(message.author) for message in messages if message.role is Role.AGENT)
    if agents:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("Agent")
        table.add_column("Messages", justify="right")
        for name, number in sorted(agents.items()):
            table.add_row(shown(masker.without_values(name)), f"{number:,}")
        console.print(table)
    clients = {conversation.client.key for conversation in conversations if conversation.client.key}
    unknown = sum(not conversation.client.key for conversation in conversations)
    console.print(f"{count(len(clients), 'client')} known by id or name; {count(unknown, 'conversation')} without one")
    for problem in problems[:50]:
        tell(str(replace(problem, source=replace(problem.source, file=masker.mask_path(problem.source.file)))))
    if len(problems) > 50:
        tell(f"… and {len(problems) - 50} more problems.")
    return ExitCode.INCOMPLETE if problems or not conversations else ExitCode.CLEAN


def _team(conversation: Conversation, roster: Roster) -> str:
    known = (roster.team(roster.agent(m.author), m.at) for m in conversation.messages if m.role is Role.AGENT)
    return conversation.team or next(filter(None, known), "")


def _line(title: str, counts: Counter[str]) -> None:
    if not counts:
        return
    parts = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
    out().print(f"{title}: {shown(parts)}")
