"""Presidio's own test values, case by case, for the kinds that we claim: found, left alone, or neither and why.

Each value stands as its tests have it, and once more behind the word that names it: numbers of few digits count only so.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from caraway_audit.privacy.detect import Detector

CLAIMED = {
    "aba_routing": ("routing number", "BANK_CODE"),
    "credit_card": ("card", "CREDIT_CARD"),
    "crypto": ("wallet", "CRYPTO"),
    "de_id_card": ("Personalausweis", "ID_CARD"),
    "de_passport": ("Reisepass", "PASSPORT"),
    "de_tax_id": ("Steuer-ID", "DE_TAX_ID"),
    "email": ("", "EMAIL_ADDRESS"),
    "es_nie": ("NIE", "ES_NIE"),
    "es_nif": ("DNI", "ES_NIF"),
    "es_passport": ("pasaporte", "PASSPORT"),
    "in_passport": ("passport", "PASSPORT"),
    "ip": ("", "IP_ADDRESS"),
    "it_driver_license": ("patente", "DRIVER_LICENSE"),
    "it_fiscal_code": ("codice fiscale", "IT_FISCAL_CODE"),
    "it_identity_card": ("carta d'identità", "ID_CARD"),
    "it_passport": ("passaporto", "PASSPORT"),
    "kr_passport": ("passport", "PASSPORT"),
    "mac": ("", "MAC_ADDRESS"),
    "ph_mobile_number": ("phone", "PHONE_NUMBER"),
    "phone": ("phone", "PHONE_NUMBER"),
    "pl_pesel": ("PESEL", "PL_PESEL"),
    "se_personnummer": ("personnummer", "SE_PERSONNUMMER"),
    "tr_phone_number": ("phone", "PHONE_NUMBER"),
    "uk_driving_licence": ("driving licence", "DRIVER_LICENSE"),
    "uk_nino": ("NINO", "UK_NINO"),
    "uk_passport": ("passport", "PASSPORT"),
    "us_bank": ("account number", "BANK_ACCOUNT"),
    "us_driver_license": ("driver's license", "DRIVER_LICENSE"),
    "us_itin": ("ITIN", "US_ITIN"),
    "us_passport": ("passport", "PASSPORT"),
    "us_ssn": ("SSN", "US_SSN"),
}
"""By kind of the tests the word that names it, and what we call it."""

_ANY_SHAPE = (
    "after its own word a document's number of any country counts, whatever its length: whoever writes “passport 12345678” "
    "means one"
)
_OTHER_REGION = (
    "ten digits are a number of the United States, whose numbers count by default; longer ones are numbers that somebody "
    "calls a phone"
)
REASONS = {
    ("aba_routing", 1): "a routing number is a bank's and tells nobody; with the account beside it both are masked",
    (
        "credit_card",
        1,
    ): "UATP (accounts of firms at airlines): 15 digits that begin with 1 are mostly stamps and ids; masked by the tagger",
    ("de_id_card", 0): _ANY_SHAPE,
    ("de_passport", 0): _ANY_SHAPE,
    ("de_tax_id", 1): "not valid: of the first ten digits of a German tax id one stands twice or thrice",
    ("in_passport", 0): _ANY_SHAPE,
    ("ip", 0): "valid IPv6 addresses: the tests write down what presidio misses",
    ("ip", 1): "“::” alone is nobody's address",
    ("it_driver_license", 0): _ANY_SHAPE,
    ("it_driver_license", 1): "“license” alone is no word for it: software has licences too",
    ("kr_passport", 0): _ANY_SHAPE,
    ("mac", 1): "letters only: no number in it, and no text without one is searched for devices",
    ("ph_mobile_number", 0): _OTHER_REGION,
    ("se_personnummer", 1): "glued to the word before it",
    ("tr_phone_number", 0): _OTHER_REGION,
    ("tr_phone_number", 1): "no valid number in the regions that count by default; masked by the tagger",
    ("uk_passport", 0): _ANY_SHAPE,
    ("us_bank", 1): "without a word of a bank it may be an account at the firm: masked, and no finding",
    ("us_driver_license", 0): _ANY_SHAPE,
    ("us_itin", 1): "half of its separators: nobody writes it so, and parts of other numbers look like it",
    ("us_ssn", 1): "half of its separators: nobody writes it so, and parts of other numbers look like it",
}


def table(data: Path) -> Iterator[str]:
    """The list for `docs/accuracy.md`."""
    path = data / "pii" / "presidio_recognizer_tests.jsonl.gz"
    if not path.exists():
        yield "The set was not at hand."
        return
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [row for row in map(json.loads, stream) if row["kind"] in CLAIMED]
    detector = Detector()
    right: Counter[str] = Counter()
    wrong: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        kind, text = row["kind"], row["text"]
        word, ours = CLAIMED[kind]
        found = any(entity.kind == ours for one in (text, f"{word} {text}") for entity in detector.detect(one))
        if found == bool(row["label"]):
            right[kind] += 1
        else:
            wrong.setdefault((kind, row["label"]), []).append(text)
    total = Counter(row["kind"] for row in rows)
    yield f"Of {len(rows)} cases of {len(CLAIMED)} kinds {sum(right.values())} are right. Wholly right: " + (
        ", ".join(f"{kind} ({total[kind]})" for kind in sorted(CLAIMED) if right[kind] == total[kind]) + "."
    )
    yield ""
    yield "| Kind | Right | Not as the test has it | Why |"
    yield "|---|---:|---|---|"
    for (kind, label), texts in sorted(wrong.items()):
        what = "found" if not label else "not found"
        cases = ", ".join(f"`{text}`" for text in texts)
        yield f"| {kind} | {right[kind]} of {total[kind]} | {what}: {cases} | {REASONS.get((kind, label), 'unexplained')} |"
