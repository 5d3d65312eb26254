"""`audit`: inputs in, reports out, an exit code."""

from collections.abc import Sequence
from pathlib import Path

from caraway_audit import extensions
from caraway_audit.audit import audit, rules_of
from caraway_audit.cli.console import out, progress, tell
from caraway_audit.errors import ExitCode, IncompleteError, PolicyError, UsageError
from caraway_audit.model import AuditResult, Severity, State, SubjectKind
from caraway_audit.policy.load import Mistake, Policy, load
from caraway_audit.policy.select import Selection, selector
from caraway_audit.readers import BUILT_IN
from caraway_audit.readers.base import Reader
from caraway_audit.reports import STDOUT, check_target, publish
from caraway_audit.rules.registry import RuleSet


def load_policy(config: str | None) -> Policy:
    """The policy in force; mistakes of the file and of its rules come together."""

    def in_rules(policy: Policy) -> list[Mistake]:
        try:
            rules_of(policy)
        except PolicyError as error:
            return [mistake for mistake in error.mistakes if isinstance(mistake, Mistake)]
        return []

    return load(config, check=in_rules)


def selected_rules(policy: Policy, selection: Selection) -> RuleSet:
    """The rules in force, narrowed by the command line; refuses to run none."""
    everything = rules_of(policy)
    chosen = selector(selection, everything.metas)
    codes = frozenset(meta.code for meta in everything.metas if chosen(meta))
    if not codes:
        raise UsageError("no rule is active: the policy and the selection leave none. See `caraway-audit rules`.")
    return everything if len(codes) == len(everything.metas) else rules_of(policy, codes)


def all_readers() -> tuple[Reader, ...]:
    """The built-in readers and those of installed packages."""
    return (*(extension.make() for extension in extensions.installed(extensions.READERS)), *BUILT_IN)


def audit_command(
    inputs: Sequence[str],
    out_dir: str | None,
    outputs: Sequence[str],
    config: str | None,
    selection: Selection,
    *,
    fail_on: str | None,
    exit_zero: bool,
    jobs: int,
    quiet: bool,
) -> int:
    """Run an audit; returns the exit code."""
    threshold = _threshold(fail_on)
    targets = _targets(out_dir, outputs)
    for name, path in (*targets, *([("folder", Path(out_dir))] if out_dir is not None else [])):
        check_target(name, path, inputs)
    policy = load_policy(config)
    rules = selected_rules(policy, selection)
    with progress(quiet) as show, audit(inputs, policy, rules, jobs=jobs, readers=all_readers(), progress=show) as result:
        if not result.coverage.conversations and not result.coverage.problems:
            raise IncompleteError("the input holds no conversation; nothing was audited.")
        if out_dir is not None:
            publish(result, "folder", Path(out_dir))
        for name, path in targets:
            show("writing", 0, 0)
            publish(result, name, path)
        if not quiet and all(path != STDOUT for _, path in targets):
            from caraway_audit.reports.terminal import summary

            summary(result, out(), [str(path) for _, path in targets] + ([out_dir] if out_dir else []))
        _complain(result)
        return exit_code(result, threshold, exit_zero)


def exit_code(result: AuditResult, threshold: Severity | None, exit_zero: bool) -> int:
    """3 where the audit is incomplete, 1 for open findings at or over the threshold, else 0."""
    if result.incomplete:
        return ExitCode.INCOMPLETE
    counted = (f for f in result.findings if f.state is State.OPEN and f.subject.kind is not SubjectKind.CLIENT)
    if threshold and not exit_zero and any(finding.severity.rank <= threshold.rank for finding in counted):
        return ExitCode.FINDINGS
    return ExitCode.CLEAN


def _threshold(fail_on: str | None) -> Severity | None:
    if fail_on is None:
        return None
    try:
        return Severity(fail_on)
    except ValueError:
        raise UsageError(f"--fail-on: “{fail_on}” is no severity; write critical, major or minor.") from None


def _targets(out_dir: str | None, outputs: Sequence[str]) -> list[tuple[str, Path]]:
    targets = []
    for text in outputs:
        name, sign, path = text.partition("=")
        if not sign or not path:
            raise UsageError(f"-o {text}: write it as FORMAT=PATH, for instance -o json=result.json.")
        targets.append((name, Path(path)))
    return targets


def _complain(result: AuditResult) -> None:
    """What was not read and what crashed, on stderr."""
    for problem in result.coverage.problems[:20]:
        tell(str(problem))
    rest = result.coverage.problem_count - min(len(result.coverage.problems), 20)
    if rest > 0:
        tell(f"… and {rest} more records that could not be read; the report lists the first 200.")
    for failure in result.failures[:20]:
        tell(f"{failure.rule} crashed in {failure.where}: {failure.error}. This is a bug of the rule, not a finding.")
    if result.incomplete:
        tell("The audit is incomplete (exit 3): what could be read was audited.")
