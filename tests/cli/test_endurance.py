"""Killed is not lost, a full disk is told, and raw texts do not stay behind."""

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.scratch import PREFIX, at_work, left_behind, scratch_folder

Cli = Callable[..., Any]
Export = Callable[..., Path]

PAIR = ("Good morning, my kettle arrived with a scratch in the lid", "Hello Ann, you should have checked it at the door.")


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def begun(folder: Path, environment: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    """An audit of `chat.csv` on its way, with its temporary files in `tmp`, in a process group of its own."""
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "caraway_audit", "audit", "chat.csv", "-q", *map(str, arguments)],
        cwd=folder, env=environment | {"TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell starts what runs behind with it ignored
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment_nothing_is_lost(
    export: Export, tmp_path: Path, clean_environment: dict[str, str], jobs: int
) -> None:
    export(*[PAIR] * 400)
    options = ("--out", "report", "-o", "json=r.json", "-j", jobs)
    start = time.monotonic()
    assert begun(tmp_path, clean_environment, *options).wait(120) == 0
    took = time.monotonic() - start
    whole, json = contents(tmp_path / "report"), (tmp_path / "r.json").read_bytes()
    moments = random.Random(jobs)
    for _ in range(10):
        process = begun(tmp_path, clean_environment, *options)
        time.sleep(moments.uniform(0.1, took))
        process.kill()  # the main process alone: its workers have to notice
        process.communicate(timeout=20)
        # What stands is a whole report, the old one or the new one; only while one is swapped for the other there is none.
        assert not (tmp_path / "report").exists() or contents(tmp_path / "report") == whole
        assert (tmp_path / "r.json").read_bytes() == json
    again = begun(tmp_path, clean_environment, *options)
    assert (again.wait(120), contents(tmp_path / "report"), (tmp_path / "r.json").read_bytes()) == (0, whole, json)
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "r.json", "report", "tmp"]
    assert os.listdir(tmp_path / "tmp") == []


@pytest.mark.slow
def test_workers_end_with_a_killed_main_process(export: Export, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    # This failed once: they wait for work for ever
    export(*[PAIR] * 4000)
    process = begun(tmp_path, clean_environment, "-j", 2)
    deadline = time.monotonic() + 60
    while not any((tmp_path / "tmp").rglob("judged-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=20)  # which waits for all who hold its streams

    def alive() -> bool:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    while alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="workers are found in /proc")
def test_a_worker_that_the_system_ends_is_told_with_a_remedy(
    export: Export, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    export(*[PAIR] * 4000)
    process = begun(tmp_path, clean_environment, "-j", 2, "-o", "json=r.json")

    def workers() -> list[int]:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]

    deadline = time.monotonic() + 60
    while not workers() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(workers()[0], signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "want of memory. Run again with fewer workers (-j)" in " ".join(err.split())
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "tmp"]


def test_scratch_of_a_killed_run_is_removed_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stale = tmp_path / f"{PREFIX}dead"
    (stale / "deep").mkdir(parents=True)
    (stale / "deep" / "partition").write_text("what a client wrote")
    with scratch_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert os.listdir(tmp_path) == [folder.name]
    assert os.listdir(tmp_path) == []


def test_scratch_of_a_run_at_work_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with scratch_folder() as one, scratch_folder() as other:
        assert {one.name, other.name} == set(os.listdir(tmp_path))


def test_links_and_strangers_are_not_touched(tmp_path: Path) -> None:
    outside, parent = tmp_path / "outside", tmp_path / "tmp"
    outside.mkdir()
    (outside / "thesis.txt").write_text("dear")
    parent.mkdir()
    (parent / f"{PREFIX}link").symlink_to(outside)
    os.mkfifo(parent / f"{PREFIX}pipe")
    (parent / "caraway-other").mkdir()
    assert list(left_behind(parent, PREFIX)) == []
    (parent / f"{PREFIX}real").mkdir()
    (parent / f"{PREFIX}real" / "inner").symlink_to(outside)
    assert [path.name for path in left_behind(parent, PREFIX)] == [f"{PREFIX}real"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}theirs").mkdir()
    os.chown(tmp_path / f"{PREFIX}theirs", 12345, 12345)
    assert list(left_behind(tmp_path, PREFIX)) == []


def test_what_was_removed_before_it_was_locked_is_made_again(tmp_path: Path) -> None:
    made: list[Path] = []

    def make() -> Path:
        path = tmp_path / str(len(made))
        path.mkdir()
        made.append(path)
        return path

    def lock_of_a_folder_removed(number: int, how: int) -> None:
        if len(made) == 1:
            made[0].rmdir()

    real = fcntl.flock
    try:
        fcntl.flock = lock_of_a_folder_removed  # type: ignore[assignment]
        with at_work(make) as path:
            assert path == made[1]
    finally:
        fcntl.flock = real


def test_what_was_removed_before_it_was_opened_is_made_again(tmp_path: Path) -> None:
    made: list[Path] = []

    def make() -> Path:
        path = tmp_path / str(len(made))
        made.append(path)
        if len(made) > 1:
            path.mkdir()
        return path

    with at_work(make) as path:
        assert path == made[1]


def test_what_is_not_there_and_not_made_anew_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), at_work(lambda: tmp_path / "gone"):
        pass


RACE = """\
import sys, time
from pathlib import Path
from caraway_audit.scratch import scratch_folder, written_aside
until = time.monotonic() + 1
while time.monotonic() < until:
    with scratch_folder() as folder, written_aside(Path(sys.argv[1])) as aside:
        (folder / "partition").write_text("x")
        aside.write_text("report")
"""


def test_runs_that_start_together_leave_each_other_alone(tmp_path: Path, clean_environment: dict[str, str]) -> None:
    # This failed once: FileNotFoundError, what one run had just made and not locked yet was removed by another
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-c", RACE, str(tmp_path / "report.json")]
    environment = clean_environment | {"TMPDIR": str(scratch)}
    runs = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(6)]
    assert [run.communicate(timeout=60)[1] for run in runs] == [""] * 6
    assert os.listdir(scratch) == []
    assert sorted(os.listdir(tmp_path)) == ["report.json", "scratch"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_under_the_scratch_folder_is_told(
    cli: Cli, export: Export, tmp_path: Path, small_disk: Path, jobs: int
) -> None:
    (tmp_path / "r.json").write_text("old")
    ran = cli("audit", export(*[PAIR] * 1500), "-j", jobs, "-o", "json=r.json", env={"TMPDIR": str(small_disk)})
    assert (ran.code, ran.out) == (3, "")
    assert str(small_disk) in ran.err
    assert "Set TMPDIR" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "r.json").read_text() == "old"
    assert os.listdir(small_disk) == []


@pytest.mark.parametrize(("option", "target"), [("--out", "report"), ("-o", "outcomes=o.jsonl")])
def test_a_full_disk_under_a_report_is_told_and_the_old_one_stays(
    cli: Cli, export: Export, small_disk: Path, option: str, target: str
) -> None:
    few = export(PAIR, name="few.csv")
    place = target.replace("o.jsonl", f"{small_disk}/o.jsonl").replace("report", f"{small_disk}/report")
    if option == "-o":
        assert cli("audit", few, option, place).code == 0
    before = contents(small_disk)
    ran = cli("audit", export(*[PAIR] * 1000), option, place)
    assert ran.code == 3
    assert str(small_disk) in ran.err
    assert "name another place" in ran.err
    assert "Traceback" not in ran.err
    assert contents(small_disk) == before


def test_of_two_reports_of_which_one_cannot_be_written_none_is_changed(
    cli: Cli, export: Export, tmp_path: Path, small_disk: Path
) -> None:
    # This failed once: the first was there, and "no report was changed" was said
    (tmp_path / "ok.json").write_text("old")
    (small_disk / "filler").write_bytes(b"x" * 250_000)
    ran = cli("audit", export(*[PAIR] * 300), "-o", "json=ok.json", "-o", f"markdown={small_disk}/x.md", "--out", "report")
    assert ran.code == 3
    assert f"{small_disk}/x.md: the report could not be written" in ran.err
    assert "no report was changed" in ran.err
    assert (tmp_path / "ok.json").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "disk", "ok.json"]
    assert os.listdir(small_disk) == ["filler"]


def test_a_full_disk_under_a_copy_is_told(cli: Cli, export: Export, small_disk: Path) -> None:
    ran = cli("redact", export(*[PAIR] * 3000), "--out", small_disk / "out.csv")
    assert ran.code == 3
    assert f"{small_disk}/out.csv: the copy could not be written" in ran.err
    assert "Make space there, or name another place; nothing was written." in ran.err
    assert os.listdir(small_disk) == []


@pytest.fixture
def locked(small_disk: Path) -> Path:
    """A file system that nobody may write to."""
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    return small_disk


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (("redact", "chat.csv", "--out", "{}/o.csv"), "/o.csv"),
        (("audit", "chat.csv", "-o", "json={}/o.json"), "/o.json"),
        (("audit", "chat.csv", "--out", "{}/report"), "/report"),
        (("init", "{}/rules.yaml"), "/rules.yaml"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_by_the_name_asked_for(
    cli: Cli, export: Export, locked: Path, command: tuple[str, ...], file: str
) -> None:
    # This failed once: the name of the file in the making was told, or to make space where there was some
    export(PAIR)
    ran = cli(*(part.format(locked) for part in command))
    assert ran.code in (2, 3)
    assert f"{locked}{file}: " in ran.err
    assert "Allow writing there, or name another" in ran.err
    assert ".caraway-" not in ran.err


@pytest.mark.parametrize("command", [("audit",), ("redact", "--out", "o.csv"), ("inspect",)])
def test_a_scratch_folder_that_cannot_be_made_is_told(cli: Cli, export: Export, locked: Path, command: tuple[str, ...]) -> None:
    ran = cli(*command, export(PAIR), env={"TMPDIR": str(locked)})
    assert ran.code == 3
    assert f"{locked}: no scratch folder can be made" in ran.err
    assert "Set TMPDIR to a folder that can be written" in ran.err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("redact chat.csv --out r.csv", "in place already: r.csv"),
        ("audit chat.csv --out report", "in place already: report"),
        ("gate chat.csv -o json=r.json", "in place already: r.json"),
        ("audit chat.csv", "no report was asked for"),
        ("audit chat.csv -o json=- -o markdown=r.md", "in place already: r.md"),
        ("inspect chat.csv", "nothing else was written"),
        ("rules", "nothing else was written"),
        ("rules --json", "nothing else was written"),
        ("explain CA403", "nothing else was written"),
    ],
)
def test_an_output_that_takes_nothing_is_told_with_what_was_written(
    export: Export, tmp_path: Path, clean_environment: dict[str, str], command: str, says: str
) -> None:
    # This failed once: "Nothing was published" was said of a copy that was there
    export(PAIR)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "caraway_audit", *command.split()],
            cwd=tmp_path, env=clean_environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith("caraway-audit: standard output: ")
    assert "Send it to a place with room" in done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    if "in place" in says:
        assert (tmp_path / says.rpartition(" ")[2]).exists()


def test_a_limit_of_file_sizes_is_told_too(export: Export, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    export(*[PAIR] * 400)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = subprocess.run(
        [sys.executable, "-m", "caraway_audit", "audit", "chat.csv", "-o", "json=r.json"],
        cwd=tmp_path, env=clean_environment | {"TMPDIR": str(tmp_path)}, preexec_fn=limited, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert process.returncode == 3
    assert "Set TMPDIR" in process.stderr
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv"]


@pytest.mark.slow
def test_an_interruption_while_the_report_is_written_leaves_nothing_half(
    export: Export, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    export(*[PAIR] * 4000)
    process = begun(tmp_path, clean_environment, "--out", "report")
    deadline = time.monotonic() + 60
    while not any(tmp_path.glob(".caraway-report.*/conversations/*9.html")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "tmp"]
    assert os.listdir(tmp_path / "tmp") == []
