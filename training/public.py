"""Reads the public sets that models learn from."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def entries(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a set. Raises `SystemExit` where it is absent."""
    path = folder / f"{name}.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path} is not there; models are learnt from it")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def lines(folder: Path, name: str) -> Iterator[str]:
    """All texts of a set, of its messages where it has conversations."""
    for entry in entries(folder, name):
        yield from (message["text"] for message in entry.get("messages", [entry]) if message.get("text"))
