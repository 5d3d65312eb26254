"""Trains the sentence models that ship in the package, and says how well each label is told on texts left out.

    python -m training.train [--public DIR] [--out DIR] [--without NAME ...]

One logistic regression a label, over the features that `caraway_audit.language.classifier` reads: words, their parts, pairs
and triples. Positive are the label's own texts; negative are its near misses, the texts of all labels that do not overlap
with it, and lines of public transcripts whose licence allows it. A label's threshold is the one at which, on texts that the
fold had not seen, near misses and ordinary lines pass the stated rates. Seeds are fixed: the same texts give the same files.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from benchmarks.held_out import held_out
from caraway_audit.language.acts import acts
from caraway_audit.language.answer_forms import TIMES
from caraway_audit.language.classifier import LANE, MARK, SHORT, stretches, weight_of
from caraway_audit.language.groups import GROUPS
from caraway_audit.language.phrases import PhraseScanner, PhraseSet
from caraway_audit.language.tokens import as_written, tokenise
from training.features import features

HERE = Path(__file__).parent
Entry = dict[str, Any]
SEED = 7
FOLDS = 3
UNIT = 256
"""One of log-odds is so many units of a weight."""
LEAST_WEIGHT, LEAST_FEATURE = 12, 40
"""A weight below the one is left out, and a feature none of whose weights reaches the other: half of them, for no loss."""
PART_SCALE = 0.5
"""What a part of a word counts beside a word: words do most of the telling where they are known."""
ORDINARY_LINES = 8000
"""So many ordinary lines of each public set and side."""
NAMED = 0.6
"""A word that has a capital more often than this is a name of somebody or something, which no model learns."""
NO_NAMES = TIMES | frozenset(
    "i am mr mrs ms dr mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter god jesus christ oops "
    "whatsapp telegram facebook twitter instagram paypal trustpilot google ofcom gp dpo uber".split()
)
"""Nor are these names, though they are written so."""
MOST_OTHERS = 40_000
"""Counter-examples of a label besides its near misses, the conversations and harmless posts."""
KIND = frozenset(
    "admiration amusement approval caring confusion curiosity desire excitement gratitude joy love nervousness optimism pride "
    "realization relief remorse surprise".split()
)
"""What the raters of GoEmotions say of posts that harm nobody ("neutral" holds much that does)."""
DOUBTED = 30
"""So many counter-examples that unseen folds took most for a label are listed beside this script, to be looked at."""

RATES = {"near": 0.06, "public": 0.003, "talk": 0.005, "other": 0.01}
RARE_RATES = {"near": 0.04, "public": 0.0001, "talk": 0.0005, "other": 0.002}
RARE_MARGIN = 0.5
"""How many of the near misses, of ordinary lines of public transcripts, of messages of invented conversations and of the texts
of other labels may be taken for one of a label; what is rare in real talk has a higher bar, and so much more in log-odds."""

LIKELY = 0.6
"""From which part of what a sure one must add up to a sentence is a likely one, unless a label says otherwise."""

SIDES = ("agent", "client")
ORDINARY, TALK, EVERYDAY = "ordinary", "talk", "everyday"
EMOTIONS = "emotion/goemotions"
PUBLIC = ("transcripts/star", "transcripts/taskmaster4", "closing/multidogo_customer_sentences", "pii/multidogo_customer_turns")


@dataclass
class Row:
    """One text: the features of its sentences counted together, and of each alone.

    One `in_part` is a sentence of a text that does what `is_of` says: perhaps in another sentence.
    `source` is the label that the text was written for, `ordinary` for lines of public transcripts, `everyday` for harmless
    posts, or the public set that says what the text is. What such a text `may` do, it is no counter-example of.
    """

    text: str
    side: str
    is_of: frozenset[str] = frozenset()
    is_not: frozenset[str] = frozenset()
    source: str = ""
    writer: str = ""
    in_part: bool = False
    may: frozenset[str] = frozenset()
    whole: Counter[str] = field(default_factory=Counter)
    sentences: list[Counter[str]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    acts: frozenset[str] = frozenset()


def part_of(given: float | dict[str, float], side: str) -> float:
    """A part that may differ by side."""
    return given[side] if isinstance(given, dict) else given


def sides_of(entry: Entry) -> tuple[str, ...]:
    """Which models know a label."""
    return ("agent", "client") if entry["side"] == "both" else (entry["side"],)


def read_texts(table: dict[str, Entry]) -> Iterator[Row]:
    """The texts written for a label, and its near misses."""
    for path in sorted((HERE / "texts").glob("*.jsonl")):
        name = path.stem
        sides = sides_of(table.get(name, {"side": "both"}))
        seen = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["text"] in seen:
                continue
            seen.add(entry["text"])
            for side in sides:
                own = frozenset({name})
                yield Row(entry["text"], side, own if entry["is"] else frozenset(), frozenset() if entry["is"] else own, name)


def read_public(folder: Path) -> Iterator[Row]:
    """Ordinary lines of public transcripts."""
    rng = random.Random(SEED)
    for name in PUBLIC:
        path = folder / f"{name}.jsonl.gz"
        if not path.exists():
            raise SystemExit(f"{path} is not there; the ordinary lines come from it")
        lines: dict[str, dict[str, None]] = {"agent": {}, "client": {}}
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                entry = json.loads(line)
                for message in entry.get("messages", [entry]):
                    side = message.get("speaker_role", "client")
                    if side in lines and len(message["text"] or "") > 8:
                        lines[side][message["text"]] = None
        for side, texts in lines.items():
            known = sorted(texts)
            chosen = rng.sample(known, min(ORDINARY_LINES, len(known)))
            for text in dict.fromkeys((*chosen, *(short for one in chosen for short in short_sentences(one)))):
                yield Row(text, side, source=ORDINARY)


def read_everyday(folder: Path) -> Iterator[Row]:
    """Lively messages, and posts of a forum, that harm nobody: counter-examples of what seldom happens."""
    for line in (HERE / "everyday.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Row(entry["text"], entry["side"], may=frozenset(entry.get("may", ())), source=EVERYDAY)
    with gzip.open(folder / f"{EMOTIONS}.jsonl.gz", "rt", encoding="utf-8") as stream:
        posts = [
            entry for entry in map(json.loads, stream) if KIND.issuperset(entry["emotions"]) and not held_out(entry["text"])
        ]
    for side in SIDES:
        yield from (Row(post["text"], side, source=EVERYDAY) for post in posts)


def read_talk(without: Collection[str]) -> Iterator[Row]:
    """Messages of invented conversations; each says all that it does, so that it is a counter-example of everything else."""
    for path in sorted((HERE / "talk").glob("*.jsonl")):
        if path.stem in without:
            continue
        seen = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            side, does = "client" if entry["role"] == "client" else "agent", frozenset(entry["does"])
            yield Row(entry["text"], side, does, source=TALK, writer=path.stem)
            for text in short_sentences(entry["text"]):
                if (side, text.casefold(), does) not in seen:
                    seen.add((side, text.casefold(), does))
                    yield Row(text, side, does, source=TALK, writer=path.stem, in_part=True)


def short_sentences(text: str) -> Iterator[str]:
    """The sentences of a message of several that are as short as a message may be ("Dear Ms Lind,"): an audit reads each by
    itself."""
    tokens = tokenise(text)
    for one in tokens.sentences if len(tokens.sentences) > 1 else ():
        if one.last - one.first <= SHORT // 2:
            yield text[tokens.starts[one.first] : tokens.ends[one.last - 1]]


def read_sets(folder: Path, table: dict[str, Entry]) -> Iterator[Row]:
    """Rows of public sets that say themselves what a text is."""
    for name, entry in table.items():
        for one in entry.get("sets", ()):
            with gzip.open(folder / f"{one['set']}.jsonl.gz", "rt", encoding="utf-8") as stream:
                entries = [entry for entry in map(json.loads, stream) if entry.get("text") and not held_out(entry["text"])]
            own = frozenset({name})
            for row in entries:
                is_one = bool(row["label"])
                for side in sides_of(entry):
                    yield Row(row["text"], side, own if is_one else frozenset(), frozenset() if is_one else own, one["set"])


def proper_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Words that are written with a capital inside sentences: who or where somebody is must not weigh."""
    capital, plain = Counter[str](), Counter[str]()
    for text in texts:
        tokens = as_written(text)
        for one in tokens.sentences:
            for place in range(one.first + 1, one.last):
                word, written = tokens.words[place], text[tokens.starts[place] : tokens.ends[place]]
                if word.isalpha() and not written.isupper():
                    (capital if written[0].isupper() else plain)[word] += 1
    return frozenset(word for word, n in capital.items() if n > NAMED * (n + plain[word])) - GROUPS - NO_NAMES


def _listed(phrases: PhraseSet) -> PhraseSet:
    """The phrases of a set without what models tell: what is learnt must not depend on what was learnt before."""
    return PhraseSet({phrase: sure for phrase, sure in phrases.phrases.items() if not phrase.startswith(MARK)}, phrases.roles)


class Side:
    """The rows of one side as matrices."""

    def __init__(self, rows: list[Row], side: str) -> None:
        self.rows = [row for row in rows if row.side == side]
        self.source = np.array([row.source for row in self.rows], dtype=object)
        scanner = PhraseScanner({name: _listed(act.phrases) for name, act in acts().items()}, side)
        counts: Counter[str] = Counter()
        for row in self.rows:
            tokens = tokenise(row.text)
            read = [stretch for one in tokens.sentences for stretch in stretches(one)]
            row.sentences = [features(tokens.words[first:last]) for first, last in read]
            row.sizes = [last - first for first, last in read]
            row.whole = sum(row.sentences, Counter())
            row.acts = frozenset(scanner.scan(tokens))
            counts.update(row.whole.keys())
        proper = proper_nouns(row.text for row in self.rows)
        self.names = sorted(
            name
            for name, n in counts.items()
            if n >= (8 if name.startswith("\t") else 3) and proper.isdisjoint(name.split(" "))
        )
        self.place = {name: number for number, name in enumerate(self.names)}
        self.scale = np.array([PART_SCALE if name.startswith("\t") else 1.0 for name in self.names])
        self.whole = self._matrix([row.whole for row in self.rows], [sum(row.sizes) for row in self.rows])
        self.owner = np.array([n for n, row in enumerate(self.rows) for _ in row.sentences])
        singles = [(one, size) for row in self.rows for one, size in zip(row.sentences, row.sizes, strict=True)]
        self.single = self._matrix(*zip(*singles, strict=True))

    def _matrix(self, bags: Sequence[Counter[str]], sizes: Sequence[int]) -> csr_matrix:
        data, columns, starts = [], [], [0]
        for bag in bags:
            for name, count in bag.items():
                if (column := self.place.get(name)) is not None:
                    columns.append(column)
                    data.append(count)
            starts.append(len(data))
        matrix = csr_matrix((np.array(data, dtype=float), columns, starts), shape=(len(bags), len(self.names)))
        return diags([1 / weight_of(size) for size in sizes]) @ matrix @ diags(self.scale)

    def classes(self, name: str, entry: Entry) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Positions of positives, near misses, and the other counter-examples of a label."""
        anything = entry.get("kin") == "all"
        kin, shy = set() if anything else set(entry.get("kin", ())), set(entry.get("act", ()))
        unsaid = set(entry["unsaid"]) if isinstance(entry.get("unsaid"), list) else set()
        own = {name, *entry.get("texts", ())}
        yes, near, other = [], [], []
        for place, row in enumerate(self.rows):
            if own & row.is_of:
                if not row.in_part:
                    yes.append(place)
            elif own & row.is_not:
                near.append(place)
            elif row.source == TALK:
                if not kin & row.is_of and row.writer not in unsaid:
                    other.append(place)
            elif anything or "/" in row.source:
                continue  # such a set says one thing of a text only
            elif row.source == EVERYDAY and (not entry.get("rare") or own & row.may):
                continue  # may well be upset, take in what somebody feels, thank, or own up to a slip
            elif row.source in kin or shy & row.acts:
                continue  # may well be one
            else:
                other.append(place)
        return np.array(yes, dtype=int), np.array(near, dtype=int), np.array(other, dtype=int)

    def fit(self, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
        """The weights that tell some rows from others."""
        truth = np.concatenate([np.ones(len(yes)), np.zeros(len(no))])
        model = LogisticRegression(C=1.0, solver="liblinear", random_state=SEED, max_iter=300, tol=3e-3)
        return model.fit(self.whole[np.concatenate([yes, no])], truth).coef_[0]

    def sums(self, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The highest sum of a sentence of each row, as the shipped scorer adds it up."""
        best = np.full(len(self.rows), -np.inf)
        np.maximum.at(best, self.owner, self.single @ weights)
        return best[rows]

    def unseen(self, groups: Sequence[np.ndarray], rng: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """The rows of (positives, near misses, others) in another order, and their sums under weights learnt without them."""
        folds = [np.array_split(rng.permutation(group), FOLDS) for group in groups]
        found: list[list[np.ndarray]] = [[] for _ in groups]
        for fold in range(FOLDS):
            yes, *no = (np.concatenate([part for n, part in enumerate(group) if n != fold]) for group in folds)
            weights = self.fit(yes, np.concatenate(no))
            for sums, group in zip(found, folds, strict=True):
                sums.append(self.sums(weights, group[fold]))
        return [np.concatenate(group) for group in folds], [np.concatenate(sums) for sums in found]


def train(side: str, rows: list[Row], table: dict[str, Entry], out: Path) -> dict[str, Entry]:
    """Learn all labels of a side, write its weights into a folder, and give what the card says of each label."""
    data = Side(rows, side)
    columns, card, doubtful = [], {}, []
    for name, entry in table.items():
        if side not in sides_of(entry):
            continue
        rng = np.random.default_rng([SEED, *name.encode()])  # no label's draw depends on which others there are
        yes, near, other = data.classes(name, entry)
        kept = np.isin(data.source[other], (TALK, EVERYDAY))
        if (~kept).sum() > MOST_OTHERS:
            other = np.concatenate([other[kept], np.sort(rng.choice(other[~kept], MOST_OTHERS, replace=False))])
        (_, _, others), (right, nearly, wrong) = data.unseen((yes, near, other), rng)
        source = data.source[others]
        public, talk = source == ORDINARY, source == TALK
        groups = {"near": nearly, "public": wrong[public], "talk": wrong[talk], "other": wrong[~public & ~talk]}
        if entry.get("unsaid") == "all":  # no conversation says it where it does it: a few of so many teach little wrong,
            del groups["talk"]  # but would set the bar
        rates = RARE_RATES if entry.get("rare") else entry.get("rates", RATES)
        above = max(np.quantile(group, 1 - rates[kind]) for kind, group in groups.items() if len(group))
        above = part_of(entry["bar"], side) if "bar" in entry else above + (RARE_MARGIN if entry.get("rare") else 0)
        columns.append(data.fit(yes, np.concatenate([near, other])))
        card[name] = {"means": entry["means"]} | {
            key: round(above * part_of(entry.get(part, whole), side) * UNIT)
            for key, part, whole in (("above", "sure", 1), ("likely", "likely", LIKELY))
        }
        for mark in ("of_people", "evidence", "short"):
            if entry.get(mark):
                card[name][mark] = True
        passing = {kind: (group > above).mean() for kind, group in groups.items() if len(group)}
        shares = "  ".join(f"{kind} {share:.4f}" for kind, share in passing.items())
        print(f"{side} {name:22} {len(yes):4} texts  recall {(right > above).mean():.2f}  {shares}", flush=True)
        for place in np.argsort(-wrong)[:DOUBTED]:
            row = data.rows[others[place]]
            doubtful.append(f"{name}\t{wrong[place]:.1f}\t{row.source}\t{row.text!r}")
    write(out / f"{side}.txt.gz", data, columns)
    (HERE / f"doubtful-{side}.tsv").write_text("\n".join(doubtful) + "\n", encoding="utf-8")
    return card


def write(path: Path, data: Side, columns: list[np.ndarray]) -> None:
    """Weights as whole numbers, those of all labels in one: label `n` has bits `n * LANE` and up."""
    table = np.rint(np.array(columns).T * data.scale[:, None] * UNIT).astype(int)
    lines: dict[str, str] = {}  # a word with what may follow it, each with what it adds: "lo|-1e|and|3|and behold|5"
    for name, row in zip(data.names, table, strict=True):
        if np.abs(row).max() >= LEAST_FEATURE:
            adds = sum(int(weight) << (lane * LANE) for lane, weight in enumerate(row) if abs(weight) >= LEAST_WEIGHT)
            word, _, others = name.partition(" ")
            known = lines.get(word, f"{word}|0" if others else word)
            lines[word] = f"{known}|{others}|{adds:x}" if others else f"{known}|{adds:x}"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join(lines.values()).encode())
    print(path.name, len(lines), "words and parts", path.stat().st_size, "bytes")


def main() -> None:
    """Read everything, learn both sides at once, write the models and their list of labels."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--without", nargs="*", default=[], help="conversations to leave out (names of files in talk/)")
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/language/models")
    given = arguments.parse_args()
    table = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    public = given.public
    rows = [
        *read_texts(table),
        *read_talk(given.without),
        *read_public(public),
        *read_everyday(public),
        *read_sets(public, table),
    ]
    with ProcessPoolExecutor(len(SIDES)) as pool:
        done = {side: pool.submit(train, side, rows, table, given.out) for side in SIDES}
        cards = {side: one.result() for side, one in done.items()}
    (given.out / "labels.json").write_text(json.dumps(cards, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
