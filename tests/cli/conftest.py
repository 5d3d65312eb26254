"""Exports and policies on disk for the command line."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HEADER = "conversation_id,message_id,timestamp,role,author,text,channel,team,client_name\n"

Write = Callable[..., Path]


@pytest.fixture
def export(tmp_path: Path) -> Write:
    """Writes an export of one conversation for each pair of texts, and a repository around it."""
    (tmp_path / ".git").mkdir(exist_ok=True)

    def write(*pairs: Sequence[str], name: str = "chat.csv") -> Path:
        rows = []
        for number, texts in enumerate(pairs, 1):
            for place, text in enumerate(texts):
                role, author = (("client", "Ann Bell"), ("agent", "Dana Whitfield"))[place % 2]
                at = f"2026-03-02T10:{place:02}:00Z"
                rows.append(f'c{number},m{place + 1},{at},{role},{author},"{text}",chat,Orders,Ann Bell\n')
        path = tmp_path / name
        path.write_text(HEADER + "".join(rows), encoding="utf-8")
        return path

    return write
