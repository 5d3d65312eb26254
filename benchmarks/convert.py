"""Turns the public transcript sets (gzipped JSON lines) into the native shape: one conversation a line."""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHANNELS = {"star": "chat", "twcs": "social", "sgd": "chat", "taskmaster4": "chat", "uss_mwoz": "chat", "uss_sgd": "chat"}


def conversations(path: Path) -> Iterator[dict[str, Any]]:
    """The conversations of a set in the native shape."""
    name = path.name.split(".")[0]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {
                "conversation_id": row["conversation_id"],
                "channel": CHANNELS.get(name, "chat"),
                "team": name,
                "messages": [
                    {
                        "message_id": str(message["id"]),
                        "timestamp": message.get("timestamp"),
                        "role": message["speaker_role"],
                        "author": message.get("speaker") or message["speaker_role"],
                        "text": message["text"],
                    }
                    for message in row["messages"]
                ],
            }


def convert(path: Path, target: Path, copies: int = 1) -> int:
    """Write a set to `target`, `copies` times under different ids; returns the number of messages."""
    messages = 0
    with target.open("w", encoding="utf-8") as out:
        for copy in range(copies):
            for conversation in conversations(path):
                messages += len(conversation["messages"])
                if copy:
                    conversation["conversation_id"] += f"-{copy}"
                out.write(json.dumps(conversation, ensure_ascii=False) + "\n")
    return messages


def main() -> None:
    """Convert one set from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="a transcripts/*.jsonl.gz file")
    parser.add_argument("target", type=Path, help="where to write the JSON lines")
    parser.add_argument("--copies", type=int, default=1)
    args = parser.parse_args()
    print(f"{convert(args.source, args.target, args.copies):,} messages")


if __name__ == "__main__":
    main()
