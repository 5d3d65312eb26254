"""Reports for machines: JSON (one document) and outcomes as JSON lines. `result.schema.json` beside it is their contract."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from caraway_audit.model import AuditResult, Finding, Outcome, Score, Subject, SubjectKind, Verdict
from caraway_audit.reports.wording import escaped

SCHEMA = "caraway-audit/1"

_encode = json.JSONEncoder(ensure_ascii=False).encode


def _encoded(value: object) -> str:
    return escaped(_encode(value))


def outcome_row(outcome: Outcome | Finding, result: AuditResult) -> dict[str, Any]:
    """One outcome as it is written in every machine format."""
    meta = result.rules[outcome.rule]
    finding = outcome if isinstance(outcome, Finding) else None
    return {
        "conversation_id": outcome.conversation,
        "message_id": outcome.message,
        "rule": outcome.rule,
        "name": meta.name,
        "clause": meta.clause,
        "verdict": Verdict.FAIL if isinstance(outcome, Finding) else outcome.verdict,
        "subject": {"kind": outcome.subject.kind, "id": outcome.subject.id},
        "severity": finding.severity if finding else meta.severity(outcome.subject.kind),
        "confidence": outcome.confidence,
        "spans": [list(span) for span in outcome.spans],
        "entity": outcome.entity,
        "evidence": finding.evidence if finding else "",
        "reason": outcome.reason,
        "advice": finding.advice if finding else "",
        "fingerprint": finding.fingerprint if finding else None,
    }


def score_row(score: Score) -> dict[str, Any]:
    """One score as it is written in every machine format."""
    return {
        "who": {"kind": score.who.kind.value, "id": score.who.id},
        "scope": score.scope,
        "key": score.key,
        "conversations": score.conversations,
        "rate": round(score.rate, 6),
        "low": round(score.low, 6),
        "high": round(score.high, 6),
        "ranked": score.ranked,
    }


def _gate(result: AuditResult) -> dict[str, Any]:
    gate = result.gate
    return {"gate": {"verdict": gate.verdict, "threshold": gate.threshold, "counted": gate.counted}} if gate else {}


class JsonReporter:
    """The whole result as one document, findings only (the outcomes have a file of their own)."""

    name = "json"

    def write(self, result: AuditResult, path: Path) -> None:
        """Write `path`; the findings are streamed."""
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(self._document(result))

    def _document(self, result: AuditResult) -> Iterator[str]:
        coverage = result.coverage
        head = {
            "schema": SCHEMA,
            "policy": {
                "digest": result.policy.digest,
                "source": result.policy.source,
                "version": result.policy.version,
                "rules": list(result.policy.rules),
                "off": list(result.policy.off),
                "min_sample": result.policy.min_sample,
            },
            **_gate(result),
            "coverage": {
                "files": [
                    {"file": f.file, "format": f.format, "records": f.records, "notes": list(f.notes)} for f in coverage.files
                ],
                "problems": [{"place": str(p.source), "what": p.what, "remedy": p.remedy} for p in coverage.problems],
                "problem_count": coverage.problem_count,
                "conversations": coverage.conversations,
                "messages": coverage.messages,
                "duplicates": coverage.duplicates,
                "open_conversations": coverage.open_conversations,
                "languages": dict(coverage.languages),
                "first": coverage.first,
                "last": coverage.last,
                "narrowed_to": coverage.narrowed_to,
                "left_out": coverage.left_out,
                "unmet": list(coverage.unmet),
            },
            "failures": [{"rule": f.rule, "conversation_id": f.conversation, "error": f.error} for f in result.failures],
            "counts": {
                code: {
                    "pass": count.passed,
                    "fail": count.failed,
                    "not_evaluated": count.not_evaluated,
                    "reasons": dict(count.reasons),
                }
                for code, count in result.counts.items()
            },
            "agents": {name: list(teams) for name, teams in result.agents.items()},
            "teams": list(result.teams),
        }
        yield escaped(json.dumps(head, ensure_ascii=False, indent=1))[:-2]
        yield ',\n "scores": [\n'
        yield ",\n".join("  " + _encoded(score_row(score)) for score in result.scores)
        yield '\n ],\n "findings": [\n'
        for number, finding in enumerate(result.findings):
            row = outcome_row(finding, result) | {
                "team": finding.team, "at": finding.at, "state": finding.state.value, "repeats": finding.repeats,
            }  # fmt: skip
            yield (",\n" if number else "") + "  " + _encoded(row)
        yield "\n ]\n}\n"


class OutcomesReporter:
    """Every outcome, passes and *not evaluated* too, one a line."""

    name = "outcomes"

    def write(self, result: AuditResult, path: Path) -> None:
        """Write `path`, streaming."""
        with path.open("w", encoding="utf-8", newline="\n") as out:
            known: dict[_Alike, tuple[str, ...]] = {}
            out.writelines(_line(outcome, result, known) for outcome in result.outcomes)


_Alike = tuple[str, Verdict, SubjectKind, str, bool]
_CONVERSATION, _MESSAGE, _WHO = "\0conversation", "\0message", "\0subject"
_ALIKE = 5_000
"""Ways to say a pass that are kept; a package's rule may give a reason of its own for each."""


def _line(outcome: Outcome | Finding, result: AuditResult, known: dict[_Alike, tuple[str, ...]]) -> str:
    """An outcome as a line. Passes differ in little but their place and person, so what else they say is encoded once."""
    if isinstance(outcome, Finding) or outcome.spans or outcome.facts:
        return f"{_encoded(outcome_row(outcome, result))}\n"
    rule, conversation, message, verdict, (kind, who), _, _, reason, _, _ = outcome
    alike = (rule, verdict, kind, reason, message is None)
    parts = known.get(alike)
    if parts is None:
        if len(known) >= _ALIKE:
            known.clear()
        places = (_CONVERSATION, message and _MESSAGE, _WHO)
        row = outcome_row(outcome._replace(conversation=places[0], message=places[1], subject=Subject(kind, _WHO)), result)
        parts, rest = (), f"{_encoded(row)}\n"
        for place in places:
            head, _, rest = rest.partition(_encoded(place))
            parts = (*parts, head)
        parts = known[alike] = (*parts, rest)
    before, between, after, tail = parts
    return f"{before}{_quoted(conversation)}{between}{_quoted(message)}{after}{_quoted(who)}{tail}"


@lru_cache(maxsize=1_000)
def _quoted(name: str | None) -> str:
    return _encoded(name)
