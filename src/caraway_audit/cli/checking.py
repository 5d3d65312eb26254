"""`check`: one person's own transcript, told in the terminal at once."""

from collections.abc import Sequence

from caraway_audit.audit import audit, scope
from caraway_audit.cli.auditing import all_readers, complain, load_policy, refuse_empty, selected_rules
from caraway_audit.cli.console import invite, out, progress, tell, until_closed
from caraway_audit.cli.threshold import Threshold, confidence, exit_code, severity
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
    policy = load_policy(config)
    rules = selected_rules(policy, selection)
    only = scope(agents)
    invite([path])
    with progress(False) as show, audit([path], policy, rules, readers=all_readers(), progress=show, only=only) as result:
        refuse_empty(result)
        if result.coverage.conversations:
            from caraway_audit.reports.self_check import self_check

            with until_closed():
                self_check(result, out())
        complain(result)
        counted = sum(1 for _ in threshold.counted(result))
        code = exit_code(result, counted, exit_zero)
        if counted and code:
            tell(f"Exit {code.value}: {counted} of these {'counts' if counted == 1 else 'count'} ({threshold}).")
        return code
