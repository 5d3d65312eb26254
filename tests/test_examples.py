"""The examples are test input: what the demo finds is written down, and machine outputs keep to their published schema.

When a change of rules moves these findings on purpose, run with `CARAWAY_UPDATE=1` and read the difference.
"""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from caraway_audit.audit import audit, rules_of
from caraway_audit.policy.load import load
from caraway_audit.reports import publish

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "examples_findings.txt"
INPUTS = ("examples/chat-orders.csv", "examples/chat-billing.json", "examples/mail.mbox")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("examples")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        policy = load(str(ROOT / "rules.yaml"))
        with audit(INPUTS, policy, rules_of(policy)) as result:
            publish(result, [("json", folder / "result.json")])
            publish(result, [("outcomes", folder / "outcomes.jsonl")])
    finally:
        os.chdir(before)
    outcomes = [json.loads(line) for line in (folder / "outcomes.jsonl").read_text(encoding="utf-8").splitlines()]
    return {"result": json.loads((folder / "result.json").read_text(encoding="utf-8")), "outcomes": outcomes}


def test_the_findings_of_the_demo_are_those_written_down(written: dict[str, Any]) -> None:
    lines = [
        f"{f['conversation_id']} {f['message_id'] or '-'} {f['rule']} {f['severity']} {f['subject']['kind']}: "
        f"{f['evidence'] or f['reason']}"
        for f in written["result"]["findings"]
    ]
    text = "\n".join(lines) + "\n"
    if os.environ.get("CARAWAY_UPDATE"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_result_keeps_to_its_schema(written: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "src/caraway_audit/reports/result.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(written["result"], schema)
    outcome = jsonschema.Draft202012Validator(schema["$defs"]["outcome"] | {"$defs": schema["$defs"]})
    for row in written["outcomes"]:
        outcome.validate(row)
    assert written["result"]["findings"]


def test_every_section_has_a_finding_and_every_rule_an_opportunity(written: dict[str, Any]) -> None:
    counts = written["result"]["counts"]
    assert {finding["clause"][0] for finding in written["result"]["findings"]} == set("1234567")
    unused = {code for code, count in counts.items() if not count["pass"] + count["fail"]}
    assert unused <= {"CA313", "CA507"}  # need a policy that demands an identity check, and abuse in two turns


def test_good_service_is_left_alone(written: dict[str, Any]) -> None:
    """Conversations written to be without fault (see examples/README.md) stay without a finding about an agent."""
    good = {
        "CH-1001", "CH-1005", "CH-1009", "CH-1017", "CH-1019", "CH-1022", "CH-1027", "CH-1030", "CH-1031",
        "CH-1036", "CH-1037", "CH-1038", "CH-1041", "BL-2001", "BL-2006", "BL-2010", "BL-2011", "BL-2022",
    }  # fmt: skip
    accused = [
        (f["conversation_id"], f["rule"], f["evidence"] or f["reason"])
        for f in written["result"]["findings"]
        if f["conversation_id"] in good and f["subject"]["kind"] in ("agent", "team")
    ]
    assert accused == []
