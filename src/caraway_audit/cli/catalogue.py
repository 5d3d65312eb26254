"""`rules`, `explain` and `test-rules`: what is checked, why, and the proof that it works."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from caraway_audit.audit import rules_of
from caraway_audit.cli.auditing import load_policy, selected_rules
from caraway_audit.cli.console import err, out
from caraway_audit.conduct import CLAUSES, SECTIONS
from caraway_audit.errors import ExitCode, UsageError
from caraway_audit.model import RuleMeta
from caraway_audit.policy.load import Policy, suggest
from caraway_audit.policy.schema import PolicyFile, show_duration
from caraway_audit.policy.select import Selection


def _severity(meta: RuleMeta) -> str:
    shown = {kind.value: meta.severity(kind).value for kind in meta.who}
    if len(set(shown.values())) == 1:
        return next(iter(shown.values()))
    return ", ".join(f"{severity} ({kind})" for kind, severity in shown.items())


def rules_command(config: str | None, selection: Selection, as_json: bool) -> int:
    """List the rules in force."""
    rules = selected_rules(load_policy(config), selection)
    if as_json:
        rows = [
            {
                "code": meta.code,
                "name": meta.name,
                "clause": meta.clause,
                "who": [kind.value for kind in meta.who],
                "severity": {kind.value: meta.severity(kind).value for kind in meta.who},
                "kind": meta.kind,
                "summary": meta.summary,
                "origin": meta.origin,
                "status": meta.status,
                "since": meta.since,
            }
            for meta in rules.metas
        ]
        print(json.dumps(rows, indent=1, ensure_ascii=False))  # noqa: T201
        return ExitCode.CLEAN
    from rich.markup import escape
    from rich.table import Table

    console = out()
    for number, title in SECTIONS.items():
        metas = [meta for meta in rules.metas if meta.section == number]
        if not metas:
            continue
        console.print(f"[bold]{number} {title}[/]")
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for column in ("code", "name", "clause", "severity"):
            table.add_column(column, no_wrap=True)
        table.add_column("summary")
        for meta in metas:
            origin = "" if meta.origin == "default" else f" ({meta.origin})"
            table.add_row(meta.code, meta.name, meta.clause, meta.worst.value, escape(meta.summary + origin))
        console.print(table)
    off = f"; off: {', '.join(rules.off)}" if rules.off else ""
    console.print(f"{len(rules.metas)} rules{off}. `caraway-audit explain CODE` tells more.")
    return ExitCode.CLEAN


def explain_command(name: str, config: str | None, full: bool) -> int:
    """Explain one rule; its long lists of words only where they are asked for: some are no sight for a meeting."""
    policy = load_policy(config)
    rules = rules_of(policy)
    rule = next((r for r in rules.rules if name.upper() == r.meta.code or name.lower() == r.meta.name), None)
    if rule is None:
        handles = [handle for meta in rules.metas for handle in (meta.code, meta.name)]
        state = "; it is switched off by the policy" if name.upper() in rules.off else suggest(name, handles)
        raise UsageError(
            f"there is no rule “{name}” in force{state}{'' if state.endswith('?') else '.'} See `caraway-audit rules`."
        )
    from rich.markup import escape

    meta, console = rule.meta, out()
    clause = CLAUSES[meta.clause]
    console.print(f"[bold]{meta.code} {meta.name}[/]  {_severity(meta)}")
    console.print(escape(meta.summary))
    console.print(f"\n[bold]Clause {clause.id}[/] ({SECTIONS[clause.section]}): {escape(clause.text)}")
    for title, text in (("Why", meta.why), ("What to do", meta.advice), ("When it may be wrong", meta.wrong_when)):
        if text:
            console.print(f"[bold]{title}:[/] {escape(text)}")
    for title, fails in (("Fails", True), ("Passes", False)):
        console.print(f"\n[bold]{title}[/]")
        for number, example in enumerate(e for e in meta.examples if e.fails == fails):
            console.print("\n".join(("  | " if line else "") + escape(line) for line in example.text.splitlines()))
            if number < sum(e.fails == fails for e in meta.examples) - 1:
                console.print("")
    console.print(f"\n[bold]Settings[/] (kind “{meta.kind}”; from {escape(_origin(policy, meta))})")
    for item in dataclasses.fields(rule.params):
        origin = policy.origin(("rules", _key(policy, meta), item.name))
        mark = "" if origin == "default" else f"  ← {origin}"
        value = getattr(rule.params, item.name)
        listed = _listed(value)
        text = _shown(value) if full or listed <= _LISTED else f"{listed} values (--full shows them)"
        console.print(f"  {item.name}: {escape(text)}{escape(mark)}")
    return ExitCode.CLEAN


_LISTED = 8
"""So many values of a setting are told without being asked for."""


def _listed(value: Any) -> int:
    """How many values a setting holds."""
    if isinstance(value, Mapping):
        return sum(map(_listed, value.values()))
    return sum(map(_listed, value)) if isinstance(value, tuple | list | frozenset) else 1


def _key(policy: Policy, meta: RuleMeta) -> str:
    return next((key for key in policy.file.rules if key in (meta.code, meta.name)), meta.code)


def _origin(policy: Policy, meta: RuleMeta) -> str:
    origin = policy.origin(("rules", _key(policy, meta)))
    return "the shipped rules" if origin == "default" and meta.origin == "default" else f"{meta.origin}, set in {origin}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = [f"{key}: {_shown(item)}" for key, item in value.items()]
        return "\n      " + "\n      ".join(parts) if parts else "none"
    if isinstance(value, timedelta):
        return show_duration(value)
    if isinstance(value, tuple | list | frozenset):
        parts = [_shown(item) for item in (sorted(value, key=str) if isinstance(value, frozenset) else value)]
        if sum(map(len, parts)) > 90:
            return "\n      " + "\n      ".join(parts)
        return ", ".join(parts) or "none"
    if hasattr(value, "value"):
        return str(value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and not hasattr(value, "calendar"):
        return "; ".join(f"{key} {_shown(item)}" for key, item in vars(value).items() if item)
    if hasattr(value, "calendar"):
        calendar = value.calendar
        return f"{calendar.hours or 'around the clock'} ({calendar.timezone})"
    return str(value)


def _wordings(settings: Any) -> Any:
    """The settings of a rule without the switches, numbers and times that a team has set: examples are not written for them."""
    if not isinstance(settings, dict) or "examples" in settings:
        return settings
    return {name: value for name, value in settings.items() if isinstance(value, list | dict) and name != "targets"}


def test_rules_command(config: str | None, selection: Selection) -> int:
    """Prove every example; exit 2 where one does not hold."""
    from caraway_audit.privacy.detect import Detector
    from caraway_audit.reports.wording import count
    from caraway_audit.rules.examples import prove

    policy = load_policy(config)
    # Examples are written for the shipped calendar, targets and names, whatever hours a team keeps and whoever works there.
    shipped = {name: PolicyFile.model_fields[name].get_default() for name in ("calendar", "channels", "roster")}
    rules = {code: _wordings(settings) for code, settings in policy.file.rules.items()}
    everything = rules_of(replace(policy, file=policy.file.model_copy(update={**shipped, "rules": rules})))
    wanted = {meta.code for meta in selected_rules(policy, selection).metas}
    verdicts = [v for v in prove(everything, Detector(policy.file.privacy.regions)) if v.rule in wanted]
    broken = [verdict for verdict in verdicts if not verdict.held]
    for verdict in broken:
        kind = "fail" if verdict.example.fails else "pass"
        err().print(f"{verdict.rule}: {verdict.problem}, though this is a “{kind}” example:", markup=False)
        for line in verdict.example.text.splitlines():
            err().print(f"    {line}", markup=False)
    proved = count(len({verdict.rule for verdict in verdicts}), "rule")
    state = f"[bold]{count(len(broken), 'does', 'do')} not hold[/]" if broken else "all hold"
    out().print(f"{count(len(verdicts), 'example')} of {proved}: {state}.")
    return ExitCode.USAGE if broken else ExitCode.CLEAN
