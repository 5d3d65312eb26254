"""Learns which words answer which: `language/models/relating.npz`.

    python -m training.relating [--public DIR] [--out FILE]

Nobody marked anything here: what was said next to a question is taken for what speaks to it, and what was said to 63 other
questions for what does not. Every word has a row of `WIDE` numbers as a word that asks and one as a word that answers, and a
weight as either. A statement speaks to a question as far as the words of each find one near to them in the other, and a turn
as far as its statements do (the largest, taken softly); learnt are the numbers under which each question finds its own turn.
They begin where words stand that have the same company. Read are the conversations of this project, but not `answered/`,
which learns from what comes out here, STAR and Taskmaster-4; questions of both sides. The same texts give the same file on the
same kind of machine. Needs jax and optax besides what the other models need.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from caraway_audit.annotate import Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.relating import MODEL, MOST_ASKED, MOST_SAID, WHOLE
from caraway_audit.language.topics import numberless
from caraway_audit.model import Role
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.answers import UnansweredQuestion
from caraway_audit.rules.statements import Asked, statements, words_of
from training.answers import Talk, talk_of

HERE = Path(__file__).parent
SELDOM, WIDE, WINDOW = 4, 64, 5
STEPS, SPEED = 1500, 2e-3
GROUPS, OF_A_GROUP = 8, 8
"""Questions of a step stand in so many groups of neighbours: conversations of one writer, which are hard to tell apart."""
STATEMENTS = 5
_MARKS = re.compile(r"\[\[?[A-Z]+[|:]([^\]]*)\]\]?")
"""How values are marked in the texts for taggers."""
_UNKNOWN, _EVERYDAY = 8.0, 5.0

Weights = dict[str, Any]


class Pair(NamedTuple):
    """A question, and the statements that were made next."""

    asked: Sequence[str]
    said: Sequence[Sequence[str]]


def talks(public: Path) -> Iterator[Talk]:
    """All conversations of two and more messages."""
    known: dict[str, Talk] = {}
    for path in sorted((HERE / "talk").glob("*.jsonl")):
        for entry in map(json.loads, path.read_text("utf-8").splitlines()):
            known.setdefault(entry["c"], []).append((entry["role"], entry["text"]))
    yield from known.values()
    for name in ("awaited", "chats", "context", "established", "meant", "named", "near", "stated", "whole"):
        for path in sorted((HERE / name).rglob("*.jsonl")):
            for entry in map(json.loads, path.read_text("utf-8").splitlines()):
                turns = entry.get("messages") or entry.get("turns") or []
                said = [one if isinstance(one, list) else (one["role"], one["text"]) for one in turns]
                yield [(role, _MARKS.sub(r"\1", text)) for role, text in said]
    for name in ("star", "taskmaster4"):
        with gzip.open(public / f"transcripts/{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for line in stream:
                yield [(one["speaker_role"], one["text"]) for one in json.loads(line)["messages"] if one["text"]]


def pairs(public: Path) -> tuple[list[Pair], list[list[str]]]:
    """The questions of both sides with what was said next, and the words of all messages."""
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, UnansweredQuestion))
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    every = [[(role, text) for role, text in talk if role in ("client", "agent")] for talk in talks(public)]
    conversations = [talk_of(n, talk) for n, talk in enumerate(every) if len(talk) > 1]
    found: list[Pair] = []
    texts: list[list[str]] = []
    for talk in annotators.annotate(conversations, facts, lambda _: timedelta(hours=24)):
        texts += (list(map(numberless, note.tokens.words)) for note in talk.notes)
        for turn, after in zip(talk.turns, talk.turns[1:], strict=False):
            if turn.role is Role.CLIENT:
                asked: list[Asked] = rule.asked_in(talk, turn)
            else:
                asked = [(place, question) for place in turn.places for question in talk.notes[place].questions]
            said = [one.words for place in after.places for one in statements(talk, place)]
            if said:
                found += (Pair(words_of(talk, *one), said) for one in asked)
    return found, texts


class Words:
    """Numbers of words: 0 stands for none, 1 for one that is seldom."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.times = Counter(word for text in texts for word in text)
        self.known = sorted(word for word, n in self.times.items() if n >= SELDOM and word.isprintable())
        self._at = {word: n for n, word in enumerate(self.known, 2)}

    def row(self, words: Sequence[str], most: int) -> list[int]:
        """The numbers of the first `most` words, filled up with none."""
        row = [self._at.get(numberless(word), 1) for word in words[:most]]
        return row + [0] * (most - len(row))


def company(words: Words, texts: Sequence[Sequence[str]]) -> np.ndarray:
    """A row of `WIDE` numbers for each word, of length one: near where words stand beside the same ones."""
    gap = [0] * WINDOW
    flat = np.array([n for text in texts for n in (*words.row(text, len(text)), *gap)])
    of = [(flat[:-away], flat[away:], np.full(len(flat) - away, 1 / away)) for away in range(1, WINDOW + 1)]
    first, second, counts = (np.concatenate(those) for those in zip(*of, strict=True))
    are_words = (first > 0) & (second > 0)
    first, second, counts = first[are_words], second[are_words], counts[are_words]
    many = len(words.known) + 2
    counted = csr_matrix((counts, (first, second)), shape=(many, many))
    counted = (counted + counted.T).tocoo()
    each = np.asarray(counted.tocsr().sum(1)).ravel()
    more = np.log(counted.data * (each**0.75).sum() / (each[counted.row] * each[counted.col] ** 0.75))
    kept = more > 0
    wide = csr_matrix((more[kept], (counted.row[kept], counted.col[kept])), shape=(many, many))
    left, strengths, _ = randomized_svd(wide, WIDE, random_state=0, n_iter=4)
    found = left * np.sqrt(strengths)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6))


def start(words: Words, texts: Sequence[Sequence[str]]) -> Weights:
    """What learning begins with: seldom words weigh more."""
    rare = [0.0, _UNKNOWN, *(np.log(len(texts) / (words.times[word] + 1)) for word in words.known)]
    weight = jnp.array(np.array(rare) / _EVERYDAY, jnp.float32)
    rows, same = jnp.array(company(words, texts), jnp.float32), jnp.eye(WIDE)
    return {"rows": rows, "asks": same, "says": same, "asking": weight, "saying": weight, "scale": jnp.array([6.0, 6.0])}


def unit(rows: jax.Array) -> jax.Array:
    """Rows of length one."""
    return rows / jnp.sqrt((rows * rows).sum(-1, keepdims=True) + 1e-6)


def related(weights: Weights, asked: jax.Array, said: jax.Array) -> jax.Array:
    """How far each of some statements speaks to each of some questions."""
    asks, says = asked > 0, said > 0
    one, other = unit(weights["rows"][asked] @ weights["asks"]), unit(weights["rows"][said] @ weights["says"])
    near = jnp.einsum("nid,mjd->nmij", one, other)
    near = jnp.where(asks[:, None, :, None] & says[None, :, None, :], near, -1.0)
    asking = jax.nn.relu(weights["asking"][asked]) * asks
    saying = jax.nn.relu(weights["saying"][said]) * says
    there = (near.max(3) * asking[:, None, :]).sum(-1) / (asking.sum(-1)[:, None] + 1e-3)
    back = (near.max(2) * saying[None]).sum(-1) / (saying.sum(-1)[None] + 1e-3)
    return weights["scale"][0] * there + weights["scale"][1] * back


def loss(weights: Weights, asked: jax.Array, said: jax.Array) -> jax.Array:
    """How badly questions find their own turn among those of all."""
    many = len(asked)
    each = related(weights, asked, said.reshape(many * STATEMENTS, MOST_SAID)).reshape(many, many, STATEMENTS)
    turns = jax.nn.logsumexp(jnp.where((said[:, :, 0] > 0)[None], each, -1e9), axis=-1)
    return -jnp.diag(jax.nn.log_softmax(turns, axis=1)).mean()


def learn(words: Words, found: Sequence[Pair], weights: Weights) -> Weights:
    """The weights after all steps."""
    asked = np.array([words.row(one.asked, MOST_ASKED) for one in found], np.int32)
    none = [[0] * MOST_SAID] * STATEMENTS
    said = np.array([([words.row(s, MOST_SAID) for s in one.said[:STATEMENTS]] + none)[:STATEMENTS] for one in found], np.int32)
    optimiser = optax.adam(optax.cosine_decay_schedule(SPEED, STEPS))
    state = optimiser.init(weights)

    @jax.jit
    def step(weights: Weights, state: Any, asked: jax.Array, said: jax.Array) -> tuple[Weights, Any, jax.Array]:
        worse, slope = jax.value_and_grad(loss)(weights, asked, said)
        change, state = optimiser.update(slope, state, weights)
        return optax.apply_updates(weights, change), state, worse

    chance, lost = np.random.default_rng(1), 0.0
    for number in range(1, STEPS + 1):
        first = chance.integers(0, len(found) - OF_A_GROUP, GROUPS)
        chosen = (first[:, None] + np.arange(OF_A_GROUP)).ravel()
        weights, state, worse = step(weights, state, asked[chosen], said[chosen])
        lost += float(worse)
        if number % 100 == 0:
            print(f"{number} steps, loss {lost / 100:.2f}", flush=True)
            lost = 0.0
    return weights


def stored(words: Words, weights: Weights) -> dict[str, np.ndarray]:
    """Whole numbers: rows of length `WHOLE`, weights from 0 to 255. The first row is that of seldom words."""
    rows = {
        side: np.rint(np.asarray(unit(weights["rows"] @ weights[side]))[1:] * WHOLE).astype(np.int8)
        for side in ("asks", "says")
    }
    most = max(float(weights[side].max()) for side in ("asking", "saying"))
    rows |= {
        side: np.rint(np.maximum(np.asarray(weights[side])[1:], 0) * 255 / most).astype(np.uint8)
        for side in ("asking", "saying")
    }
    return rows | {"words": np.frombuffer("\n".join(words.known).encode(), np.uint8)}


def main() -> None:
    """Read, learn and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(MODEL)))
    given = arguments.parse_args()
    found, texts = pairs(given.public)
    words = Words(texts)
    print(f"{len(found)} questions, {len(words.known)} words of {len(texts)} messages", flush=True)
    np.savez_compressed(given.out, **stored(words, learn(words, found, start(words, texts))))
    print(f"{given.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
