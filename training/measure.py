"""How far models and phrases carry to writers they have not seen.

    python -m training.measure --out DIR NAME ...

Learns the models without the conversations of some writers (names of files in `talk/`), then reads these: what every message
does is known, and neither rule writers nor models have seen them. Printed for each label: how many messages have it, how many
of them the phrase lists find that name it, the model, and both together; and how many other messages each takes for one.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from caraway_audit.audit.judge import rules_of
from caraway_audit.language.acts import acts
from caraway_audit.language.classifier import LIKELY, MARK, Classifier
from caraway_audit.language.phrases import PhraseScanner, PhraseSet
from caraway_audit.language.tokens import tokenise
from caraway_audit.policy.load import load
from training.train import HERE, SIDES


def phrase_sets(policy: Path) -> dict[str, dict[str, PhraseSet]]:
    """By label, the sets of phrases that name it, without what models tell."""
    sets = {f"act:{name}": act.phrases for name, act in acts().items()} | dict(rules_of(load(str(policy))).need().phrases)
    found: dict[str, dict[str, PhraseSet]] = defaultdict(dict)
    for name, one in sets.items():
        listed = {phrase: sure for phrase, sure in one.phrases.items() if not phrase.startswith(MARK)}
        for phrase in one.phrases.keys() - listed.keys():
            found[phrase[len(MARK) :].removesuffix(LIKELY)][name] = PhraseSet(listed, one.roles)
    return found


def main() -> None:
    """Learn, read, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, required=True, help="a folder for the models learnt without these writers")
    arguments.add_argument("writers", nargs="+")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "training.train", "--out", str(given.out), "--without", *given.writers]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    card = json.loads((given.out / "labels.json").read_text(encoding="utf-8"))
    models = {side: Classifier(side, card[side], given.out) for side in SIDES}
    policy = given.out / "policy.yaml"
    policy.write_text("caraway: 1\n", encoding="utf-8")
    sets = phrase_sets(policy)
    scanners = {(side, label): PhraseScanner(sets[label], side) for side in SIDES for label in card[side]}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for writer in given.writers:
        for line in (HERE / "talk" / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            side = "client" if entry["role"] == "client" else "agent"
            tokens = tokenise(entry["text"])
            told = {one.label for one in models[side].scan(tokens)}
            for label in card[side]:
                kind = "right" if label in entry["does"] else "wrong"
                listed = bool(scanners[side, label].scan(tokens))
                counts[side, label].update({f"{kind}": 1, f"{kind} phrases": listed, f"{kind} model": label in told})
                counts[side, label].update({f"{kind} both": listed or label in told})
    print("| Label | Messages | Phrases | Model | Both | Wrongly: phrases | Model | Both |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for (side, label), count in sorted(counts.items()):
        if count["right"]:
            cells = [count[f"{kind} {by}"] for kind in ("right", "wrong") for by in ("phrases", "model", "both")]
            print(f"| {label} ({side}) | {count['right']} |", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main()
