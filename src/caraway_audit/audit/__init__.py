"""The engine: from inputs to an `AuditResult`.

    collect (one pass over the input) -> judge (each partition) -> conclude (rules over several conversations, scores)

Partitions are judged in this process or by `jobs` workers; the result is the same, byte for byte.
"""

import gc
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from caraway_audit import FEW_COLLECTIONS
from caraway_audit.audit import spool
from caraway_audit.audit.collect import PARTITION_BYTES, Collected, collect, partition_count
from caraway_audit.audit.conclude import Conclusion, Totals
from caraway_audit.audit.judge import Judge, PartitionSummary, Plan, audit_partition, judge_partition, rules_of
from caraway_audit.audit.scope import EVERYTHING, Scope, scope
from caraway_audit.errors import IncompleteError
from caraway_audit.model import AuditResult
from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.readers import expanded, input_files, open_inputs
from caraway_audit.readers.base import Item, Reader, ReaderSettings
from caraway_audit.readers.stdin import STDIN, stdin_size
from caraway_audit.rules.registry import RuleSet
from caraway_audit.scratch import NO_ROOM, scratch_folder

Progress = Callable[[str, int, int], None]
"""Called with a stage, what is done of it and what there is to do (0 where that is not known)."""


def reader_settings(policy: Policy) -> ReaderSettings:
    """What a policy says about reading."""
    from zoneinfo import ZoneInfo

    given = "timezone" in policy.file.calendar.model_fields_set
    zone = ZoneInfo(policy.file.calendar.timezone) if given else None
    roster = Roster(policy.file)
    named = (*policy.file.channels, *(override.match.channel for override in policy.file.overrides))
    channels = frozenset(name.strip().casefold() for name in named)
    return ReaderSettings(zone, roster.is_agent, roster.knows_agents, policy.file.mapping, roster.agent, channels)


@contextmanager
def audit(
    inputs: Sequence[str],
    policy: Policy,
    rules: RuleSet,
    *,
    jobs: int = 1,
    readers: Sequence[Reader] | None = None,
    progress: Progress = lambda stage, done, total: None,
    only: Scope = EVERYTHING,
    pages: bool = False,
) -> Iterator[AuditResult]:
    """Audit files and folders under the rules in force, `only` what is asked for. The result lives as long as the context.

    With `pages`, what its transcripts mask is found while a conversation is judged, by the workers; else when they are read.
    """
    gc.set_threshold(*FEW_COLLECTIONS)
    gc.freeze()
    with scratch_folder() as scratch:
        with _told_where(scratch):
            collected = _collected(inputs, policy, scratch, jobs, readers, progress)
            plan = Plan(policy, frozenset(meta.code for meta in rules.metas), collected.facts, collected.names, only, pages)
            judge = Judge(plan, rules)
            totals = Totals(judge)
            for summary in _judged(judge, collected, scratch, jobs, progress):
                totals.add(summary)
            totals.refuse_nothing(judge.scope, collected)
            result = Conclusion(judge, collected, totals, scratch).result()
        yield result


@contextmanager
def read(inputs: Sequence[str], policy: Policy, readers: Sequence[Reader] | None = None) -> Iterator[Collected]:
    """The first pass alone: an input in partitions, for who wants to know what was read. It lives as long as the context."""
    with scratch_folder() as scratch:
        with _told_where(scratch):
            collected = _collected(inputs, policy, scratch, 1, readers, lambda stage, done, total: None)
        yield collected


def _collected(
    inputs: Sequence[str], policy: Policy, scratch: Path, jobs: int, readers: Sequence[Reader] | None, progress: Progress
) -> Collected:
    count = partition_count(_sizes(inputs), jobs)
    items = _counted(open_inputs(inputs, reader_settings(policy), readers), progress)
    return collect(items, scratch, count, Roster(policy.file))


@contextmanager
def _told_where(folder: Path) -> Iterator[None]:
    """A full disk is told with its place and what to do about it."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise IncompleteError(
            f"{folder.parent}: no room for the conversations while they are judged ({error.strerror}); it takes about three "
            "times the input. Set TMPDIR to a folder with more space; no report was changed."
        ) from error


def _sizes(inputs: Sequence[str]) -> Iterator[int]:
    for name in expanded(inputs):
        if name == STDIN:
            size = stdin_size()
            yield _UNKNOWN_SIZE if size is None else size
            continue
        for file in map(Path, input_files([name])):
            if file.is_file():
                yield file.stat().st_size * (8 if file.suffix == ".gz" else 1)


_UNKNOWN_SIZE = 32 * PARTITION_BYTES
"""What a pipe is taken for, so that a large one is not held in memory as a whole."""


def _counted(items: Iterator[Item], progress: Progress) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        if number % 500 == 0:
            progress("reading", number, 0)
        yield item


def _judged(judge: Judge, collected: Collected, scratch: Path, jobs: int, progress: Progress) -> Iterator[PartitionSummary]:
    outs = [scratch / f"judged-{number:04}" for number in range(len(collected.partitions))]
    pairs = list(zip(collected.partitions, outs, strict=True))
    if jobs <= 1 or len(pairs) == 1:
        for number, (path_in, path_out) in enumerate(pairs, 1):
            yield judge_partition(judge, path_in, path_out)
            progress("judging", number, len(pairs))
        return
    plan_path = scratch / "plan"
    spool.write(plan_path, [judge.plan])
    try:
        others = set(active_children())
        with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1), get_context("spawn"), _begin_work) as pool:
            try:
                with _held_interrupts():
                    tasks = deque(pool.submit(audit_partition, plan_path, *pair) for pair in pairs)
                for number in range(1, len(pairs) + 1):
                    yield tasks.popleft().result()
                    progress("judging", number, len(pairs))
            except BaseException:
                # Ended, not cancelled as `pool.map` would: a pool that breaks meanwhile, as it does at Ctrl-C, fails on a
                # cancelled task with a traceback of its own; and a worker that was just starting would be waited for for ever.
                for worker in set(active_children()) - others:
                    worker.kill()
                raise
    except (BrokenProcessPool, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of a file; a pool that breaks early has a closed pipe
            raise
        time.sleep(0.5)  # Ctrl-C ends the workers as well: then our own interruption arrives here
        raise IncompleteError(
            "a worker was ended by the system, mostly for want of memory. Run again with fewer workers (-j)."
        ) from None


@contextmanager
def _held_interrupts() -> Iterator[None]:
    """Ctrl-C waits: workers that start here begin with it held, or one of them would die with a traceback of its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin_work() -> None:
    """In a worker: Ctrl-C ends it at once, and so does the end of the main process, which says what there is to say."""
    gc.set_threshold(*FEW_COLLECTIONS)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_with(process: Any) -> None:
    """A worker whose main process was killed would wait for work for ever."""
    if process is not None:
        process.join()
        os._exit(1)


__all__ = ["Progress", "Scope", "audit", "read", "reader_settings", "rules_of", "scope"]
