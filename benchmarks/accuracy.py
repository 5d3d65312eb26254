"""Measures the rules against labelled conversations and writes `docs/accuracy.md`.

The gold files are those of `--data DIR` (`gold/*.jsonl`, described in its README); they are read, never copied. The measure is
the data's own: a labelled failure is found when the rule fails at that message (or one of its `alt`); where two people read a
conversation for all rules, every other failure is a false alarm. Findings on public transcripts are counted beside it.
"""

import argparse
import collections
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from convert import convert
from fairness import table as fairness_table
from hurried import table as hurried_table
from near import table as near_table
from personal_sets import table as personal_table
from public_sets import table as public_table
from recogniser_cases import table as recogniser_table
from typed import WAYS, WRITING, typed

BEYOND = {"CA209", "CA310", "CA406", "CA407", "CA604", "CA605"}
"""Rules that look beyond the conversation: false alarms only where a label says so."""

HIDDEN = {"labels", "clean_of", "also", "also_at", "read", "group", "policy", "section"}
TRANSCRIPTS = ("star", "twcs", "sgd", "taskmaster4")
SECTIONS = "Respect, Communication, Confidentiality, Resolution, Empathy, Improvement, Compliance".split(", ")
PLANNED = dict(
    enumerate(
        (range(101, 113), range(201, 215), range(301, 314), range(401, 412), range(501, 508), range(601, 606), range(701, 712)),
        1,
    )
)
"""Numbers of the rules that are planned, by section."""


def policy_of(wanted: dict[str, Any]) -> dict[str, Any]:
    """What a gold conversation's policy demands, as a policy of ours."""
    rules: dict[str, Any] = {}
    for key, code in (("verification_required", "CA313"), ("disclosures", "CA701"), ("approved_channels", "CA312")):
        if key in wanted:
            rules[code] = {key: wanted[key]}
    return {"caraway": 1, "rules": rules}


def audit(tool: str, export: Path, policy: dict[str, Any], work: Path) -> list[dict[str, Any]]:
    """The outcomes of one audit by the command line."""
    config, outcomes = work / "policy.yaml", work / "outcomes.jsonl"
    config.write_text(json.dumps(policy), encoding="utf-8")
    command = [*shlex.split(tool), "audit", str(export), "-q", "--config", str(config), "-o", f"outcomes={outcomes}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{shlex.join(command)}\nexit {done.returncode}\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in outcomes.read_text(encoding="utf-8").splitlines()]


def gold_rows(data: Path) -> list[dict[str, Any]]:
    """The labelled conversations."""
    return [row for path in sorted((data / "gold").glob("*.jsonl")) for row in read_rows(path)]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The conversations of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def own_rows() -> list[dict[str, Any]]:
    """The conversations beside this script, without their labels."""
    paths = sorted((Path(__file__).parent / "conversations").glob("*.jsonl"))
    return [{key: value for key, value in row.items() if key not in HIDDEN} for path in paths for row in read_rows(path)]


def judge_gold(tool: str, rows: list[dict[str, Any]], work: Path) -> dict[tuple[str, str], dict[str, set[str | None]]]:
    """Where each rule failed: by conversation and rule, the messages, apart for data findings."""
    batches: dict[tuple[str, str], list[dict[str, Any]]] = collections.defaultdict(list)
    for row in rows:
        batches[row.get("group") or "", json.dumps(row.get("policy") or {}, sort_keys=True)].append(row)
    failed: dict[tuple[str, str], dict[str, set[str | None]]] = collections.defaultdict(
        lambda: {"person": set(), "data": set()}
    )
    for (_, policy), batch in sorted(batches.items()):
        export = work / "gold.jsonl"
        export.write_text("".join(json.dumps({k: v for k, v in row.items() if k not in HIDDEN}) + "\n" for row in batch))
        for outcome in audit(tool, export, policy_of(json.loads(policy)), work):
            if outcome["verdict"] == "fail":
                kind = "data" if outcome["subject"]["kind"] == "data" else "person"
                failed[outcome["conversation_id"], outcome["rule"]][kind].add(outcome["message_id"])
    return failed


def score(
    rows: list[dict[str, Any]], failed: dict[tuple[str, str], dict[str, set[str | None]]]
) -> dict[str, collections.Counter[str]]:
    """Hits, misses and false alarms by rule."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    fired_in: dict[str, set[str]] = collections.defaultdict(set)
    for (conversation, rule), places in failed.items():
        if places["person"]:
            fired_in[conversation].add(rule)
    for row in rows:
        conversation = row["conversation_id"]
        fired_in[conversation] = {rule for rule in fired_in[conversation] if rule.startswith(judged(row))}
        wanted: dict[str, list[set[str]]] = collections.defaultdict(list)
        passes: dict[str, set[str]] = collections.defaultdict(set)
        for label in row.get("labels", []):
            if label["outcome"] == "fail":
                wanted[label["rule"]].append({label["message_id"], *label.get("alt", [])})
            else:
                passes[label["rule"]].add(label["message_id"])
        clean = row.get("clean_of") or []
        clean = sorted(fired_in[conversation]) if clean == "all" else clean
        exhaustive = fired_in[conversation] - BEYOND if row.get("read", 1) >= 2 else set()
        debatable = {tuple(pair) for pair in row.get("also_at") or []}
        for rule in {*wanted, *passes, *clean, *exhaustive}:
            fired = failed.get((conversation, rule), {"person": set(), "data": set()})
            for places in wanted[rule]:
                counts[rule]["hit" if (fired["person"] | fired["data"]) & places else "miss"] += 1
            if rule in (row.get("also") or []):
                continue
            right = set().union(*wanted[rule]) if wanted[rule] else set()
            if rule in exhaustive or (rule in clean and not right):
                wrong = {place for place in fired["person"] - right if (rule, place) not in debatable}
            else:
                wrong = (fired["person"] & passes[rule]) - right
            counts[rule]["false"] += len(wrong)
    return counts


def judged(row: dict[str, Any]) -> tuple[str, ...]:
    """How the codes of the rules begin that somebody labelled in a conversation: all, or those of the sections "1235"."""
    return tuple(f"CA{number}" for number in str(row.get("section", ""))) or ("CA",)


def rate(part: int, whole: int) -> str:
    """A share with two digits, or a dash."""
    return f"{part / whole:.2f}" if whole else "–"


def gold_tables(counts: dict[str, collections.Counter[str]], built: set[str]) -> Iterator[str]:
    """Per rule and section, in Markdown."""
    yield "| Rule | Labelled | Found | Recall | False alarms | Precision |"
    yield "|---|---:|---:|---:|---:|---:|"
    for code in sorted(built):
        c = counts[code]
        n = c["hit"] + c["miss"]
        yield f"| {code} | {n} | {c['hit']} | {rate(c['hit'], n)} | {c['false']} | {rate(c['hit'], c['hit'] + c['false'])} |"
    yield ""
    yield "By section, the rules that are built, and (recall only) all that are planned:"
    yield ""
    yield "| Section | Built | Recall | Precision | Recall over all planned rules |"
    yield "|---|---|---:|---:|---:|"
    for number, codes in PLANNED.items():
        of_section = [f"CA{code}" for code in codes]
        mine = sum((counts[code] for code in of_section if code in built), collections.Counter())
        every = sum((counts[code] for code in of_section), collections.Counter())
        found, n, whole = mine["hit"], mine["hit"] + mine["miss"], every["hit"] + every["miss"]
        share = f"{len([c for c in of_section if c in built])} of {len(of_section)}"
        precision = rate(found, found + mine["false"])
        yield f"| {number} {SECTIONS[number - 1]} | {share} | {rate(found, n)} | {precision} | {rate(found, whole)} |"


def own_table(tool: str, work: Path) -> Iterator[str]:
    """Recall and precision by section on the conversations beside this script, as they are now."""
    sections = " | ".join(f"{n} {name}" for n, name in enumerate(SECTIONS, 1))
    yield f"| Set | Labelled | {sections} | All | Clean with a finding |"
    yield "|---|---:|" + "---:|" * (len(SECTIONS) + 2)
    for path in sorted((Path(__file__).parent / "conversations").glob("*.jsonl")):
        rows = read_rows(path)
        failed = judge_gold(tool, rows, work)
        counts = score(rows, failed)
        accused = {(conversation, rule) for (conversation, rule), places in failed.items() if places["person"]}
        clean = [row for row in rows if row.get("clean_of") == "all"]
        wrongly = [row for row in clean if any(row["conversation_id"] == c and r.startswith(judged(row)) for c, r in accused)]
        cells = []
        for numbers in (*PLANNED.values(), [number for some in PLANNED.values() for number in some]):
            c = sum((counts[f"CA{number}"] for number in numbers), collections.Counter())
            cells.append(f"{rate(c['hit'], c['hit'] + c['miss'])} / {rate(c['hit'], c['hit'] + c['false'])}")
        labelled = sum(label["outcome"] == "fail" for row in rows for label in row["labels"])
        wrong = f"{len(wrongly)} of {len(clean)}"
        yield f"| {path.stem} ({len(rows)}) | {labelled} | " + " | ".join((*cells, wrong)) + " |"


def typed_table(tool: str, work: Path) -> Iterator[str]:
    """Found of the faults of sections 1, 2, 3 and 5, and taken wrongly, on all conversations beside this script."""
    judged_by = {code for section in (1, 2, 3, 5) for number in PLANNED[section] if (code := f"CA{number}") not in WRITING}
    sets = [read_rows(path) for path in sorted((Path(__file__).parent / "conversations").glob("*.jsonl"))]
    yield "| Typed | Respect | Communication | Confidentiality | Empathy | All | Taken wrongly |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, way in WAYS.items():
        counts: collections.Counter[str] = collections.Counter()
        for rows in sets:
            changed = list(typed(rows, way))
            for code, c in score(changed, judge_gold(tool, changed, work)).items():
                if code in judged_by:
                    counts.update({f"{part} {code[2]}": c[part] for part in ("hit", "miss")} | {"false": c["false"]})
        hit, miss = ([counts[f"{part} {n}"] for n in (1, 2, 3, 5)] for part in ("hit", "miss"))
        cells = [rate(h, h + m) for h, m in zip((*hit, sum(hit)), (*miss, sum(miss)), strict=True)]
        yield f"| {name} | " + " | ".join(cells) + f" | {counts['false']} |"


def transcript_table(tool: str, data: Path, work: Path, built: set[str]) -> Iterator[str]:
    """Findings per 1,000 messages on public transcripts, by rule."""
    columns: dict[str, tuple[int, collections.Counter[str]]] = {}
    for name in TRANSCRIPTS:
        source = data / "transcripts" / f"{name}.jsonl.gz"
        if source.exists():
            export = work / f"{name}.jsonl"
            messages = convert(source, export)
            found = (o["rule"] for o in audit(tool, export, {"caraway": 1}, work) if o["verdict"] == "fail")
            columns[name] = (messages, collections.Counter(found))
    if not columns:
        yield "No transcripts were at hand."
        return
    yield "| Rule | " + " | ".join(f"{name} ({messages:,})" for name, (messages, _) in columns.items()) + " |"
    yield "|---|" + "---:|" * len(columns)
    for code in sorted(built):
        cells = [f"{1000 * counts[code] / messages:.2f}" for messages, counts in columns.values()]
        yield f"| {code} | " + " | ".join(cells) + " |"


def shipped_rules(tool: str, work: Path) -> set[str]:
    """The codes of the rules that are built, whatever policy lies around."""
    config = work / "empty.yaml"
    config.write_text("caraway: 1\n")
    command = [*shlex.split(tool), "rules", "--json", "--config", str(config)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return {rule["code"] for rule in json.loads(listed.stdout) if rule["origin"] == "default"}


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder laid out like the shared data")
    parser.add_argument("--tool", default="caraway-audit")
    parser.add_argument("--write", type=Path, help="the Markdown page to write (default: print)")
    args = parser.parse_args()
    if not (args.data / "gold").is_dir():
        sys.exit(f"{args.data}: there is no gold/ folder; nothing was measured. Name the data: make accuracy DATA=DIR.")
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        built = shipped_rules(args.tool, work)

        def plain(export: Path) -> list[dict[str, Any]]:
            return audit(args.tool, export, {"caraway": 1}, work)

        rows = gold_rows(args.data)
        counts = score(rows, judge_gold(args.tool, rows, work))
        missing = [f"CA{code}" for codes in PLANNED.values() for code in codes if f"CA{code}" not in built]
        notes = Path(__file__).with_name("accuracy_notes.md").read_text(encoding="utf-8")
        lines = [
            "# Accuracy",
            "",
            "Written by `make accuracy`. The labelled conversations are the development part of their set, which the",
            "authors of the rules have seen: expect less on conversations in other words.",
            "",
            f"## Labelled conversations ({len(rows)})",
            "",
            *gold_tables(counts, built),
            "",
            f"Not built yet ({len(missing)}): {', '.join(missing)}.",
            "",
            "## Conversations in words that no author of a rule had seen",
            "",
            "Recall / precision now. All sets have been learnt from since their first figures (below): no forecast.",
            "",
            *own_table(args.tool, work),
            "",
            "### As people type",
            "",
            "The same conversations, every message changed: recall of the same faults, and harmless messages that are taken",
            "wrongly. What judges the writing itself (CA107, CA111, CA207) is left out.",
            "",
            *typed_table(args.tool, work),
            "",
            "## Findings per 1,000 messages on public transcripts",
            "",
            *transcript_table(args.tool, args.data, work, built),
            "",
            "## What texts are taken for, on public sets",
            "",
            "Offence: a rule of CA101 to CA106 fails on the text alone (HateCheck: CA102 to CA105). The others: the text holds",
            "the act that rules ask for. A goal lies above the best peer that was measured on the set; half of them are met.",
            "",
            *public_table(plain, args.data, work),
            "",
            "## Personal values",
            "",
            "What masking and redacting find, on texts that no model learnt from: precision / recall / F1. A value is found",
            "where something of its kind overlaps it; others (passwords, numbers at a firm) are neither missed nor false.",
            "",
            *personal_table(args.data),
            "",
            "### In chats as hurried people type them",
            "",
            "What `redact` leaves of marked values, whole or in part, and how many words it takes besides (numbers of orders",
            "are meant to go).",
            "",
            *hurried_table(args.tool, work),
            "",
            "### Presidio's own test values",
            "",
            "Each as it stands and behind the word that names it (“passport …”), for the kinds that rules judge by.",
            "",
            *recogniser_table(args.data),
            "",
            "## Under other names",
            "",
            "The conversations above, clients and agents of two plain names renamed in all fields and texts. A finding that",
            "comes or goes with a name was made by it.",
            "",
            *fairness_table(plain, own_rows(), BEYOND, work),
            "",
            "## Messages that only come near",
            "",
            "Who names people by origin, faith, age, body or whom they love (`naming`), or speaks of bodies, evenings and",
            "private lines (`bodies`), or writes internal notes in a few plain words (`notes`), and does no wrong, but for",
            "`rude_notes`, which are to be found; by writers for nobody's training, read by nobody who writes rules.",
            "",
            *near_table(plain, work),
            "",
            notes.strip(),
            "",
        ]
    text = "\n".join(lines)
    if args.write:
        args.write.write_text(text, encoding="utf-8")
        print(f"wrote {args.write}")
    else:
        print(text)


if __name__ == "__main__":
    main()
