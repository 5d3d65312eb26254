"""A result as pandas data frames, for analysis beyond the reports: `findings(result)`, `scores(result)`, `counts(result)`."""

from typing import TYPE_CHECKING

from caraway_audit.model import AuditResult
from caraway_audit.reports.data import outcome_row

if TYPE_CHECKING:
    from pandas import DataFrame


FINDINGS = (
    "conversation_id", "message_id", "rule", "name", "clause", "verdict", "severity", "confidence", "spans", "entity",
    "evidence", "reason", "advice", "fingerprint", "subject", "subject_id", "team", "at",
)  # fmt: skip
SCORES = ("kind", "who", "scope", "key", "conversations", "rate", "low", "high", "ranked")
COUNTS = ("rule", "passed", "failed", "not_evaluated")


def findings(result: AuditResult) -> "DataFrame":
    """One row a finding, columns as in the outcome lines, the subject in two columns; times are UTC."""
    import pandas as pd

    rows = []
    for finding in result.findings:
        row = outcome_row(finding, result)
        subject = row.pop("subject")
        rows.append(row | {"subject": subject["kind"], "subject_id": subject["id"], "team": finding.team, "at": finding.at})
    frame = pd.DataFrame(rows, columns=FINDINGS)  # the same columns where nothing was found
    frame["at"] = pd.to_datetime(frame["at"], utc=True, errors="coerce")
    return frame


def scores(result: AuditResult) -> "DataFrame":
    """One row a score; rates in [0, 1]."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "kind": str(score.who.kind), "who": score.who.id, "scope": score.scope, "key": score.key,
                "conversations": score.conversations, "rate": score.rate, "low": score.low, "high": score.high,
                "ranked": score.ranked,
            }
            for score in result.scores
        ],
        columns=SCORES,
    )  # fmt: skip


def counts(result: AuditResult) -> "DataFrame":
    """One row a rule: how often it passed, failed and was not evaluated."""
    import pandas as pd

    rows = [
        {"rule": code, "passed": count.passed, "failed": count.failed, "not_evaluated": count.not_evaluated}
        for code, count in result.counts.items()
    ]
    return pd.DataFrame(rows, columns=COUNTS)
