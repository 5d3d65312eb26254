"""Readers: from files and folders to a stream of conversations, problems and accounts of the files read."""

import glob
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from caraway_audit.model import Conversation, InputFile, InputProblem, Source
from caraway_audit.readers.base import Item, Reader, ReaderSettings
from caraway_audit.readers.csv_rows import CsvRows
from caraway_audit.readers.grouping import Grouped, group
from caraway_audit.readers.json_files import JsonFiles
from caraway_audit.readers.mbox import Mbox
from caraway_audit.readers.plain_text import PlainText
from caraway_audit.readers.stdin import LABEL, STDIN, standard_input
from caraway_audit.readers.streams import marked_encoding, read_head

__all__ = ["BUILT_IN", "Grouped", "Item", "Reader", "ReaderSettings", "expanded", "group", "open_inputs", "read_file"]

BUILT_IN: tuple[Reader, ...] = (Mbox(), JsonFiles(), CsvRows(), PlainText())

# What people hand in by mistake, and what to do instead.
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive or an Office file", "Unpack the archive, or save the sheet as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Office or Outlook file", "Save it as CSV, or the mails as mbox."),
    (b"%PDF", "a PDF", "Export the conversations as CSV, JSON or mbox."),
    (b"PAR1", "a Parquet file", "Export it as CSV or JSON lines."),
    (b"SQLite format 3", "a database", "Export it as CSV or JSON lines."),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "Unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it with gzip."),
    (b"BZh", "packed with bzip2", "Unpack it, or pack it with gzip."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it."),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


def open_inputs(inputs: Sequence[str], settings: ReaderSettings, readers: Sequence[Reader] | None = None) -> Iterator[Item]:
    """Read files, folders and `-` (standard input), in the order given; what cannot be read is a problem, and the others go on.

    `readers` are asked in their order whether a file is theirs: those of packages first, then the built-in ones.
    """
    chosen = BUILT_IN if readers is None else readers
    names = list(expanded(inputs))
    for number, typed in enumerate(names):
        if typed == STDIN:
            if STDIN not in names[:number]:  # it can be read once
                with standard_input() as copy:
                    yield from read_file(copy, LABEL, settings, chosen)
            continue
        path = Path(typed)
        if not path.is_dir():
            yield from read_file(path, typed, settings, chosen)
            continue
        problems: list[InputProblem] = []
        files = _files(typed, problems)
        yield from problems
        if not files and not problems:
            yield InputProblem(Source(typed), "the folder has no files.", "Name a folder that holds exports.")
        for label in files:
            yield from read_file(Path(label), label, settings, chosen)


def input_files(inputs: Sequence[str]) -> list[str]:
    """Every file that would be read, those of folders and patterns too."""
    found: list[str] = []
    for typed in expanded(inputs):
        found += _files(typed, []) if os.path.isdir(typed) else [typed]
    return found


def expanded(inputs: Sequence[str]) -> Iterator[str]:
    """The inputs, with patterns such as "exports/*.csv" (which some shells hand on as they are) replaced by what fits."""
    for typed in inputs:
        if not glob.has_magic(typed) or os.path.lexists(typed):
            yield typed
        else:
            yield from sorted(glob.glob(typed, recursive=True)) or [typed]


_ELSEWHERE = "Write reports to a place outside the exports."


def _is_report(folder: str) -> bool:
    """Whether a folder holds a report that this program wrote."""
    try:
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as stream:
            return '"schema": "caraway-audit/' in stream.read(400)
    except (OSError, ValueError):
        return False


def _files(folder: str, problems: list[InputProblem]) -> list[str]:
    """The files of a folder, sorted; hidden ones are not looked at, and reports of ours are told."""

    def unreadable(error: OSError) -> None:
        problems.append(InputProblem(Source(str(error.filename)), f"cannot be opened ({error.strerror}).", _RIGHTS))

    if _is_report(folder):
        problems.append(InputProblem(Source(folder), "is a report of ours, and was not read as an export.", _ELSEWHERE))
        return []
    found = []
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in [name for name in folders if _is_report(os.path.join(parent, name))]:
            folders.remove(name)
            source = Source(os.path.join(parent, name))
            problems.append(InputProblem(source, "is a report of ours, and was not read as an export.", _ELSEWHERE))
        found += [os.path.join(parent, name) for name in names if not name.startswith(".")]
    return sorted(found)


_RIGHTS = "Check that the path is right and that you may read it."


def read_file(path: Path, label: str, settings: ReaderSettings, readers: Sequence[Reader]) -> Iterator[Item]:
    """One file: opened, recognised and read, whatever becomes of it. `label` is what it is called, wherever it lies."""
    source = Source(label)
    try:
        if path.exists() and not path.is_file():
            yield InputProblem(source, "is not a regular file.", "Write the stream into a file first.")
            return
        head = read_head(path)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield _unreadable(source, error)
        return
    problem = _unsuitable(source, head)
    reader = None if problem else _recognised(path, head, readers)
    if problem:
        yield problem
    elif reader is None:
        names = ", ".join(reader.name for reader in readers)
        yield InputProblem(source, "the format is not known.", f"Known formats: {names}.")
    else:
        yield from _guarded(reader, path, label, settings)


def _guarded(reader: Reader, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
    """Read on until the bytes themselves fail (a broken gzip, a disk error); what was read before stays."""
    messages = 0
    try:
        for item in reader.read(path, label, settings):
            if isinstance(item, Conversation):
                messages += len(item.messages)
            yield item
    except (OSError, EOFError, zlib.error) as error:
        yield _unreadable(Source(label), error)
        yield InputFile(label, reader.name, messages, ("read in part",))


def _recognised(path: Path, head: bytes, readers: Sequence[Reader]) -> Reader | None:
    """Readers of packages first; of the built-in ones a name is only asked where none knows the content."""
    added = [(reader, path) for reader in readers if reader not in BUILT_IN]
    built_in = [(reader, name) for name in (Path(), path) for reader in readers if reader in BUILT_IN]
    return next((reader for reader, name in (*added, *built_in) if reader.sniff(name, head)), None)


def _unsuitable(source: Source, head: bytes) -> InputProblem | None:
    if not head.strip():
        if source.file == LABEL:
            return InputProblem(source, "nothing came in.", "Pipe a file into it, or paste a conversation.", records=0)
        return InputProblem(source, "the file is empty.", "Export it again.", records=0)
    for magic, what, remedy in _BINARY:
        if head.startswith(magic):
            return InputProblem(source, f"is {what}, which is not read.", remedy)
    # Text has a stray control character here and there; a binary file is full of them.
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > len(head) // 10 and marked_encoding(head) is None:
        return InputProblem(source, "is a binary file.", "Export the conversations as CSV, JSON or mbox, in UTF-8.")
    return None


def _unreadable(source: Source, error: Exception) -> InputProblem:
    if isinstance(error, FileNotFoundError):
        what = "no file fits this pattern." if glob.has_magic(source.file) else "there is no such file."
        return InputProblem(source, what, "Check the path.")
    if isinstance(error, PermissionError):
        return InputProblem(source, "may not be read (permission denied).", _RIGHTS)
    if isinstance(error, OSError) and error.strerror:
        return InputProblem(source, f"cannot be read ({error.strerror}).", _RIGHTS)
    return InputProblem(source, "is damaged: it could not be unpacked to its end.", "Transfer or export it again.")
