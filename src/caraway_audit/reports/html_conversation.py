"""The view of one conversation page. There are thousands, so the view is flat: tuples, and no work done twice."""

from typing import NamedTuple

from caraway_audit.model import (
    Confidence,
    Finding,
    MarkedText,
    Role,
    RuleMeta,
    Severity,
    State,
    SubjectKind,
    Transcript,
)
from caraway_audit.reports.tally import numbers
from caraway_audit.reports.wording import STATES, SURE, WHO, day, moment, pause, words, zone

GAP = 600  # seconds without a message that a reader should see
_SEVERITY = {severity: severity.value for severity in Severity}
_RANK = {severity: severity.rank for severity in Severity}
_GRAVEST = {severity.value: severity.rank for severity in Severity}
_SURE = {confidence: SURE[confidence] for confidence in Confidence}
_STATE = {state: STATES.get(state, "") for state in State}
_WHO = {kind: WHO.get(kind, "") for kind in SubjectKind}
_SIDE = {role: role.value for role in Role}

Piece = tuple[str, str, str, list[str]]
"""Text, kind of masked value, severity of the mark, numbers of the findings that end here."""


class MarginNote(NamedTuple):
    """A finding as the margin shows it."""

    number: str
    severity: str
    rule: str  # code and name
    anchor: str  # on the rules page
    reason: str
    advice: str
    evidence: str  # only where no line shows it
    id: str  # fingerprint and how sure
    state: str  # unless open
    whose: str  # unless the agent's
    repeats: int  # 0 unless it is a macro's
    where: str
    wrong_when: str  # where the rule may be wrong; once a page


class RuleLinks:
    """Name and anchor of each rule, and when it may be wrong, looked up once for all pages."""

    def __init__(self, rules: dict[str, tuple[str, str]], wrong_when: dict[str, str]) -> None:
        self._rules = rules
        self._wrong_when = wrong_when

    @classmethod
    def of(cls, catalogue: tuple[RuleMeta, ...]) -> "RuleLinks":
        """From the catalogue; a code that cannot be an anchor gets its place in the catalogue as one."""
        rules = {meta.code: (meta.name, anchor(meta.code, place)) for place, meta in enumerate(catalogue, start=1)}
        return cls(rules, {meta.code: meta.wrong_when.replace("`", "") for meta in catalogue})

    def __call__(self, code: str) -> tuple[str, str]:
        """Name and anchor; both empty for a rule that the catalogue does not hold."""
        return self._rules.get(code, ("", ""))

    def wrong_when(self, code: str) -> str:
        """When a rule may be wrong, in its author's words; empty where they do not say."""
        return self._wrong_when.get(code, "")


def anchor(code: str, place: int) -> str:
    """The id of a rule on the rules page: never text from outside."""
    plain = code.isascii() and code.isalnum() and code[0].isalpha() and not code.isalpha()
    return code if plain else f"rule-{place}"


def notes(transcript: Transcript, lines: dict[str, int], links: RuleLinks) -> tuple[list[MarginNote], list[int]]:
    """The findings of a conversation in the order of their numbers, and the line of each (0: of the whole)."""
    found, places = [], []
    said: set[tuple[int, str]] = set()
    doubted: set[str] = set()
    for number, finding in enumerate(transcript.findings, start=1):
        name, target = links(finding.rule)
        line = lines.get(finding.message, 0) if finding.message is not None else 0
        state = _STATE[finding.state]
        told = (line, finding.advice) in said  # once beside a message is enough
        said.add((line, finding.advice))
        where = f"message {line}" if line else "whole conversation"
        places.append(line)
        found.append(
            MarginNote(
                str(number),
                _SEVERITY[finding.severity],
                f"{finding.rule} {name}",
                target,
                finding.reason,
                "" if told else finding.advice,
                "" if line else finding.evidence,
                f"{finding.fingerprint} · {_SURE[finding.confidence]}",
                state,
                _WHO[finding.subject.kind],
                finding.repeats if finding.repeats > 1 else 0,
                f"{state}, {where}" if state else where,
                "" if finding.rule in doubted else links.wrong_when(finding.rule),
            )
        )
        doubted.add(finding.rule)
    return found, places


def by_severity(found: list[MarginNote]) -> list[MarginNote]:
    """For the list over the transcript: the gravest first, then in the order of their numbers."""
    return sorted(found, key=_gravest) if len(found) > 1 else found


def _gravest(note: MarginNote) -> int:
    return _GRAVEST[note.severity]


def pieces(parts: tuple[MarkedText, ...], findings: tuple[Finding, ...]) -> list[Piece]:
    """Masked text with its marks; a mark over several pieces is numbered at its end only."""
    made: list[Piece] = []
    last = len(parts) - 1
    for place, part in enumerate(parts):
        marks = part.findings
        if not marks:
            made.append((part.text, words(part.kind) if part.kind else "", "", []))
            continue
        after = parts[place + 1].findings if place < last else ()
        known = [number for number in marks if 0 < number <= len(findings)]
        ranks = [findings[number - 1].severity for number in known]
        severity = min(ranks, key=_RANK.__getitem__).value if ranks else "minor"
        ends = [str(number) for number in known if number not in after]
        made.append((part.text, words(part.kind) if part.kind else "", severity, ends))
    return made


def rows(transcript: Transcript, found: list[MarginNote], places: list[int]) -> list[tuple[object, ...]]:
    """One tuple a line: number (none for a quotation under its message), gap, new day, kind, name, time, then plain
    text or pieces, whether it is quoted, and its notes.
    """
    beside: dict[int, list[MarginNote]] = {}
    for note, place in zip(found, places, strict=True):
        if place:
            beside.setdefault(place, []).append(note)
    made: list[tuple[object, ...]] = []
    today = transcript.started[:10]
    findings = transcript.findings
    for number, line in zip(numbers(transcript), transcript.lines, strict=True):
        at, parts = line.at, line.parts
        date = at[:10]
        fresh = ""
        if date and date != today:
            fresh, today = day(date), date
        waited = line.waited
        plain = ""
        if len(parts) == 1 and not parts[0].kind and not parts[0].findings:
            plain = parts[0].text
            texts: list[Piece] = []
        else:
            texts = pieces(parts, findings)
        made.append(
            (
                str(number) if number else "",
                pause(waited) if waited is not None and waited >= GAP else "",
                fresh,
                _SIDE[line.role] if line.public else "internal",
                line.author if line.author.casefold() != line.role.value else "",
                at[11:16],
                plain,
                texts,
                line.quoted,
                beside.get(number, ()),
            )
        )
    return made


def _longest_wait(transcript: Transcript) -> int:
    """Seconds, from the first message of a client to the next public one of an agent."""
    longest = now = 0
    since: int | None = None
    for line in transcript.lines:
        now += line.waited or 0
        if not line.public:
            continue
        if line.role is Role.CLIENT and since is None:
            since = now
        elif line.role is Role.AGENT and since is not None:
            longest, since = max(longest, now - since), None
    return longest


def facts(transcript: Transcript) -> list[tuple[str, str]]:
    """What stands over the transcript: when, where, how long the client waited at most for a reply that came."""
    longest = _longest_wait(transcript)
    end = transcript.ended
    shown = [
        ("Channel", transcript.channel),
        ("Began", moment(transcript.started) + zone(transcript.started)),
        ("Last message", (end[11:16] if end[:10] == transcript.started[:10] else moment(end)) if end else ""),
        ("State", transcript.state),
        ("Longest wait", pause(longest) if longest >= 60 else ""),
        ("Messages", f"{len({line.message for line in transcript.lines}):,}"),
    ]
    return [fact for fact in shown if fact[1]]
