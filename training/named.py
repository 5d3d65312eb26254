"""Learns who somebody is whom an agent names: the weights of `rules/named.py`.

    python -m training.named [--public DIR] [--out FILE]

In `named/`, invented exchanges, each full name of an agent's message is marked: `[K:…]` is another client of the firm, `[T:…]`
a third person, `[O:…]` somebody (or something) that may well be named. The texts of two labels (`texts/`) and the exchanges of
two rules (`context/`) say so of a whole message: there the name that is most like one is. Names in ordinary talk are of the
last kind. Printed first is how writers left out are told. The same texts give the same file.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.model import AGENTS, Span
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.named import UNIT, WEIGHTS, WORDS, observed
from caraway_audit.rules.persons import PersonNameRule, takes_part
from training.answers import Talk, ordinary, talk_of
from training.train import proper_nouns

HERE = Path(__file__).parent
SELDOM = 4
"""What is observed of fewer names is left out."""
STRENGTH = 0.3
"""Of the regularisation (C)."""
OF_WORDS = 0.5
"""What a word counts beside an observation of another kind."""
ORDINARY = 0.5
"""What a name of ordinary talk counts beside one that was written for this."""
TURNS = 3
"""So often it is told anew which name of a message is meant."""
TOLD, THIRD = 0.7, -0.6
"""From which log-odds on somebody is told of, and up to which they are surely no client: set by looking at scores on the
labelled conversations that were read."""

MARKED = re.compile(r"\[(?P<kind>[KTO]):(?P<name>[^\]]+)\]")
CLIENT, THIRD_PERSON, NOBODY = "KTO"
_PLACED = ("B ", "A ", "C ", *(f"{side}{n} " for side in "ab" for n in (1, 2, 3)))


@dataclass
class Row:
    """A full name in an agent's message: who it is, where that is marked of a message (`where`) and not of the name, and how
    much it counts."""

    writer: str
    kind: str
    seen: frozenset[str]
    where: object = None
    counts: float = 1.0


@dataclass
class Source:
    """A conversation; `marks` are the marked names by message, `kind` is said of the one message `at`."""

    writer: str
    talk: Talk
    marks: dict[int, list[tuple[Span, str]]]
    kind: str = NOBODY
    at: int | None = None


def marked() -> Iterator[Source]:
    """The exchanges of `named/`."""
    for path in sorted((HERE / "named").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            talk: Talk = []
            marks: dict[int, list[tuple[Span, str]]] = {}
            for place, (role, text) in enumerate(json.loads(line)["turns"]):
                plain, marks[place] = _unmarked(text)
                talk.append((role, plain))
            yield Source(path.stem, talk, marks)


def _unmarked(text: str) -> tuple[str, list[tuple[Span, str]]]:
    """A text without its marks, and what they mark."""
    plain, marks, done = "", [], 0
    for match in MARKED.finditer(text):
        plain += text[done : match.start()]
        marks.append(((len(plain), len(plain) + len(match["name"])), match["kind"]))
        plain, done = plain + match["name"], match.end()
    return plain + text[done:], marks


def of_messages() -> Iterator[Source]:
    """Texts and exchanges that name somebody somewhere."""
    for label, kind in (("names_third_person", THIRD_PERSON), ("other_client", CLIENT)):
        for n, line in enumerate((HERE / "texts" / f"{label}.jsonl").read_text("utf-8").splitlines()):
            entry = json.loads(line)
            if entry["is"] or kind == THIRD_PERSON:
                yield Source(f"text {n % _FOLDS}", [("agent", entry["text"])], {}, kind if entry["is"] else NOBODY, 0)
    kinds = {"CA307": THIRD_PERSON, "CA310": CLIENT}
    for path in sorted((HERE / "context").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            kind, said = kinds.get(entry["rule"], NOBODY), entry["turns"]
            roles = {role for role, _ in said}
            if roles <= {"client", "agent"} and said[entry["at"]][0] == "agent" and (entry["is"] or kind == THIRD_PERSON):
                yield Source(path.stem, said, {}, kind if entry["is"] else NOBODY, entry["at"])


def rows(public: Path) -> Iterator[Row]:
    """The full names of all agents' messages, those of people who take part left out."""
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, PersonNameRule))
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    everyday = map(json.loads, (HERE / "everyday.jsonl").read_text("utf-8").splitlines())
    talks = [*ordinary(public), *([("agent", entry["text"])] for entry in everyday if entry["side"] == "agent")]
    every = [*marked(), *of_messages(), *(Source("", talk, {}) for talk in talks)]
    unnamed = proper_nouns(text for source in every for _, text in source.talk)
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    conversations = [talk_of(n, source.talk) for n, source in enumerate(every)]
    annotated = annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))
    for n, (talk, source) in enumerate(zip(annotated, every, strict=True)):
        for place, span in names(talk):
            every_one = observed(rule, talk, place, span)
            seen = frozenset(one for one in every_one if not (one.startswith(_PLACED) and one.split(" ")[1] in unnamed))
            if place in source.marks:
                kind = next((k for (a, b), k in source.marks[place] if a < span[1] and span[0] < b), NOBODY)
                yield Row(source.writer, kind, seen)
            elif source.at is None or source.at == place:
                whole = source.at is not None and source.kind != NOBODY
                yield Row(source.writer, source.kind, seen, (n, place) if whole else None, 1.0 if source.writer else ORDINARY)


def names(talk: AnnotatedConversation) -> Iterator[tuple[int, Span]]:
    """The full names in agents' messages, those of people who take part left out."""
    for place in talk.places(AGENTS, True):
        yield from ((place, span) for span in talk.notes[place].people if not takes_part(talk, place, span))


class Model:
    """Weights by what is observed: for being told of, and for being a client."""

    def __init__(self, found: Sequence[Row]) -> None:
        times = Counter(one for row in found for one in row.seen)
        self.columns = {one: n for n, one in enumerate(sorted(one for one, n in times.items() if n >= SELDOM))}
        self.scale = diags([OF_WORDS if one.startswith(WORDS) else 1.0 for one in self.columns])
        seen, counts = self.matrix(found), np.array([row.counts for row in found])
        meant = np.array([row.kind != NOBODY for row in found])
        for _ in range(TURNS):
            self.told = LogisticRegression(C=STRENGTH, max_iter=3000).fit(seen, meant, sample_weight=counts)
            meant = _meant(found, self.told.decision_function(seen))
        is_client = np.array([row.kind == CLIENT for row in found])
        self.client = LogisticRegression(C=STRENGTH, max_iter=3000).fit(seen[meant], is_client[meant])

    def matrix(self, found: Sequence[Row]) -> csr_matrix:
        """Ones, words scaled, where something is observed."""
        at = [(n, self.columns[one]) for n, row in enumerate(found) for one in sorted(row.seen) if one in self.columns]
        lines, columns = zip(*at, strict=True)
        return csr_matrix((np.ones(len(at)), (lines, columns)), shape=(len(found), len(self.columns))) @ self.scale

    def stored(self) -> dict[str, object]:
        """Weights and bars in whole units, with the constants in the bars."""
        told, client = (np.rint(of.coef_[0] * self.scale.diagonal() * UNIT).astype(int) for of in (self.told, self.client))
        pairs = {one: (int(told[n]), int(client[n])) for one, n in self.columns.items()}
        kept = {one: pair for one, pair in pairs.items() if max(map(abs, pair)) >= _LEAST}
        bars = (round((bar - of.intercept_[0]) * UNIT) for bar, of in ((TOLD, self.told), (THIRD, self.client)))
        return {"told": next(bars), "third": next(bars), "weights": kept}


_LEAST = 8


def _meant(found: Sequence[Row], odds: np.ndarray) -> np.ndarray:
    """Which names are meant: the marked ones, and of a message that names somebody the likeliest and all that are likely."""
    best: dict[object, float] = {}
    for row, one in zip(found, odds, strict=True):
        if row.where is not None:
            best[row.where] = max(one, best.get(row.where, -np.inf))
    likely = ((row.where is None or one > 0 or one == best[row.where]) for row, one in zip(found, odds, strict=True))
    return np.array([row.kind != NOBODY and is_meant for row, is_meant in zip(found, likely, strict=True)])


def tell(found: Sequence[Row], held: Iterable[str]) -> Counter[str]:
    """How the marked names of some writers are told by what the others wrote."""
    out, told = set(held), Counter[str]()
    model = Model([row for row in found if row.writer not in out])
    unseen = [row for row in found if row.writer in out]
    seen = model.matrix(unseen)
    for row, odds, client in zip(unseen, model.told.decision_function(seen), model.client.decision_function(seen), strict=True):
        told[f"{row.kind} {'told' if odds >= TOLD else 'not told'}"] += 1
        if row.kind != NOBODY:
            told[f"{row.kind} {'surely third' if client < THIRD else 'perhaps a client'}"] += 1
    return told


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    found = list(rows(given.public))
    writers = sorted(path.stem for path in (HERE / "named").glob("*.jsonl"))
    print(dict(sorted(sum((tell(found, [writer]) for writer in writers), Counter[str]()).items())))
    stored = Model(found).stored()
    print(f"{len(found)} names; {Counter(row.kind for row in found)}")
    given.out.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


_FOLDS = 8

if __name__ == "__main__":
    main()
