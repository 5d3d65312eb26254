"""A whole conversation as text: `Agent: …` / `Client: …` lines in a cell of a CSV, in a file, in a paste.

A message begins at a line with a speaker, with or without a time before it (`[10:02] Ann:`, `10:02 Ann:`, `(12s) Bob:`,
`2026-03-02 10:02 Ann (agent):`, `02/03/26, 10:02 - Ann:`), or at a line of its own that names speaker and time. Lines that
begin otherwise go on with the message before. Which "Word:" is a speaker and which is text ("Order: 4711") is told so:

- where lines carry times, only they begin messages (and lines of a speaker who is known from one);
- else words for roles and names that are known (roster, client, mapping) are speakers;
- else, while not both sides are known, everything at the beginning of a line that looks like a name.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caraway_audit.model import Message, Role, Source
from caraway_audit.readers.fields import LONGEST_TEXT, FieldReader, word_role
from caraway_audit.readers.layouts import as_lines
from caraway_audit.readers.problems import ProblemLog
from caraway_audit.readers.times import AmbiguousDateError, date_order, parse_clock, parse_day

_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[\s\u202f\xa0]?[AaPp]\.?\s?[Mm]\.?)?"
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)"
_OFFSET = r"(?=[^)]*\d)\s?(?:(?P<h>\d{1,3})\s?h\s?)?(?:(?P<m>\d{1,4})\s?m\s?)?(?:(?P<s>\d{1,6})\s?s\s?)?"
_STAMP = (
    rf"(?:\[\s?(?P<box>\d[^\[\]\n]{{2,40}})\]|(?P<round>\({re.sub('[?]P<.>', '?:', _OFFSET)}\))"
    rf"|(?P<bare>{_DATE}[,T]?\s{{1,2}}{_CLOCK}|{_CLOCK}))"
)
_LABEL = r"(?:[^\W\d_][\w .,'’&@+/#-]{0,48}|@[\w.]{2,40}|\+?\d[\d ()-]{6,20})"
_ASIDE = r"(?:\s{0,2}[(\[](?P<aside>[^()\[\]\n]{1,30})[)\]])?"
_LEAD = r"[\s\u200e\ufeff]*"
_HEADER = re.compile(
    rf"{_LEAD}(?:{_STAMP}\s{{0,3}}(?:[-–—|]\s{{0,3}})?)?\u200e?(?P<label>{_LABEL}?){_ASIDE}\s{{0,3}}:"
    r"(?P<text>(?:\s.*)?$|(?<=[^\W\d]:)[^\s/\d].*)"
)
_TIMED_LINE = re.compile(rf"{_LEAD}{_STAMP}\s{{0,3}}(?:[-–—|]\s{{0,3}})?(?P<text>\S.*)")
_SHORT_LABEL = _LABEL.replace("{0,48}", "{0,48}?")  # or a date behind a name would be a part of it
_NAME_LINE = re.compile(
    rf"(?P<label>{_SHORT_LABEL}){_ASIDE}(?:\t|\s{{1,8}}|\s?[,|·•]\s?|\s[—–-]\s|\s(?=\[))"
    rf"\[?(?P<bare>(?:{_DATE},?\s)?{_CLOCK})(?:\s?(?:[Uu]hr|h)\b)?\]?"
)
_STAMPED_NAME = re.compile(rf"{_LEAD}{_STAMP}\s{{0,3}}(?P<label>{_LABEL}?){_ASIDE}\s*")
_WITHOUT_YEAR = re.compile(rf"^\d{{1,2}}[./-]\d{{1,2}}\.?,?\s+(?={_CLOCK}$)")
_LONGEST_NAME_LINE = 100
_NAME = re.compile(r"(?:@\S+|\+?\d[\d ()-]{6,20}|[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})")

# Begin a line of text as often as a name does.
_FORM_WORDS = frozenset(
    "account address amount attention birthday case cc city code country date delivery department description details "
    "email e-mail error fax from fw fwd http https id important info invoice iban item level link mail message mobile name "
    "note number option order password payment phone please price problem product ps p.s question quantity re ref "
    "reference regards result sent since size solution status step street subject tel telephone ticket time tip to total "
    "tracking type update url username version warning website zip "
    "also anyway dear example first good hello hey hi however internal next option reminder room second summary thanks "
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday started ended".split()
)
# "Customer Care" is not a customer, and "Contact: …" mostly no contact.
_HOUSE_WORDS = frozenset("care center centre desk experience line relations service services success support team".split())
_SELDOM_SPEAKERS = frozenset("activity automated automation contact event in out trigger".split())


@dataclass(frozen=True, slots=True)
class PastedTurn:
    """One message of a transcript: who, when and what as they were written, and the line it begins at (from 0)."""

    label: str
    aside: str
    stamp: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class KnownSpeakers:
    """What is known of a conversation before its transcript is read."""

    agent: str = ""
    clients: tuple[str, ...] = ()
    start: str = ""  # a date or time, as it is written


class Transcripts:
    """Reads the transcripts of one file; counts what is to be told of them."""

    def __init__(self, problems: ProblemLog, fields: FieldReader, separator: str = "", knows_agents: bool = False) -> None:
        self._problems = problems
        self._fields = fields
        self._separator = separator
        self._knows_agents = knows_agents
        self._counts: dict[str, int] = {}

    def notes(self) -> tuple[str, ...]:
        """What was taken how, and how often."""
        return tuple(f"{what}: {count:,}" for what, count in self._counts.items())

    def messages(self, text: str, known: KnownSpeakers, place: Callable[[int], Source]) -> list[Message]:
        """The messages of a transcript; `place` gives the source of a line (from 0)."""
        resolve = self._resolver(known)
        turns = split(self._lines(text, resolve), resolve)
        if not turns:
            self._problems.add(
                "no line of the transcript begins with a speaker.",
                place(0),
                "Begin each message with one: “Agent: …”, “[10:02] Ann Lee: …”, or “Ann Lee” and “10:02” above what she wrote.",
            )
            return []
        if not turns[0].label and not turns[0].stamp:
            self._count("transcripts with text before the first speaker, which counts as nobody's")
        roles = self._roles(turns, resolve)
        clock = _Clock(self._fields, known.start, turns)
        messages: list[Message] = []
        for turn in turns:
            source = place(turn.line)
            role = Role.SYSTEM if not turn.label or _NOTICE.fullmatch(turn.text.strip()) else roles.get(_key(turn))
            if role is None:
                self._problems.add(
                    "the side of a speaker of a transcript is not known; the message was left out.",
                    source,
                    "Name the agents as they stand there: with `check --agent NAME`, in the policy's `roster:`, or by "
                    "`mapping: [{roles: {agent: [...], client: [...]}}]`.",
                )
            elif turn.text.strip() and self._fields.fits(turn.text, source):
                author = _author(turn, role, known, self._fields.is_agent)
                messages.append(Message("", role, author, turn.text.strip(), clock.at(turn, source), source=source))
        if clock.without:
            self._count("messages have a time of day but no date: they are read without a time", clock.without)
        if clock.order:
            self._count(f"transcripts with dates read {clock.order}, as one of them fits nothing else")
        return messages

    def _count(self, what: str, number: int = 1) -> None:
        self._counts[what] = self._counts.get(what, 0) + number

    def _lines(self, text: str, resolve: "Resolve") -> list[str]:
        if self._separator and "\n" not in text.strip():
            return text.split(self._separator)
        lines = _BREAK.sub("\n", text).splitlines()
        return _unfolded(text.strip(), resolve) if len(lines) < 2 else lines

    def _resolver(self, known: KnownSpeakers) -> "Resolve":
        fields = self._fields
        agent = known.agent.strip().casefold()
        clients = {name.strip().casefold() for name in known.clients if name.strip()}

        def resolve(label: str, aside: str) -> Role | None:
            if fields.is_agent(label):  # before any word for a role in it: "Acme Support"
                return Role.AGENT
            for word in (label, aside, _role_before_name(label)):
                role = _speaker_role(word)
                if word.strip().casefold() in fields.given_roles or (role and word_role(word) is role):
                    return fields.role(word, Source(""))
                if role is not None:
                    return role
            name = label.strip().casefold()
            if _names(name, agent) or fields.is_agent(_in_full(label, aside)):
                return Role.AGENT
            if any(_names(name, client) for client in clients):
                return Role.CLIENT
            return None

        return resolve

    def _roles(self, turns: list[PastedTurn], resolve: "Resolve") -> dict[str, Role]:
        """The side of each speaker."""
        roles: dict[str, Role] = {}
        unknown: list[str] = []
        for turn in turns:
            key = _key(turn)
            if not turn.label or key in roles or key in unknown:
                continue
            role = resolve(turn.label, turn.aside)
            if role is None:
                unknown.append(key)
            else:
                roles[key] = role
        sides = {role for role in roles.values() if role in (Role.AGENT, Role.CLIENT)}
        if "user" in unknown and len(sides) == 1:
            unknown.remove("user")
            roles["user"] = Role.CLIENT if Role.AGENT in sides else Role.AGENT
        elif unknown and self._knows_agents and sides == {Role.AGENT}:
            self._count("transcripts where speakers whom the policy does not name were read as clients")
            roles |= dict.fromkeys(unknown, Role.CLIENT)
        elif len(unknown) == 1 and len(roles) == 1 and len(sides) == 1:
            other = Role.CLIENT if Role.AGENT in sides else Role.AGENT
            self._count(f"transcripts where the one other speaker was read as the {other}")
            roles[unknown[0]] = other
        return roles


Resolve = Callable[[str, str], Role | None]


_NOTICE = re.compile(
    r"\u200e?(?:Messages and calls are end-to-end encrypted\..{0,200}"
    r"|Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.{0,200}|"
    r"(?:You deleted this|This) message(?: was deleted)?\.?"
    r"|Missed (?:voice|video) call.{0,40}|.{0,60}security code (?:has )?changed\..{0,80}|Waiting for this message\..{0,80})",
    re.DOTALL,
)
"""What a chat program writes under somebody's name."""


def _key(turn: PastedTurn) -> str:
    return turn.label.strip().casefold()


def _names(label: str, name: str) -> bool:
    """Whether a label is a name or its first word."""
    return bool(name) and label in (name, name.split(" ")[0])


def _in_full(label: str, aside: str) -> str:
    """A speaker as a transcript writes them: "Liam (Acme)"."""
    return f"{label.strip()} ({aside.strip()})" if aside else label.strip()


def _speaker_role(label: str) -> Role | None:
    """The role that a label means, if it means one."""
    words = frozenset(label.casefold().split())
    if words & _HOUSE_WORDS and words & {"customer", "client", "support", "service"} and len(words) < 4:
        return Role.AGENT
    if _BOT.fullmatch(label.strip()):
        return Role.BOT
    return word_role(label) if not words & _SELDOM_SPEAKERS else None


_BOT = re.compile(r"(?!(?:talbot|abbot|cabot|turbot|sabot)$)\w{3,20}bot", re.IGNORECASE)


def _role_before_name(label: str) -> str:
    """The first word of "Agent Ann", "Customer 2"; "" where what follows is no name."""
    first, _, rest = label.strip().partition(" ")
    words = rest.strip(" -#").split()
    named = words and all(word[0].isupper() or word[0].isdigit() for word in words)
    return first if named and first[0].isupper() and not (_FORM_WORDS | _HOUSE_WORDS) & set(rest.casefold().split()) else ""


def _author(turn: PastedTurn, role: Role, known: KnownSpeakers, is_agent: Callable[[str], bool]) -> str:
    """The name of a speaker; a bare word for a role says none, but where somebody is known by it."""
    label = turn.label.strip()
    if role is Role.AGENT and (name := next(filter(is_agent, (_in_full(label, turn.aside), label)), "")):
        return name
    if _speaker_role(label) is role or label.casefold() == "user":
        if _looks_like_speaker(turn.aside) and word_role(turn.aside) is None:
            return turn.aside.strip()
        if role is Role.AGENT:
            return known.agent.strip()
        return next(iter(known.clients), "").strip() if role is Role.CLIENT else ""
    if (first := _role_before_name(label)) and word_role(first) is role:
        name = label[len(first) :].strip(" -#")
        return label if name.isdigit() else name
    if role is Role.AGENT and _names(label.casefold(), known.agent.strip().casefold()):
        return known.agent.strip()
    return label


def split(lines: list[str], resolve: Resolve) -> list[PastedTurn]:
    """The turns of a transcript. What stands before the first speaker is a turn of nobody."""
    lines = as_lines(lines, _could_speak)
    heads = [_head(line) for line in lines]
    begins = _beginnings(heads, resolve)
    turns: list[PastedTurn] = []
    parts: list[str] = []
    head, start = PastedTurn("", "", "", "", 0), 0
    for number, (line, found) in enumerate(zip(lines, heads, strict=True)):
        if found is not None and begins(found):
            turns.append(PastedTurn(head.label, head.aside, head.stamp, "\n".join(parts), start))
            head, parts, start = found, [found.text.strip()] if found.text.strip() else [], number
        elif parts or line.strip():
            parts.append(line)
    turns.append(PastedTurn(head.label, head.aside, head.stamp, "\n".join(parts), start))
    if not any(turn.label for turn in turns):
        return []
    return [turn for turn in turns if turn.label or turn.text.strip()]


def _could_speak(label: str) -> bool:
    return _looks_like_speaker(label) or _speaker_role(label) is not None


def begins_with_speaker(line: str) -> bool:
    """Whether a line begins with a word for a role, or with a time and a speaker."""
    head = _head(line)
    return head is not None and bool(head.label and (head.stamp or _speaker_role(head.label) or head.label == "User"))


def name_at_start(line: str) -> str:
    """What a line begins with and a colon follows, if it could be somebody's name; else ""."""
    head = _head(line)
    label = head.label if head else ""
    return label if label[:1].isupper() and _NAME.fullmatch(label) and label.casefold() not in _FORM_WORDS else ""


def _head(line: str) -> PastedTurn | None:
    """A line as the beginning of a turn, if it can be one."""
    if match := _HEADER.match(line):
        label, aside = match["label"].strip(" -"), match["aside"] or ""
        stamp = match["box"] or match["round"] or match["bare"] or ""
        if label:
            if not stamp and aside[:1].isdigit():
                stamp, aside = aside, ""
            return PastedTurn(label, aside, stamp.strip(), match["text"], 0)
    bare = line.strip()
    if len(bare) <= _LONGEST_NAME_LINE:
        if match := _NAME_LINE.fullmatch(bare):
            label = match["label"].strip(" -,")
            if _looks_like_speaker(label) or _speaker_role(label):
                return PastedTurn(label, match["aside"] or "", match["bare"], "", 0)
        if bare[:1].isupper() and (_speaker_role(bare) or bare == "User"):
            return PastedTurn(bare, "", "", "", 0)
    if (match := _STAMPED_NAME.fullmatch(line)) and match[
        "box"
    ]:  # "[10/03 13:01] Rosa Delgado (Guest)", and no "[13:01] Great"
        label = match["label"].strip(" -,")
        if _speaker_role(label) or (_looks_like_speaker(label) and (match["aside"] or " " in label)):
            return PastedTurn(label, match["aside"] or "", _WITHOUT_YEAR.sub("", match["box"].strip()), "", 0)
    if match := _TIMED_LINE.match(line):
        stamp = match["box"] or match["bare"] or ""
        if match["box"] or re.match(_DATE, stamp):
            return PastedTurn("", "", stamp, match["text"], 0)
    return None


def _beginnings(heads: list[PastedTurn | None], resolve: Resolve) -> Callable[[PastedTurn], bool]:
    """Which lines that could begin a turn do."""
    roles = {_key(head): resolve(head.label, head.aside) for head in heads if head and head.label}
    timed = [head for head in heads if head and head.stamp]
    untimed = [head for head in heads if head and not head.stamp and roles.get(_key(head))]
    if any(head.label for head in timed) and len(timed) >= len(untimed):
        speakers = {_key(head) for head in timed if head.label}
        return lambda head: bool(head.stamp) or _key(head) in speakers
    often = Counter(_key(head) for head in heads if head and head.label)
    turns = {role for key, role in roles.items() if role and often[key] > 1}
    # Where the sides take turns under other words, a department between lines of a form is one of them: "Support: rude".
    once = {
        _key(head)
        for before, head, after in zip([None, *heads], heads, [*heads[1:], None], strict=False)
        if head and _key(head) in _DEPARTMENTS and often[_key(head)] == 1 and roles[_key(head)] in turns
        if any(other and other.label.casefold() in _FORM_WORDS for other in (before, after))
    }
    speakers = {key for key, role in roles.items() if role is not None or key == "user"} - once
    if not {Role.AGENT, Role.CLIENT} <= {role for role in roles.values() if role}:
        speakers |= {
            _key(head)
            for head in heads
            if head
            and head.label
            and (_looks_like_speaker(head.label) or (often[_key(head)] > 1 and _is_small_name(head.label)))
        }
    return lambda head: bool(head.label) and _key(head) in speakers


_DEPARTMENTS = frozenset("support staff kundendienst kundenservice".split())
"""Words for a role that begin lines of a form, too."""


def _looks_like_speaker(label: str) -> bool:
    words = label.split()
    return _NUMBERED.fullmatch(label) is not None or bool(
        _NAME.fullmatch(label)
        and len(words) <= 3
        and all(word[0].isupper() or not word[0].isalpha() or _OF_HANDLE.search(word) for word in words)
        and not _FORM_WORDS & {word.casefold() for word in words}
    )


def _is_small_name(label: str) -> bool:
    """Whether a label in small letters may be a name: "owen tarrant" where it begins lines more than once, and no "note"."""
    return bool(_NAME.fullmatch(label)) and len(label.split()) <= 2 and not _FORM_WORDS & set(label.casefold().split())


_NUMBERED = re.compile(r"(?:Speaker|Participant|Person|Channel) \d{1,2}", re.IGNORECASE)
"""As who recognises speech calls people."""
_OF_HANDLE = re.compile(r"[\d_]|\w\.\w")
"""In small letters only a name to log in with is one: "nora_b77"."""

_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_INLINE = re.compile(
    rf"(?P<gap>^|\s{{1,3}}/{{1,2}}\s{{1,3}}|\s{{0,3}}\|{{1,2}}\s{{0,3}})"
    rf"(?=(?:{_STAMP}\s{{0,3}})?(?P<label>{_LABEL}?){_ASIDE}\s{{0,3}}:\s)",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?<=[.!?…\w])\s(?P<label>[A-Z][\w-]{0,30}(?: [A-Z][\w-]{0,30})?):\s")


def _unfolded(text: str, resolve: Resolve) -> list[str]:
    """The lines of a transcript that stands on one line, where " / " or "|" before a known speaker separates them.

    A line in which a second speaker follows without any separator is not read: words would go into the wrong mouth.
    """
    if len(text) > LONGEST_TEXT:
        return [text]
    cuts = [m for m in _INLINE.finditer(text) if resolve(m["label"].strip(), m["aside"] or "") is not None]
    gaps = {m["gap"].strip().casefold() for m in cuts if m["gap"].strip()}
    parts = [text]
    if len(gaps) == 1 and cuts[0].start() == 0:
        ends = [m.start() for m in cuts[1:]] + [len(text)]
        parts = [text[cut.end() : end] for cut, end in zip(cuts, ends, strict=True)]
    loose = (_speaker_role(match["label"]) for part in parts for match in _LOOSE.finditer(_said(part)))
    return [] if any(loose) else parts


def _said(part: str) -> str:
    """What follows the speaker at the beginning of a line."""
    head = _head(part)
    return head.text if head else part


class _Clock:
    """The times of one transcript: whole ones, times of day (with the date of the conversation), seconds from its start."""

    def __init__(self, fields: FieldReader, start: str, turns: list[PastedTurn]) -> None:
        self._fields = fields
        self._start = start
        self._day: date | None = None
        self._before: datetime | None = None
        self.without = 0
        self.order = "" if fields.dates else date_order(turn.stamp for turn in turns if turn.stamp)

    def at(self, turn: PastedTurn, source: Source) -> datetime | None:
        """The time of a turn; without a date there is none."""
        if not turn.stamp:
            return None
        if turn.stamp.startswith("("):
            return self._after_start(turn.stamp, source)
        try:
            clock = parse_clock(turn.stamp)
        except ValueError:
            return self._fields.time(turn.stamp, source, self.order or self._fields.dates)
        day = self._first_day(source)
        if day is None:
            self.without += 1
            return None
        at = datetime.combine(day, clock)
        if self._before and at < self._before - timedelta(hours=6) and day < date.max:  # past midnight
            at += timedelta(days=1)
        self._before, self._day = at, at.date()
        return self._fields.time(at.isoformat(), source, "")

    def _after_start(self, stamp: str, source: Source) -> datetime | None:
        match = re.fullmatch(_OFFSET, stamp.strip("()"))
        begin = self._fields.time(self._start, source) if self._start and match else None
        if begin is None or match is None:
            self.without += 1
            return None
        return begin + timedelta(hours=int(match["h"] or 0), minutes=int(match["m"] or 0), seconds=int(match["s"] or 0))

    def _first_day(self, source: Source) -> date | None:
        if self._day is None and self._start:
            try:
                self._day = parse_day(self._start, self._fields.dates)
            except AmbiguousDateError as error:
                self._fields.ambiguous_date(source, error.only)
                self._start = ""
            except (ValueError, OverflowError):
                self._start = ""
        return self._day
