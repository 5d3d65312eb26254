"""A result as data frames, from a real audit of the examples."""

import os
from pathlib import Path

import pandas as pd

from caraway_audit.audit import audit, rules_of
from caraway_audit.policy.load import load
from caraway_audit.reports import tables

ROOT = Path(__file__).parents[2]


def test_frames_hold_what_the_result_holds() -> None:
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        policy = load(str(ROOT / "rules.yaml"))
        with audit(["examples/chat-orders.csv"], policy, rules_of(policy)) as result:
            found, rated, counted = tables.findings(result), tables.scores(result), tables.counts(result)
            expected = len(result.findings)
    finally:
        os.chdir(before)
    assert len(found) == expected > 20
    assert isinstance(found["at"].dtype, pd.DatetimeTZDtype)
    assert set(found["subject"]) <= {"agent", "client", "team", "data"}
    assert rated["rate"].between(0, 1).all()
    assert counted.set_index("rule").loc["CA108", "failed"] == (found["rule"] == "CA108").sum()
