"""Times whole audits as processes beside their peers, in one run, and writes `docs/performance.md`.

The exports are made by `exports.py` from the public sets of `--data DIR` or, where those are absent, from `examples/`. Every
figure of an audit is of a whole process (start-up, reading, judging, writing); processor time, since wall time says more about
what else the machine does. `--small` and `--large` make a quick run: `--small 5000 --large 20000`.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports import sources, varied, write_csv, write_jsonl

HERE = Path(__file__).parent
EMPTY_APP = "import typer\napp = typer.Typer(add_completion=False)\n@app.command()\ndef main() -> None:\n    pass\napp()\n"
TOOL = [sys.executable, "-m", "caraway_audit"]


@dataclass(frozen=True)
class Timing:
    """Seconds of processor and wall time, peak memory in MiB of the largest process, and what was printed."""

    cpu: float
    wall: float
    peak: float
    out: str = ""


def run(command: list[str], folder: Path) -> Timing:
    """Run a command to its end, its workers included."""
    shutil.rmtree(folder / "report", ignore_errors=True)
    began = time.perf_counter()
    with (folder / "printed").open("w+", encoding="utf-8") as printed:
        process = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        printed.seek(0)
        out = printed.read()
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Timing(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, out.strip())


def median(command: list[str], folder: Path, runs: int) -> Timing:
    """The run of median processor time, after one that does not count."""
    run(command, folder)
    timings = sorted((run(command, folder) for _ in range(runs)), key=lambda timing: timing.cpu)
    return timings[(runs - 1) // 2]


def audits(folder: Path, small: int, large: int) -> Iterator[tuple[str, int, Timing]]:
    """What is audited, how many messages that is, and what it took."""
    audit = [*TOOL, "audit", "-q", "--config", "policy.yaml"]
    data = ["-o", "json=result.json", "-o", "outcomes=outcomes.jsonl"]
    yield "JSON and outcomes", small, run([*audit, "small.jsonl", *data], folder)
    yield "the report folder", small, run([*audit, "small.jsonl", "--out", "report"], folder)
    yield "the report folder, from CSV", small, run([*audit, "small.csv", "--out", "report"], folder)
    yield "JSON and outcomes", large, run([*audit, "large.jsonl", *data], folder)
    yield "the report folder", large, run([*audit, "large.jsonl", "--out", "report"], folder)
    yield "JSON and outcomes, two workers", large, run([*audit, "large.jsonl", *data, "-j", "2"], folder)


def table(rows: list[tuple[str, int, Timing]]) -> Iterator[str]:
    """The audits as a table."""
    yield "| Audit | Messages | Processor s | Wall s | Messages per s and core | Peak MiB |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, messages, t in rows:
        yield f"| {name} | {messages:,} | {t.cpu:.1f} | {t.wall:.1f} | {messages / t.cpu:,.0f} | {t.peak:.0f} |"


def sizes(rows: list[tuple[str, int, Timing]]) -> Iterator[str]:
    """How memory and time grow with the export, and what a second worker gives."""
    small_data, small_folder, _, large_data, large_folder, two = [timing for _, _, timing in rows]
    times = rows[3][1] / rows[0][1]
    yield f"{times:.0f} times the messages take {large_data.peak / small_data.peak:.2f} times the peak memory with JSON and "
    yield f"outcomes, {large_folder.peak / small_folder.peak:.2f} times with the report folder. Two workers take "
    yield f"{two.wall / large_data.wall:.2f} of the wall time of one (the peak is that of the largest process)."


def peers(folder: Path, sample: int, small: int, whole: Timing) -> Iterator[str]:
    """What presidio alone and pandas alone need for the same texts."""
    peer = [sys.executable, str(HERE / "peers.py")]
    yield "| The same texts | Messages | Processor s | Messages per s | A whole audit is |"
    yield "|---|---:|---:|---:|---:|"
    rate = small / whole.cpu
    for name, arguments, count in (
        ("presidio, patterns only (`BatchAnalyzerEngine`, spacy.blank)", ["presidio", "small.csv", str(sample)], sample),
        ("presidio with the English model", ["presidio-model", "small.csv", str(sample // 5)], sample // 5),
        ("pandas.read_csv(dtype=str, keep_default_na=False)", ["pandas", "small.csv"], small),
    ):
        said = run([*peer, *arguments], folder).out
        if not said:
            yield f"| {name} | | | | not run: no English spaCy model is installed here |"
            continue
        seconds = float(said)
        theirs = count / seconds
        ratio = f"{rate / theirs:.1f} times as fast" if rate > theirs else f"{theirs / rate:.0f} times as long"
        yield f"| {name} | {count:,} | {seconds:.2f} | {theirs:,.0f} | {ratio} |"


def finders(folder: Path, data: Path | None) -> Iterator[str]:
    """What finds personal values, on presidio's own test data."""
    yield "| On presidio's own test data | Texts | Texts per s | F1 | F1, structured |"
    yield "|---|---:|---:|---:|---:|"
    for name, which in (
        ("ours (all that masking and redacting find)", "ours"),
        ("presidio, patterns only", "presidio"),
        ("presidio with the English model", "presidio-model"),
    ):
        command = [sys.executable, str(HERE / "personal_sets.py"), which, str((data or HERE).resolve())]
        said = run(command, folder).out.split()
        if not said:
            yield f"| {name} | | | | not run: no English spaCy model is installed here |"
            continue
        texts, seconds, every, structured = said
        yield f"| {name} | {texts} | {int(texts) / float(seconds):,.0f} | {every} | {structured} |"


def start_up(folder: Path, runs: int) -> str:
    """What the command line costs before it does anything."""
    shown = median([*TOOL, "--help"], folder, runs)
    empty = median([sys.executable, "empty.py", "--help"], folder, runs)
    listed = median([*TOOL, "rules", "--config", "policy.yaml"], folder, runs)
    return (
        f"Start-up (processor time, median of {runs}): `--help` {shown.cpu:.3f} s, an empty typer app {empty.cpu:.3f} s "
        f"({shown.cpu / empty.cpu:.2f} times), `rules` {listed.cpu:.3f} s."
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--small", type=int, default=100_000, help="messages of the smaller export")
    parser.add_argument("--large", type=int, default=1_000_000, help="messages of the larger export")
    parser.add_argument("--sample", type=int, default=5_000, help="messages that presidio is given")
    parser.add_argument("--runs", type=int, default=7, help="runs of what only starts up")
    parser.add_argument("--write", type=Path, help="the Markdown page to write (default: print)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        originals, found = sources(args.data)
        small = write_jsonl(folder / "small.jsonl", varied(originals, args.small))
        write_csv(folder / "small.csv", varied(originals, args.small))
        large = write_jsonl(folder / "large.jsonl", varied(originals, args.large))
        (folder / "policy.yaml").write_text("caraway: 1\n")
        (folder / "empty.py").write_text(EMPTY_APP)
        rules = run([*TOOL, "rules", "--json", "--config", "policy.yaml"], folder).out.count('"code"')
        rows = list(audits(folder, small, large))
        sections = [
            "# Performance",
            f"Written by `make bench`: whole processes on {platform.machine()}, Python {platform.python_version()}, {rules} "
            f"rules. The exports are made of {found}: other ids, clients and agents in every copy, and other numbers, words "
            "and names in half of the messages.",
            "\n".join(table(rows)),
            "".join(sizes(rows)),
            "\n".join(peers(folder, args.sample, small, rows[1][2])),
            "The audit compared is the whole one, with the report folder. Presidio runs its own recognisers; the audit runs "
            "ours, all rules, the scores and the reports. Start-up and loading are left out for the peers, not for the audit.",
            "\n".join(finders(folder, args.data)),
            "F1 of texts that no model of ours learnt from, seconds of all, loading left out.",
            start_up(folder, args.runs),
            (HERE / "performance_notes.md").read_text(encoding="utf-8").strip(),
        ]
    text = "\n\n".join(sections) + "\n"
    if args.write:
        args.write.write_text(text, encoding="utf-8")
        print(f"wrote {args.write}")
    else:
        print(text)


if __name__ == "__main__":
    main()
