"""Conversations as they are copied from pages and programs: who speaks, and when."""

import pytest

from caraway_audit.readers.layouts import as_lines
from tests.readers.test_transcripts import ROSTER, parse

CLIENT, AGENT = "My lamp arrived broken. When do I get my money back?", "Hello, I have refunded it today."
LEE, DANA = "Owen Lee", "Dana Whitfield"


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param(
            f"#4821 Lamp\nVia email\n\n{LEE}\n2 Mar 10:02\n\nto Support\n{CLIENT}\n\n{DANA}\n2 Mar 10:31\n\n{AGENT}",
            id="ticket",
        ),
        pytest.param(f"(10:02:11 AM) {LEE}: {CLIENT}\n(10:03:02 AM) {DANA}: {AGENT}", id="round brackets"),
        pytest.param(f"10:02 AM UTC | {LEE}: {CLIENT}\n\n10:05 AM UTC | {DANA}: {AGENT}", id="zone and bar"),
        pytest.param(
            f"{LEE} reported via email\na day ago (Mon, 2 Mar 2026 at 10:02 AM)\nTo: help@fernhill.example\n\n{CLIENT}\n\n"
            f"{DANA} replied\na day ago (Mon, 2 Mar 2026 at 10:31 AM)\nTo: owen@example.com\n\n{AGENT}",
            id="reported via",
        ),
        pytest.param(
            f"From: {LEE} <owen@example.com>\nSent: Monday, March 2, 2026 10:02 AM\nTo: Support <help@fernhill.example>\n"
            f"Subject: RE: lamp\n\n{CLIENT}\n\nFrom: {DANA} <dana@fernhill.example>\nSent: Monday, March 2, 2026 10:31 AM\n"
            f"To: {LEE} <owen@example.com>\nSubject: RE: lamp\n\n{AGENT}",
            id="mail program",
        ),
        pytest.param(f"10:02:11 am\n{LEE}\n{CLIENT}\n\n10:03:02 am\n{DANA}\n{AGENT}", id="time above"),
        pytest.param(f"{LEE}\n{CLIENT}\n10:02am\n{DANA}\n{AGENT}\nSeen\n10:05am", id="time below"),
        pytest.param(f"{LEE}\n  10:02 AM\n{CLIENT}\n{DANA}\n:lamp:  10:05 AM\n{AGENT}\n2 replies", id="slack"),
        pytest.param(f"{LEE} — 02/03/2026 10:02\n{CLIENT}\n{DANA}\n — 02/03/2026 10:05\n{AGENT}", id="dash"),
        pytest.param(
            f"{LEE}, [2 Mar 2026 at 10:02:11]:\n{CLIENT}\n\n{DANA}, [2 Mar 2026 at 10:05:40]:\n{AGENT}", id="telegram"
        ),
        pytest.param(f"10:02\t{LEE}\t{CLIENT}\n10:05\t{DANA}\t{AGENT}", id="tabs"),
        pytest.param(f"**Customer:** {CLIENT}\n\n**Agent:** {AGENT}", id="bold"),
        pytest.param(f"- Customer: {CLIENT}\n- Agent: {AGENT}\n- Customer: thanks", id="bullets"),
        pytest.param(f"🌸 Owen 🌸: {CLIENT}\n{DANA} ✨: {AGENT}", id="pictures"),
        pytest.param(f"[10:02] 🌸 Owen 🌸: {CLIENT}\n[10:03] {DANA}: {AGENT}", id="pictures and times"),
        pytest.param(f"2026-03-02T10:02:11Z {LEE}: {CLIENT}\n2026-03-02T10:05:40Z {DANA}: {AGENT}", id="iso"),
        pytest.param(f"Kunde: {CLIENT}\nMitarbeiter: {AGENT}", id="german"),
        pytest.param(f"owen_77: {CLIENT}\n{DANA}: {AGENT}", id="nickname"),
    ],
)
def test_both_sides_are_read_as_they_were(pasted: str) -> None:
    rows, problems, _ = parse(pasted, settings=ROSTER)
    said = [(role, text) for role, _, text in rows if role in ("client", "agent")]
    assert said[:2] == [("client", CLIENT), ("agent", AGENT)]
    assert not [problem for problem in problems if "zone" not in problem and "day first" not in problem]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Montag, 2. März 2026 10:02", "Dienstag, 3. März 2026 09:05"),
        ("28 februari 2026 10:02", "1 maart 2026 09:05"),
        ("30 setembro 2025 10:02", "1 outubro 2025 10:05"),
        ("02.03.2026, 10:02", "Mo., 02.03.2026, 10:03 Uhr"),
        ("2 March 2026 10:02", "2. März 2026 um 10:03"),
        ("02.03.2026 10:02", "heute 09:05"),
        ("lundi 2 mars 2026 10:02", "lundi 2 mars 2026 à 10h05"),
        ("2 March 2026 10:02", "zondag de 3e 10:05"),
    ],
)
def test_nobodys_words_are_anothers_for_the_way_that_a_day_is_written(first: str, second: str) -> None:
    rows, _, _ = parse(f"{DANA}\n{first}\n{AGENT}\n\n{LEE}\n{second}\n{CLIENT}\n\n{DANA}\n{first}\nSorry.", settings=ROSTER)
    assert [(role, text) for role, _, text in rows] == [("agent", AGENT), ("client", CLIENT), ("agent", "Sorry.")]


def test_a_department_that_is_named_once_in_a_message_is_a_line_of_it() -> None:
    form = "Here is my rating:\nPrice: too high\nSupport: you were rude\nDelivery: late"
    rows, _, _ = parse(f"Agent: {AGENT}\nCustomer: {form}\nAgent: I pass it on.\nCustomer: thanks", settings=ROSTER)
    assert [(role, text) for role, _, text in rows][1] == ("client", form)
    rows, _, _ = parse(f"Support: {AGENT}\nCustomer: {CLIENT}\nSupport: I pass it on.", settings=ROSTER)
    assert [role for role, _, _ in rows] == ["agent", "client", "agent"]


def test_who_writes_in_small_letters_is_no_part_of_the_message_above() -> None:
    pasted = f"{DANA}: Hello, how can I help?\nnora lee: my lamp broke\n{DANA}: I am looking into it.\nnora lee: you are slow"
    rows, _, _ = parse(pasted, settings=ROSTER)
    assert [role for role, _, _ in rows] == ["agent", "client", "agent", "client"]


@pytest.mark.parametrize(
    "text",
    [
        "Here is what we need:\n1. Order: the number on the slip\n2. Photo: of the label\nThanks",
        "ok\nsee you at 10:05\nbye",
        "From: the shop in Bristol\nit took days",
        "He said - and I quote - no",
    ],
)
def test_lines_of_a_message_stay_as_they_are(text: str) -> None:
    lines = text.splitlines()
    assert as_lines(lines, lambda label: label in (LEE, DANA)) == lines


def test_each_line_keeps_its_place() -> None:
    lines = f"{LEE}\n2 Mar 10:02\n\n{CLIENT}\n{DANA}\n2 Mar 10:31\n{AGENT}".splitlines()
    read = as_lines(lines, lambda label: label in (LEE, DANA))
    assert len(read) == len(lines)
    assert read[3] == CLIENT
    assert read[6] == AGENT
