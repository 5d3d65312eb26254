"""`audit`: inputs in, reports out, an exit code. Also what `check` and `gate` share with it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from caraway_audit import extensions
from caraway_audit.audit import audit, rules_of, scope
from caraway_audit.cli.console import invite, printed, progress, tell, told_after, until_closed
from caraway_audit.cli.threshold import Threshold, confidence, exit_code, severity
from caraway_audit.errors import IncompleteError, PolicyError, UsageError
from caraway_audit.model import AuditResult
from caraway_audit.policy.load import Mistake, Policy, load
from caraway_audit.policy.select import Selection, selector
from caraway_audit.readers import BUILT_IN, input_files
from caraway_audit.readers.base import Reader
from caraway_audit.reports import FOLDERS, STDOUT, check_target, publish
from caraway_audit.rules.registry import RuleSet

Narrow = tuple[Sequence[str], Sequence[str], str | None, str | None]
"""What `--agent`, `--team`, `--since` and `--until` say."""


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
    chosen = selector(selection, everything.metas, everything.off)
    asked = {word.upper() for group in selection[:2] for text in group for word in text.replace(",", " ").split()}
    for code in sorted(asked.intersection(everything.off)):
        tell(f"{code} is off in the policy: it is not judged.")
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
    min_confidence: str = "medium",
    narrow: Narrow = ((), (), None, None),
    exit_zero: bool,
    jobs: int,
    quiet: bool,
) -> int:
    """Run an audit; returns the exit code."""
    threshold = Threshold(severity(fail_on), confidence(min_confidence))
    policy = load_policy(config)
    written = targets(outputs, inputs, policy, out_dir)
    rules = selected_rules(policy, selection)
    only = scope(*narrow, policy.file.calendar.timezone)
    invite(inputs)
    with (
        progress(quiet) as show,
        audit(
            inputs, policy, rules, jobs=jobs, readers=all_readers(), progress=show, only=only, pages=has_pages(written)
        ) as result,
    ):
        refuse_empty(result)
        with until_closed():
            publish(result, written, lambda: show("writing", 0, 0))
        if not quiet and all(path != STDOUT for _, path in written):
            from caraway_audit.reports.terminal import summary

            with told_after(written), printed(result) as console:
                summary(result, console, [str(path) for _, path in written])
        for setting in result.coverage.unmet:
            tell(setting)
        complain(result)
        return exit_code(result, sum(1 for _ in threshold.counted(result)), exit_zero)


def targets(
    outputs: Sequence[str], inputs: Sequence[str], policy: Policy, out_dir: str | None = None
) -> list[tuple[str, Path]]:
    """The reports asked for, each checked before any work: none takes the place of what is read, or of another."""
    found = [("folder", Path(out_dir))] if out_dir is not None else []
    for text in outputs:
        name, sign, path = text.partition("=")
        if not sign or not path:
            raise UsageError(f"-o {text}: write it as FORMAT=PATH, for instance -o json=result.json.")
        found.append((name, Path(path)))
    read = [*input_files(inputs), *policy.paths]
    for name, target in found:
        check_target(name, target, read)
    if sum(target == STDOUT for _, target in found) > 1:
        raise UsageError("only one report can go to stdout (-).")
    places = Counter(target.resolve() for _, target in found)
    folders = [target.resolve() for name, target in found if name in FOLDERS]
    if within := [target for _, target in found if target != STDOUT and not set(target.resolve().parents).isdisjoint(folders)]:
        raise UsageError(f"{within[0]} lies in the folder of another report; name another place.")
    if twice := [target for _, target in found if places[target.resolve()] > 1]:
        raise UsageError(f"{twice[0].name} is named for two reports; give each a place of its own.")
    return found


def has_pages(written: Sequence[tuple[str, Path]]) -> bool:
    """Whether a report asked for shows whole conversations."""
    return any(name in FOLDERS for name, _ in written)


def refuse_empty(result: AuditResult) -> None:
    """Raise where the input holds no conversation and no problem says why."""
    if not result.coverage.conversations and not result.coverage.problems:
        raise IncompleteError("the input holds no conversation; nothing was audited.")


def complain(result: AuditResult) -> None:
    """What was not read and what crashed, on stderr."""
    shown = result.coverage.problems[:20]
    same = Counter((problem.source.file, problem.what, problem.remedy) for problem in shown)
    for problem in shown:  # the first of those that say the same, and how many more there are
        if again := same.pop((problem.source.file, problem.what, problem.remedy), 0):
            tell(f"{problem}{f' The same in {again - 1} more places.' if again > 1 else ''}")
    if (rest := result.coverage.untold(shown)) > 0:
        from caraway_audit.reports.wording import count

        tell(f"… and {count(rest, 'more record')} that could not be read; JSON reports list the first 200 problems.")
    for failure in result.failures[:20]:
        tell(f"{failure.rule} crashed in {failure.where}: {failure.error}. This is a bug of the rule, not a finding.")
    if result.incomplete:
        read = "what could be read was audited" if result.coverage.conversations else "no conversation could be read"
        tell(f"The audit is incomplete (exit 3): {read}.")
