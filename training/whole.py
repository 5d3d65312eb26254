"""Learns what a message does as a whole: `whole.json` and `whole_words.json.gz` in `language/models/`, for `language/whole.py`.

    python -m training.whole [--out FOLDER] [--only NAME …]

`whole/` holds invented exchanges whose last messages are marked. Printed first is how writers left out are told, at the bars.
The same texts give the same file. After `training.train`: it weighs the levels of the sentence models.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.classifier import MODELS
from caraway_audit.language.groups import names_people
from caraway_audit.language.in_context import OTHER, in_context
from caraway_audit.language.tokens import Tokens
from caraway_audit.language.whole import CARDS, SCALE, UNIT, WORDS, by_sentence, observed
from caraway_audit.model import Role
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from training.answers import Talk, talk_of

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
"""Where the public sets lie."""
SELDOM = 3
"""What is observed in fewer messages is left out."""
STRENGTH = 0.1
FREER = 1.0
"""The same for what is said in a thousand ways, and of which there are hundreds of examples: words count for more there."""
OF_WORDS = 0.5
"""What a word counts beside a level of one in log-odds."""
LEAST = 4
"""A smaller weight of a word (in units) is left out."""
AT_A_TIME = 4
"""In so many parts are the writers left out, to say how others' messages are told."""
ORDINARY = 0.3
"""What an ordinary message counts beside one that was written for this."""
ORDINARY_FOLDERS = ("established", "awaited", "stated", "talk")
PUBLIC = ("transcripts/star", "transcripts/taskmaster4")
OF_PUBLIC = 200
"""So many conversations of each public set."""
NATURAL_ANSWERS = ("milo", "nora", "omar")
"""Who of `answered/` wrote as service goes."""


@dataclass(frozen=True)
class Task:
    """One model: whose messages, in which folders of `whole/`, how far from the end of an exchange, and when an entry is one.

    Entries whose message is the other side's are no examples. `bars` are the log-odds that rules use, by name: set by looking
    at scores on the labelled conversations that were read.
    """

    side: str
    name: str
    folders: tuple[str, ...]
    back: int
    is_one: Callable[[Mapping[str, Any]], bool]
    bars: Mapping[str, float]
    reads_before: bool = False
    besides: tuple[str, ...] = ()
    """Labels of `texts/` whose sentences are none of it, but for those that name a group of people."""
    ordinary: bool = True
    """Whether ordinary messages are counter-examples, where it reads what was said before."""
    in_talk: bool = False
    """Whether the messages of `talk/` say if they do it: examples and counter-examples as well."""
    among: Callable[[Mapping[str, Any]], bool] = lambda entry: True
    """Which entries say anything of it."""
    by_sentence: bool = False
    """Whether the likeliest sentence decides: writers marked the words of the fault."""
    strength: float = STRENGTH
    """Of the regularisation (C)."""
    rule: str = ""
    """A rule whose faults in `context/` and `meant/` are examples, too; then whatever is innocent there, in `near/`, in
    `everyday.jsonl` and in public transcripts is none of it, and so are the faults of other rules, but for those that it
    `mingles` with."""
    mingles: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    """Models of the same side: of what they all tell, a message is what it is most surely."""


def _kind(*kinds: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda entry: entry.get("kind") in kinds


def _gives_away(label: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda entry: label in (entry.get("kind"), entry.get("also"))


def _hides_nothing(entry: Mapping[str, Any]) -> bool:
    return entry.get("kind") != "concealment"


def _does(act: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda entry: act in entry["does"]


def _asks(label: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda entry: entry.get("asks") == label


def _is_asked(entry: Mapping[str, Any]) -> bool:
    return entry["taken"] is not None


def _is_taken(entry: Mapping[str, Any]) -> bool:
    return bool(entry["taken"])


_HARM = ("threats", "banter")
_RUDE = ("insult", "condescension", "rude_note")
_PEOPLE = ("people",)
"""Messages of either side that name people by what remarks are about and demean nobody, and that come near a sexual remark
and make none."""
_REMARKS = ("remarks", "harm", "threats", "banter", "notes", *_PEOPLE)
_TAKEN_IN = ("feelings", "endings", "statements", "tone", "closings")
"""All but the first are other ends, replies and goodbyes: who takes leave of an upset client has taken nothing in."""
_REPLIES = ("closings", "feelings", "statements")
"""Kind words and plain answers of agents, which are none of the faults."""
_SEXUAL = ("remarks", "harm", "threats", "banter")
_SURELY = "surely"
_FEELINGS = {_SURELY: 2.0, "hardly": -2.5, "perhaps": -2.3}
_COMPLAINTS = {_SURELY: 2.0, "doubtful": -1.0}
_THREATS = {_SURELY: 1.5, "doubtful": -1.7}
_TALKED_DOWN = {_SURELY: 1.2, "doubtful": 0.7, "far": -0.3}
_ADVANCES = {_SURELY: 0.75, "far": -0.25}
_DUTIES = ("dealings", "retorts", "twins")
"""Dealings that no firm may have (advice, pressure, payments, secrecy, bought reviews), whose fault it was, and short lines of
both beside innocent ones in nearly the same words."""
_TONE = frozenset("CA101 CA102 CA103 CA104 CA105 CA108 CA403 CA404 CA410 CA502 CA503 CA505 CA602".split())
"""Rules whose faults are often one another's."""
_DUTY_RULES = {
    "regulated_advice": ("CA702", 1.2, frozenset()),
    "pressure": ("CA705", 1.2, frozenset({"CA105", "CA108", "CA208"})),
    "improper_payment": ("CA709", 0.3, frozenset()),
    "concealment": ("CA710", 0.6, frozenset({"CA311"})),
    "review_gating": ("CA711", 2.6, frozenset()),
    "blame": ("CA403", 0.8, _TONE),
    "deflection": ("CA404", 0.8, _TONE),
    "argument": ("CA410", 0.0, _TONE),
    "brush_off": ("CA602", 0.4, _TONE),
}
"""The rule of each, the bar from which it is one, and rules whose faults are no counter-examples."""
_DISCLOSED = ("disclosures",)
"""What agents give away of other clients, of third persons and of the firm, and short lines of it beside innocent ones."""
_OF_OTHERS = frozenset({"CA305", "CA306", "CA307", "CA310", "CA311"})
"""Rules whose faults are often one another's, too."""
_DISCLOSURE_RULES = {
    "internal_information": ("CA311", 0.2, ("other_client", "special_category")),
    "other_client": ("CA310", 0.6, ("internal_information",)),
    "special_category": ("CA306", 0.1, ("internal_information",)),
}
"""The rule of each, the bar from which it is one, and its rivals: another client's illness is of two kinds."""
_STRANDED = ("stranded",)
"""Refusals and gaps of knowledge that leave a client there, and the same with a way on."""
_STRANDED_RULES = {
    "dead_end": ("CA402", {_SURELY: -0.4, "certainly": 0.4}),
    "knowledge_gap": ("CA603", {_SURELY: -1.6}),
}
"""The rule of each, and its bars."""
_REQUESTS = ("requests",)
_REQUEST_RULES = {
    "privacy_request": ("CA703", -0.3, -3.5),
    "opt_out_request": ("CA704", 0.0, -6.0),
    "legal_threat": ("CA706", -0.7, -5.0),
    "misconduct_report": ("CA707", -0.2, -5.6),
    "vulnerability": ("CA708", 0.8, -4.2),
    "escalation_request": ("CA405", -0.5, -6.0),
}
"""The rule of each, and the bars from which it is one and below which it is none, whatever a list found."""
_free = partial(Task, reads_before=True, strength=FREER)
"""A fault or a matter that is said in a thousand ways, told by what was said before it, too."""
TASKS = (
    Task("client", "feeling", ("feelings",), 2, lambda entry: bool(entry["felt"]), _FEELINGS),
    Task("agent", "taken_in", _TAKEN_IN, 1, lambda entry: bool(entry.get("taken")), {_SURELY: -1.75, "hardly": -4.25}),
    Task("agent", "condescension", ("tone", *_REPLIES), 1, _kind("C", "B"), _TALKED_DOWN, reads_before=True, by_sentence=True),
    Task("agent", "guess", _REPLIES, 1, _kind("G"), {_SURELY: 0.75}, reads_before=True, by_sentence=True),
    Task("agent", "invalidation", ("harm", *_REPLIES), 1, _kind("V"), {_SURELY: 0.75}, reads_before=True, by_sentence=True),
    Task("agent", "premature_close", ("endings", "closings"), 1, _kind("P"), {_SURELY: 2.5}, reads_before=True),
    Task("agent", "rude_note", ("notes",), 1, _kind("R"), {_SURELY: 0.5, "doubtful": -0.2}),
    Task(
        "agent",
        "discrimination",
        (*_REMARKS, *_REPLIES),
        1,
        _kind("D"),
        {_SURELY: 1.0},
        reads_before=True,
        besides=_RUDE,
        by_sentence=True,
    ),
    Task(
        "client",
        "discrimination",
        _REMARKS,
        1,
        _kind("D"),
        {_SURELY: 1.5},
        reads_before=True,
        besides=("insult",),
        by_sentence=True,
    ),
    Task("client", "complaint", ("complaints",), 2, lambda entry: bool(entry["complains"]), _COMPLAINTS, in_talk=True),
    Task(
        "agent", "taken_up", ("complaints",), 1, lambda e: bool(e["taken"]), {_SURELY: 0.5}, reads_before=True, ordinary=False
    ),
    Task("agent", "invites_feedback", ("closings",), 1, _does("feedback"), {_SURELY: -0.5}, in_talk=True),
    Task("agent", "offer_help", ("closings",), 1, _does("help"), {_SURELY: 0.0}, in_talk=True),
    Task("agent", "farewell", ("closings",), 1, _does("farewell"), {_SURELY: 0.0}, in_talk=True),
    *(Task(side, "threat", _HARM, 1, _kind("T"), _THREATS, reads_before=True) for side in OTHER),
    Task(
        "agent", "sexual_remark", (*_SEXUAL, *_PEOPLE, *_REPLIES), 1, _kind("S"), _ADVANCES, reads_before=True, by_sentence=True
    ),
    Task("client", "sexual_remark", _SEXUAL, 1, _kind("S"), {_SURELY: 1.75}, reads_before=True),
    *(
        _free(
            "agent",
            label,
            (*_DUTIES, *_REPLIES),
            1,
            _kind(label),
            {_SURELY: bar},
            by_sentence=True,
            besides=("boundary",),
            rule=rule,
            mingles=mingles,
            rivals=tuple(other for other in _DUTY_RULES if other != label),
        )
        for label, (rule, bar, mingles) in _DUTY_RULES.items()
    ),
    *(
        _free(
            "agent",
            label,
            (*_DISCLOSED, *_DUTIES, *_REPLIES),
            1,
            _gives_away(label),
            {_SURELY: bar},
            by_sentence=True,
            besides=("boundary",),
            rule=rule,
            mingles=_OF_OTHERS,
            among=_hides_nothing,
            rivals=rivals,
        )
        for label, (rule, bar, rivals) in _DISCLOSURE_RULES.items()
    ),
    *(
        _free(
            "agent",
            label,
            (*_STRANDED, *_DUTIES, *_REPLIES),
            1,
            _kind(label),
            bars,
            rule=rule,
            mingles=frozenset({"CA402", "CA404", "CA603"}),
        )
        for label, (rule, bars) in _STRANDED_RULES.items()
    ),
    *(
        _free(
            "client",
            label,
            _REQUESTS,
            2,
            _asks(label),
            {_SURELY: sure, "doubtful": doubtful},
            by_sentence=True,
            rule=rule,
        )
        for label, (rule, sure, doubtful) in _REQUEST_RULES.items()
    ),
    _free(
        "agent",
        "request_taken",
        _REQUESTS,
        1,
        _is_taken,
        {_SURELY: 2.1},
        ordinary=False,
        among=_is_asked,
    ),
    _free(
        "client",
        "gives_up",
        ("ends",),
        1,
        lambda entry: entry["ends"] == "given_up",
        {_SURELY: -1.6},
        rule="CA401",
    ),
)


@dataclass
class Row:
    """A message: who wrote it down, whether it is one, and what is seen of it."""

    writer: str
    is_one: bool
    seen: Sequence[Mapping[str, float]]
    """Of the message or, where the likeliest sentence decides, of each of its sentences."""
    marked: Sequence[bool]
    """Which of them are one."""


def entries(task: Task) -> Iterator[tuple[str, Mapping[str, Any], AnnotatedConversation]]:
    """The exchanges of a task whose message is of its side, and who wrote them."""
    for path in (path for folder in task.folders for path in sorted((HERE / "whole" / folder).glob("*.jsonl"))):
        for entry, talk in exchanges(path):
            if entry["turns"][-task.back][0] == task.side and task.among(entry):
                yield path.stem, entry, talk


@cache
def exchanges(path: Path) -> Sequence[tuple[Mapping[str, Any], AnnotatedConversation]]:
    """What a writer wrote, as it stands and as an audit reads it: several tasks read the same."""
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return list(zip(found, annotated([entry["turns"] for entry in found]), strict=True))


def annotated(talks: Sequence[Talk]) -> Iterator[AnnotatedConversation]:
    """Conversations with their tokens, as an audit reads them."""
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    conversations = [talk_of(number, talk) for number, talk in enumerate(talks)]
    return _annotators().annotate(conversations, facts, lambda _: timedelta(hours=24))


@cache
def _annotators() -> Annotators:
    policy = load(None)
    rules = rules_of(policy)
    return Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)


def ordinary() -> Iterator[tuple[AnnotatedConversation, Sequence[frozenset[str]]]]:
    """Conversations as service goes, with the labels that are known of each message."""
    paths = [path for folder in ORDINARY_FOLDERS for path in sorted((HERE / folder).glob("*.jsonl"))]
    paths += [HERE / "answered" / f"{name}.jsonl" for name in NATURAL_ANSWERS]
    talks: list[Talk] = []
    labels: list[list[frozenset[str]]] = []
    for path in paths:
        last = None
        for entry in map(json.loads, path.read_text("utf-8").splitlines()):
            if "c" not in entry:  # a whole conversation a line, else a message
                talks.append(entry.get("turns") or entry["messages"])
                labels.append([frozenset()] * len(talks[-1]))
                continue
            if entry["c"] != last:
                talks.append([])
                labels.append([])
                last = entry["c"]
            if entry["role"] in OTHER:
                talks[-1].append((entry["role"], entry["text"]))
                labels[-1].append(frozenset(entry["does"]))
    return zip(annotated(talks), labels, strict=True)


def seen(task: Task, tokens: Tokens, before: Tokens | None) -> Sequence[dict[str, float]]:
    """What is seen of a message: its levels, those of the one before, its words; or of each sentence its levels and words
    beside the levels of all."""
    models, other = in_context(), OTHER[task.side]
    found = _named("own", task.side, models.highest(task.side, tokens))
    if task.reads_before:
        found |= _named("theirs", other, models.highest(other, before))
    if not task.by_sentence:
        return [found | _worded(observed(tokens))]
    each = by_sentence(task.side, tokens)
    return [found | _named("of_sentence", task.side, levels) | _worded(words) for levels, words in each]


def _named(part: str, side: str, levels: Sequence[int]) -> dict[str, float]:
    return {f"{part} {name}": level / SCALE for name, level in zip(in_context().names[side], levels, strict=False)}


def _worded(words: Iterable[str]) -> dict[str, float]:
    return {f"word {one}": OF_WORDS for one in words}


def rows(task: Task, plain: Sequence[tuple[AnnotatedConversation, Sequence[frozenset[str]]]]) -> Iterator[Row]:
    """The marked messages of a task, and ordinary ones (of no writer) where it tells a fault."""
    for writer, entry, talk in entries(task):
        yield _row(task, talk, len(talk.messages) - task.back, writer, task.is_one(entry), entry.get("words"))
    rude = [text for label in task.besides for text in said(label) if not names_people(text.lower().split())]
    alone = list(annotated([[(task.side, text)] for text in rude])) if rude else []
    _KEPT.append(alone)
    for talk in alone:
        yield _row(task, talk, 0, "", is_one=False)
    for case in cases() if task.rule else ():
        if case.talk.messages[case.place].role is Role(task.side) and case.broken not in task.mingles - {task.rule}:
            yield _row(task, case.talk, case.place, case.writer, case.broken == task.rule)
    for talk, labels in plain if (task.reads_before and task.ordinary) or task.in_talk else ():
        for place, message in enumerate(talk.messages):
            is_one = task.name in labels[place]
            if message.role is Role(task.side) and (any(labels) if task.in_talk else not is_one):
                yield _row(task, talk, place, "", is_one)


@dataclass(frozen=True)
class Case:
    """A message that was not written for a model of whole messages: where it stands, who wrote it, which rule it breaks."""

    talk: AnnotatedConversation
    place: int
    writer: str = ""
    broken: str = ""


@cache
def cases() -> Sequence[Case]:
    """The messages of `context/`, `meant/` and `near/` that say which rule they break, or none; and everyday ones, which are
    as service goes: single ones, and those of public transcripts."""
    paths = [path for folder in ("context", "meant", "near") for path in sorted((HERE / folder).glob("*.jsonl"))]
    entries = ((path, json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines())
    found = [(path, entry) for path, entry in entries if OTHER.keys() >= {role for role, _ in entry["turns"]}]  # no notes
    talks = annotated([entry["turns"] for _, entry in found])
    said_to_be = [
        Case(talk, entry["at"], f"{path.parent.name} {path.stem}", entry["rule"] if entry["is"] else "")
        for (path, entry), talk in zip(found, talks, strict=True)
        if not entry.get("also")
    ]
    everyday = map(json.loads, (HERE / "everyday.jsonl").read_text("utf-8").splitlines())
    alone = [[(one["side"], one["text"])] for one in everyday]
    public = [
        [(one["speaker_role"], one["text"]) for one in json.loads(line)["messages"] if one["text"]]
        for name in PUBLIC
        for line in gzip.decompress((DATA / f"{name}.jsonl.gz").read_bytes()).decode("utf-8").splitlines()[:OF_PUBLIC]
    ]
    as_service_goes = [Case(talk, place) for talk in annotated(alone + public) for place in range(len(talk.messages))]
    return [*said_to_be, *as_service_goes]


def _row(task: Task, talk: AnnotatedConversation, place: int, writer: str, is_one: bool, words: str | None = None) -> Row:
    tokens = talk.notes[place].tokens
    key = (id(talk), place, task.side, task.reads_before, task.by_sentence)
    found = _SEEN[key] if key in _SEEN else _SEEN.setdefault(key, seen(task, tokens, _before(talk, place)))
    start = talk.messages[place].text.find(words) if words else -1
    if not is_one or not task.by_sentence or (start < 0 and not task.rule):
        return Row(writer, is_one, found, [is_one] * len(found))
    if start < 0:  # nobody marked it: the sentence that comes nearest
        near = [one.get(f"of_sentence {task.name}", 0.0) for one in found]
        return Row(writer, is_one, found, [level == max(near) for level in near])
    ends = start + len(words or "")
    return Row(writer, is_one, found, [min(one.end, ends) - max(one.start, start) > _OVERLAP for one in tokens.sentences])


_OVERLAP = 2
_SEEN: dict[tuple[object, ...], Sequence[dict[str, float]]] = {}
"""What tasks saw of messages before, by conversation, place and what matters of the task."""
_KEPT: list[Sequence[AnnotatedConversation]] = []
"""Conversations that nobody else keeps: one that was let go would lend its number to another."""


def said(label: str) -> Iterator[str]:
    """The sentences of a label that writers made for the sentence models."""
    for entry in map(json.loads, (HERE / "texts" / f"{label}.jsonl").read_text("utf-8").splitlines()):
        if entry["is"]:
            yield entry["text"]


def _before(talk: AnnotatedConversation, place: int) -> Tokens | None:
    """The last message of the other side."""
    other = (p for p in range(place - 1, -1, -1) if talk.messages[p].role is not talk.messages[place].role)
    return next((talk.notes[p].tokens for p in other), None)


class Model:
    """Weights by what is seen."""

    def __init__(self, found: Sequence[Row], strength: float = STRENGTH) -> None:
        parts = [one for row in found for one in row.seen]
        times = Counter(name for one in parts for name in one)
        self.columns = {one: n for n, one in enumerate(sorted(one for one, n in times.items() if n >= SELDOM))}
        counts = [1.0 if row.writer else ORDINARY for row in found for _ in row.seen]
        truth = [is_one for row in found for is_one in row.marked]
        self.fitted = LogisticRegression(C=strength, max_iter=3000).fit(self.matrix(parts), truth, sample_weight=counts)

    def matrix(self, parts: Sequence[Mapping[str, float]]) -> csr_matrix:
        """What is seen, a message or sentence a line."""
        at = [
            (n, self.columns[one], value)
            for n, seen in enumerate(parts)
            for one, value in sorted(seen.items())
            if one in self.columns
        ]
        lines, columns, values = zip(*at, strict=True)
        return csr_matrix((values, (lines, columns)), shape=(len(parts), len(self.columns)))

    def odds(self, found: Sequence[Row]) -> np.ndarray:
        """Of each message: those of its likeliest sentence."""
        each = self.fitted.decision_function(self.matrix([one for row in found for one in row.seen]))
        return np.maximum.reduceat(each, np.cumsum([0, *(len(row.seen) for row in found[:-1])]))

    def stored(self, task: Task) -> tuple[dict[str, object], dict[str, int]]:
        """Bars, with the constant in them, and what levels add; and what words do, all in whole units."""
        parts: dict[str, dict[str, int]] = {"own": {}, "theirs": {}, "of_sentence": {}, "word": {}}
        least = LEAST if task.strength == STRENGTH else 2 * LEAST  # a freer one gives most words some weight
        for one, n in self.columns.items():
            part, _, name = one.partition(" ")
            weight = round(self.fitted.coef_[0][n] * UNIT * (OF_WORDS if part == "word" else 1))
            if abs(weight) >= (least if part == "word" else 1):
                parts[part][name] = weight
        bars = {name: round((bar - self.fitted.intercept_[0]) * UNIT) for name, bar in task.bars.items()}
        words = parts.pop("word")
        rivals = {"rivals": task.rivals} if task.rivals else {}
        return {"bars": bars, **rivals, **parts}, words


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=Path(str(MODELS)))
    arguments.add_argument("--only", nargs="+", metavar="NAME", help="learn these models anew and keep the others as they are")
    given = arguments.parse_args()
    plain = list(ordinary())
    cards, words = _kept(given.out) if given.only else ({side: {} for side in OTHER} for _ in range(2))
    for task in (task for task in TASKS if not given.only or task.name in given.only):
        found = [row for row in rows(task, plain) if row.seen]  # a message of no sentence says nothing
        unseen = list(_left_out(found, task.strength))
        for bar, odds in task.bars.items():
            print(f"{task.side} {task.name}, {bar}: {_told(unseen, odds)}", flush=True)
        cards[task.side][task.name], words[task.side][task.name] = Model(found, task.strength).stored(task)
    (given.out / CARDS).write_text(json.dumps(cards, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    told = json.dumps(words, indent=0, ensure_ascii=False).encode("utf-8")
    (given.out / WORDS).write_bytes(gzip.compress(told, mtime=0))


def _kept(folder: Path) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The models of a folder: cards, and what words add."""
    return json.loads((folder / CARDS).read_text("utf-8")), json.loads(gzip.decompress((folder / WORDS).read_bytes()))


def _left_out(found: Sequence[Row], strength: float) -> Iterator[tuple[bool, float]]:
    """Each message of a writer, and its odds by a model that has learnt from others; a few writers at a time are left out."""
    writers = sorted({row.writer for row in found} - {""})
    for those in (set(writers[n::AT_A_TIME]) for n in range(min(AT_A_TIME, len(writers)))):
        unseen = [row for row in found if row.writer in those]
        model = Model([row for row in found if row.writer not in those], strength)
        yield from ((row.is_one, float(odds)) for row, odds in zip(unseen, model.odds(unseen), strict=True))


def _told(unseen: Sequence[tuple[bool, float]], bar: float) -> str:
    """How many messages are over a bar, of those that are one and of others."""
    told = Counter((is_one, odds >= bar) for is_one, odds in unseen)
    both = (f"{told[one, True]} of {told[one, True] + told[one, False]}" for one in (True, False))
    return "{} that are, {} others".format(*both)


if __name__ == "__main__":
    main()
