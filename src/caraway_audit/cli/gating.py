"""`gate`: an export held against a threshold, for a job that goes on or stops by its exit code."""

from collections.abc import Sequence
from dataclasses import replace

from caraway_audit.audit import audit, scope
from caraway_audit.cli.auditing import (
    Narrow,
    all_readers,
    complain,
    has_pages,
    load_policy,
    refuse_empty,
    selected_rules,
    targets,
)
from caraway_audit.cli.console import err, invite, printed, progress, told_after, until_closed
from caraway_audit.cli.threshold import Threshold, confidence, exit_code, severity
from caraway_audit.errors import UsageError
from caraway_audit.policy.load import Policy, suggest
from caraway_audit.policy.schema import Gate
from caraway_audit.policy.select import Selection
from caraway_audit.reports import STDOUT, publish
from caraway_audit.reports.verdict import CountedFindings, decided, verdict


def gate_command(
    inputs: Sequence[str],
    outputs: Sequence[str],
    config: str | None,
    selection: Selection,
    *,
    preset: str | None,
    fail_on: str | None,
    min_confidence: str | None,
    narrow: Narrow,
    exit_zero: bool,
    jobs: int,
    quiet: bool,
) -> int:
    """Audit, print the verdict, return the exit code. What the command line says goes before the preset."""
    given = severity(fail_on), confidence(min_confidence) if min_confidence else None
    policy = load_policy(config)
    written = targets(outputs, inputs, policy)
    gate = _preset(policy, preset)
    threshold = Threshold(given[0] or gate.fail_on, given[1] or gate.min_confidence)
    select, extend_select, ignore = selection
    agents, teams, since, until = narrow
    try:
        rules = selected_rules(policy, (select or gate.select, extend_select or gate.extend_select, ignore or gate.ignore))
        times = (since or gate.since or None, until or gate.until or None)
        only = scope(agents or gate.agents, teams or gate.teams, *times, policy.file.calendar.timezone)
    except UsageError as error:
        raise UsageError(f"{_where(policy, preset)}{error}") from None
    invite(inputs)
    with (
        progress(quiet) as show,
        audit(
            inputs, policy, rules, jobs=jobs, readers=all_readers(), progress=show, only=only, pages=has_pages(written)
        ) as result,
    ):
        refuse_empty(result)
        counted = CountedFindings.of(threshold.counted(result))
        gate_verdict = decided(result, counted, str(threshold))
        with until_closed():
            publish(replace(result, gate=gate_verdict), written, lambda: show("writing", 0, 0))
        if not quiet:
            with told_after(written), printed(result, err() if any(path == STDOUT for _, path in written) else None) as console:
                verdict(result, counted, gate_verdict, console)
        complain(result)
        return exit_code(result, counted.total, exit_zero)


def _preset(policy: Policy, name: str | None) -> Gate:
    if name is None:
        return Gate()
    gates = policy.file.gates
    if name not in gates:
        hint = suggest(name, gates) or "; it has none, write one under `gates:`"
        raise UsageError(f"--preset: policy {policy.source} has no gate “{name}”{hint}{'' if hint.endswith('?') else '.'}")
    return gates[name]


def _where(policy: Policy, preset: str | None) -> str:
    """Where the words of a preset stand, for a mistake that may be in them."""
    return f"gate “{preset}” ({policy.origin(('gates', preset))}): " if preset else ""
