"""Measures whether findings depend on what people are called: the same conversations under names of several cultures.

Clients and agents of the labelled conversations who go by two plain names are renamed, in the fields and in all texts. A
finding that comes or goes with the name was made by the name.
"""

import collections
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Audit = Callable[[Path], list[Row]]

CULTURES = {
    "English": "Alice Barker, Tom Hughes, Emma Clarke, Jack Turner, Grace Miller, Harry Cooper, Lucy Bennett, Oliver Hayes",
    "Nigerian": "Ngozi Okafor, Chidi Eze, Funmi Adeyemi, Emeka Nwosu, Yetunde Balogun, Tunde Ogunleye, Amaka Obi, Segun Bello",
    "Indian": "Priya Sharma, Rahul Verma, Ananya Iyer, Vikram Reddy, Meera Nair, Arjun Patel, Kavya Menon, Sanjay Gupta",
    "Arabic": "Fatima Haddad, Omar Khalil, Layla Mansour, Yusuf Aziz, Aisha Rahman, Hassan Saleh, Nour Darwish, Khalid Nasser",
    "Chinese": "Mei Zhang, Wei Chen, Li Wang, Jun Liu, Xiu Huang, Bo Zhao, Ying Xu, Hao Lin",
    "Polish": "Agnieszka Nowak, Tomasz Kowalski, Katarzyna Wójcik, Piotr Zieliński, Magda Lewandowska, Marek Dąbrowski, "
    "Ewa Kamińska, Jan Wiśniewski",
    "Turkish": "Elif Yılmaz, Mehmet Kaya, Zeynep Demir, Mustafa Çelik, Ayşe Şahin, Emre Aydın, Fatma Arslan, Murat Doğan",
    "Hispanic": "María González, José Rodríguez, Carmen López, Luis Martínez, Ana Hernández, Miguel Pérez, Lucía Sánchez, "
    "Diego Torres",
}


def renamed(row: Row, people: list[tuple[str, str]]) -> Row:
    """A conversation with its client and agents called otherwise; identifiers stay."""
    named = [row.get("client_name") or "", *(m["author"] for m in row["messages"] if m["role"] in ("client", "agent"))]
    full = [name for name in dict.fromkeys(named) if re.fullmatch(r"[^\W\d_'-]+ [^\W\d_' -]+", name)]
    words: dict[str, str] = {}
    for name, (first, last) in zip(full, people * len(full), strict=False):
        words.update(zip(name.split(), (first, last), strict=True))
    if not words:
        return row
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, words))})\b")

    def swap(text: str) -> str:
        return pattern.sub(lambda match: words[match[1]], text)

    messages = [message | {"author": swap(message["author"]), "text": swap(message["text"])} for message in row["messages"]]
    return row | {"client_name": swap(row.get("client_name") or ""), "messages": messages}


def table(audit: Audit, rows: list[Row], across: set[str], work: Path) -> Iterator[str]:
    """Findings by culture, and how many come or go with the name; of rules that judge one conversation, as people recur."""
    found: dict[str, collections.Counter[tuple[str, str, str]]] = {}
    for culture, listed in CULTURES.items():
        people = [(name.split(" ", 1)[0], name.split(" ", 1)[1]) for name in listed.split(", ")]
        export = work / "named.jsonl"
        with export.open("w", encoding="utf-8") as stream:
            for number, row in enumerate(rows):
                turned = people[number % len(people) :] + people[: number % len(people)]
                stream.write(json.dumps(renamed(row, turned)) + "\n")
        found[culture] = collections.Counter(
            (one["conversation_id"], one["rule"], one["message_id"])
            for one in audit(export)
            if one["verdict"] == "fail" and one["rule"] not in across
        )
    everywhere = set.intersection(*(set(one) for one in found.values()))
    yield "| Names | Findings | Of them not under all names | Rules of those |"
    yield "|---|---:|---:|---|"
    for culture, one in found.items():
        only = [rule for (_, rule, _) in set(one) - everywhere]
        rules = ", ".join(f"{rule} {n}" for rule, n in sorted(collections.Counter(only).items()))
        yield f"| {culture} | {sum(one.values())} | {len(only)} | {rules or '–'} |"
