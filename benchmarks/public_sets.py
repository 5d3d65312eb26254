"""Measures, on public sets, what texts are taken for: offence, upset, acknowledgement, questions, an offer of further help.

What is measured is what rules see: that a rule of offence fails on a text, or that a text holds an act. Of sets that models
learn from, only rows count that they never saw (`held_out.py`). What asks for an act or for leave
("can you send it again?", "may I pay by card?") is a request and no question here, as the sets have it.
"""

import collections
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from caraway_audit.annotate import Annotators, ExportFacts, Need, Note
from caraway_audit.model import Conversation, Message, Role
from caraway_audit.privacy.detect import Detector
from held_out import held_out

Row = dict[str, Any]
Audit = Callable[[Path], list[Row]]
"""The outcomes of an export under an empty policy."""
OFFENCE = {"CA101", "CA102", "CA103", "CA104", "CA105", "CA106"}
HATE = {"CA102", "CA103", "CA104", "CA105"}
ATTACKS = HATE | {"CA106"}
_MOST_TURNS = 20_000
ACTS = frozenset({"distress", "complaint", "upset", "acknowledgement", "apology", "care", "offer_help"})
_BATCH = 2000


def rows(data: Path, name: str) -> list[Row]:
    """The rows of one set; empty where it is absent."""
    path = data / f"{name}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def offended(audit: Audit, texts: Sequence[str], work: Path) -> list[set[str]]:
    """The rules of offence that fail on each text, said by a client alone."""
    export = work / "texts.jsonl"
    with export.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            message = {"message_id": "m1", "role": "client", "author": "Client", "text": text}
            stream.write(json.dumps({"conversation_id": f"t{number}", "channel": "chat", "messages": [message]}) + "\n")
    found: list[set[str]] = [set() for _ in texts]
    for one in audit(export):
        if one["verdict"] == "fail" and one["rule"] in OFFENCE:
            found[int(one["conversation_id"][1:])].add(one["rule"])
    return found


def notes(texts: Sequence[str], role: Role) -> Iterator[Note]:
    """What is found in each text of a role."""
    annotators = Annotators(Need(acts=ACTS, annotations=frozenset({"questions"})), Detector(()))
    for first in range(0, len(texts), _BATCH):
        messages = tuple(Message(str(n), role, "x", text) for n, text in enumerate(texts[first : first + _BATCH]))
        for talk in annotators.annotate([Conversation("c", messages)], ExportFacts(), lambda _: timedelta(1)):
            yield from talk.notes


def f1(truth: Sequence[Any], said: Sequence[Any], positive: bool = True) -> float:
    """F1 of the positive (or of the negative) class."""
    pairs = collections.Counter(zip((bool(t) is positive for t in truth), (bool(s) is positive for s in said), strict=True))
    hit, wrong = pairs[True, True], pairs[True, False] + pairs[False, True]
    return 2 * hit / (2 * hit + wrong) if hit else 0.0


def macro(truth: Sequence[Any], said: Sequence[Any]) -> float:
    """The mean of both classes' F1."""
    return (f1(truth, said) + f1(truth, said, positive=False)) / 2


def share(said: Sequence[Any]) -> float:
    """How many are said to be."""
    return sum(map(bool, said)) / len(said) if said else 0.0


def offence(audit: Audit, data: Path, work: Path) -> Iterator[tuple[str, str, float, str]]:
    """Set, what is measured, figure, goal."""
    for name, goal in (("convabuse", "≥ .82"), ("surge_toxicity", "≥ .80")):
        if found := [row for row in rows(data, f"offence/{name}") if held_out(row["text"])]:
            said = offended(audit, [row["text"] for row in found], work)
            yield f"offence/{name}", "abuse, F1", f1([row["label"] for row in found], said), goal
    if found := rows(data, "offence/hatecheck"):
        said = [one & HATE for one in offended(audit, [row["text"] for row in found], work)]
        yield "offence/hatecheck", "hate and its look-alikes, macro-F1", macro([row["label"] for row in found], said), "≥ .60"
        kinds: dict[str, list[set[str]]] = collections.defaultdict(list)
        for row, one in zip(found, said, strict=True):
            kinds[row["kind"]].append(one)
        threats = [one & {"CA103", "CA105"} for kind, those in kinds.items() if kind.startswith("threat_") for one in those]
        yield "…", "`profanity_nh` left alone", 1 - share(kinds["profanity_nh"]), "≥ .80"
        yield "…", "threats found", share(threats), "≥ .75"
        for start in ("ident_", "counter_", "negate_neg_nh"):
            those = [one for kind, group in kinds.items() if kind.startswith(start) for one in group]
            yield "…", f"`{start}*` left alone", 1 - share(those), "≥ .85"
        hateful = [one for kind, group in kinds.items() if kind.endswith("_h") for one in group]
        yield "…", "hateful kinds found", share(hateful), "≥ .55"
    if found := rows(data, "offence/profanity_words_and_traps"):
        said = offended(audit, [row["text"] for row in found], work)
        traps = [one for row, one in zip(found, said, strict=True) if not row["label"]]
        evasive = [one for row, one in zip(found, said, strict=True) if row["kind"] == "evasive_profanity"]
        yield "offence/profanity_words_and_traps", "evasive spellings found", share(evasive), "≥ .80"
        yield "…", "innocent words left alone", 1 - share(traps), "≥ .995"
    for name in ("swda", "dailydialog"):
        if found := rows(data, f"questions/{name}"):
            said = offended(audit, [turn["text"] for row in found for turn in row["turns"]][:_MOST_TURNS], work)
            yield (
                f"questions/{name}",
                "everyday talk with no finding of CA102 to CA106",
                1 - share([one & ATTACKS for one in said]),
                "",
            )
    if found := rows(data, "offence/bitext_customer"):
        said = offended(audit, [row["text"] for row in found], work)
        yield "offence/bitext_customer", "requests with swearing, F1", f1([row["label"] for row in found], said), ""


def acts_of(data: Path) -> Iterator[tuple[str, str, float, str]]:
    """Set, what is measured, figure, goal."""

    def does(texts: Sequence[str], role: Role, *names: str) -> list[bool]:
        return [note.does(*names) for note in notes(texts, role)]

    if found := [row for row in rows(data, "emotion/goemotions") if held_out(row["text"])]:
        said = does([row["text"] for row in found], Role.CLIENT, "distress", "complaint", "upset")
        yield "emotion/goemotions", "upset, F1", f1([row["label"] for row in found], said), "≥ .55"
    if found := rows(data, "emotion/airline_tweets"):
        said = does([row["text"] for row in found], Role.CLIENT, "distress", "complaint", "upset")
        yield (
            "emotion/airline_tweets",
            "upset, macro-F1",
            macro([row["label"] for row in found], said),
            "≥ .69 (VADER .613 + .08)",
        )
    takes_in = ("acknowledgement", "apology", "care")
    if found := rows(data, "empathy/esconv"):
        turns = [turn for row in found for turn in row["turns"] if turn["speaker"] == "supporter"]
        feels = {"Reflection of feelings", "Affirmation and Reassurance", "Self-disclosure"}
        said = does([turn["text"] for turn in turns], Role.AGENT, *takes_in)
        yield "empathy/esconv", "acknowledgement, F1", f1([turn["strategy"] in feels for turn in turns], said), "≥ .54"
    if found := rows(data, "empathy/epitome"):
        said = does([row["turns"][-1]["text"] for row in found], Role.AGENT, *takes_in)
        yield "empathy/epitome", "acknowledgement, F1", f1([row["label"] for row in found], said), "≥ .60"
    for name, goal, bare in (("swda", "≥ .75", "≥ .63"), ("dailydialog", "≥ .89", "≥ .75")):
        if found := rows(data, f"questions/{name}"):
            turns = [turn for row in found for turn in row["turns"]]
            truth = [turn["is_question"] for turn in turns]
            for what, wanted, texts in (
                ("questions, F1", goal, [turn["text"] for turn in turns]),
                ('the same without "?"', bare, [turn["text"].replace("?", "") for turn in turns]),
            ):
                said = [any(not one.requests(note.tokens) for one in note.questions) for note in notes(texts, Role.CLIENT)]
                yield f"questions/{name}", what, f1(truth, said), wanted
    if found := [row for row in rows(data, "closing/sgd_turns") if row["speaker_role"] == "agent"]:
        said = does([row["text"] for row in found], Role.AGENT, "offer_help")
        yield "closing/sgd_turns", "offer of further help, F1", f1([row["req_more"] for row in found], said), "≥ .94"


def table(audit: Audit, data: Path, work: Path) -> Iterator[str]:
    """The table for `docs/accuracy.md`."""
    yield "| Set | Measured | Figure | Goal |"
    yield "|---|---|---:|---:|"
    sources: tuple[Callable[[], Iterator[tuple[str, str, float, str]]], ...] = (
        lambda: offence(audit, data, work),
        lambda: acts_of(data),
    )
    for source in sources:
        for name, what, figure, goal in source():
            yield f"| {name} | {what} | {figure:.3f} | {goal} |"
