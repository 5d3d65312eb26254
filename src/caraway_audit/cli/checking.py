"""`check`: one person's own transcript, told in the terminal at once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from caraway_audit.audit import audit, scope
from caraway_audit.cli.auditing import all_readers, complain, load_policy, refuse_empty, selected_rules
from caraway_audit.cli.console import invite, printed, progress, tell
from caraway_audit.cli.threshold import Threshold, confidence, exit_code, severity
from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.policy.schema import Person
from caraway_audit.policy.select import Selection


def check_command(
    path: str,
    config: str | None,
    selection: Selection,
    *,
    agents: Sequence[str],
    fail_on: str,
    min_confidence: str,
    exit_zero: bool,
) -> int:
    """Check one transcript; returns the exit code."""
    threshold = Threshold(severity(fail_on), confidence(min_confidence))
    policy = _knowing(load_policy(config), agents)
    rules = selected_rules(policy, selection)
    only = scope(agents)
    invite([path])
    with (
        progress(False) as show,
        audit([path], policy, rules, readers=all_readers(), progress=show, only=only, pages=True) as result,
    ):
        refuse_empty(result)
        if result.coverage.conversations:
            from caraway_audit.reports.self_check import self_check

            with printed(result) as console:
                self_check(result, console)
        complain(result)
        counted = sum(1 for _ in threshold.counted(result))
        code = exit_code(result, counted, exit_zero)
        if counted and code:
            tell(f"Exit {code.value}: {counted} of these {'counts' if counted == 1 else 'count'} ({threshold}).")
        return code


def _ways_to_write(name: str) -> tuple[str, ...]:
    """How else a page that was copied writes somebody: by the first name alone, without what is no letter ("Marla ✨")."""
    bare = _NO_NAME.sub("", name).strip()
    first, _, rest = bare.partition(" ")
    ways = dict.fromkeys(way for way in (bare, first if rest else "") if way and way != name)
    return tuple(ways)


_NO_NAME = re.compile(r"[^\w\s.,'’@()+-]|^~\s?")


def _knowing(policy: Policy, agents: Sequence[str]) -> Policy:
    """The policy with the agents that the command line names: a pasted chat says who spoke, and not on which side."""
    known = Roster(policy.file)
    new = tuple(Person(agent=name, aliases=_ways_to_write(name)) for name in agents if not known.is_agent(name))
    return replace(policy, file=policy.file.model_copy(update={"roster": (*policy.file.roster, *new)})) if new else policy
