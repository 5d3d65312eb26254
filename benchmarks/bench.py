"""Times whole audits as processes and writes `docs/performance.md`.

The export is the STAR set of `--data DIR` in the native shape; where that is absent, one is made from `examples/`. Every figure
is of a whole process (start-up, reading, judging, writing), the median of `--runs`; processor time, since wall time says more
about what else the machine does.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from convert import convert

ROOT = Path(__file__).resolve().parents[1]
EMPTY_APP = "import typer\napp = typer.Typer(add_completion=False)\n@app.command()\ndef main() -> None:\n    pass\napp()\n"


@dataclass(frozen=True)
class Timing:
    """Seconds of processor and wall time, and peak memory in MiB."""

    cpu: float
    wall: float
    peak: float


def once(command: list[str], folder: Path) -> Timing:
    """Run a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Timing(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def median(command: list[str], folder: Path, runs: int) -> Timing:
    """The median of several runs after one that does not count."""
    timings = []
    for number in range(runs + 1):
        for left in ("report",):
            shutil.rmtree(folder / left, ignore_errors=True)
        timing = once(command, folder)
        if number:
            timings.append(timing)
    return Timing(*(statistics.median(getattr(t, name) for t in timings) for name in ("cpu", "wall", "peak")))


def from_examples(target: Path, copies: int = 120) -> int:
    """An export made of the examples, many times over under other ids; returns its number of messages."""
    talks = json.loads((ROOT / "examples" / "chat-billing.json").read_text(encoding="utf-8"))["conversations"]
    with target.open("w", encoding="utf-8") as out:
        for copy in range(copies):
            for talk in talks:
                out.write(json.dumps(talk | {"conversation_id": f"{talk['conversation_id']}-{copy}"}) + "\n")
    return copies * sum(len(talk["messages"]) for talk in talks)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("nowhere"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=Path, help="the Markdown page to write (default: print)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = args.data.resolve() / "transcripts" / "star.jsonl.gz"
        export = folder / "export.jsonl"
        (folder / "policy.yaml").write_text("caraway: 1\n")
        (folder / "empty.py").write_text(EMPTY_APP)
        found = source.exists()
        messages = convert(source, export) if found else from_examples(export)
        large = folder / "large.jsonl"
        many = convert(source, large, 5) if found else from_examples(large, 600)
        tool = [sys.executable, "-m", "caraway_audit"]
        audit = [*tool, "audit", "export.jsonl", "-q", "--config", "policy.yaml"]
        outcomes = median([*audit, "-o", "outcomes=out.jsonl"], folder, args.runs)
        full = median([*audit, "--out", "report"], folder, args.runs)
        five = median([*tool, "audit", "large.jsonl", "-q", "--config", "policy.yaml", "-o", "outcomes=out.jsonl"], folder, 1)
        two = median(
            [*tool, "audit", "large.jsonl", "-q", "--config", "policy.yaml", "-j", "2", "-o", "outcomes=out.jsonl"], folder, 1
        )
        shown = median([*tool, "--help"], folder, args.runs * 3)
        empty = median([sys.executable, "empty.py", "--help"], folder, args.runs * 3)
    rows = [
        ("outcomes only", messages, outcomes),
        ("the whole report folder", messages, full),
        ("outcomes only, five times the messages", many, five),
        ("the same with two workers", many, two),
    ]
    lines = [
        "# Performance",
        "",
        f"Written by `make bench`: whole processes on {platform.machine()}, Python {platform.python_version()}, median of "
        f"{args.runs} runs ({'STAR' if found else 'made of the examples'}, {messages:,} messages; the longer ones once).",
        "",
        "| Audit | Messages | Processor s | Wall s | Messages per s and core | Peak MiB |",
        "|---|---:|---:|---:|---:|---:|",
        *(f"| {name} | {n:,} | {t.cpu:.2f} | {t.wall:.2f} | {n / t.cpu:,.0f} | {t.peak:.0f} |" for name, n, t in rows),
        "",
        f"Start-up: `--help` takes {shown.cpu:.3f} s, an empty typer app {empty.cpu:.3f} s: {shown.cpu / empty.cpu:.2f} times.",
        "",
        Path(__file__).with_name("performance_notes.md").read_text(encoding="utf-8").strip(),
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
