"""The native fields of a message and of a conversation, and how their values are read.

The one place that knows column names and the words for roles, so that CSV, JSON and text say the same of the same fault.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache

from caraway_audit.folding import folded
from caraway_audit.model import Message, Role, Source, Status, Visibility
from caraway_audit.policy.mapping import Mapping
from caraway_audit.readers.base import ReaderSettings
from caraway_audit.readers.html_text import html_text
from caraway_audit.readers.problems import ProblemLog, looks_like_name, shape
from caraway_audit.readers.times import AmbiguousDateError, parse_time

MESSAGE_FIELDS = ("message_id", "timestamp", "role", "author", "text", "visibility")
CONVERSATION_FIELDS = ("conversation_id", "channel", "team", "client_name", "client_id", "status", "language")
FIELDS = CONVERSATION_FIELDS + MESSAGE_FIELDS
REQUIRED = ("conversation_id", "role", "text")

# A conversation of rows may come in pieces; this bounds one where a file holds a single endless conversation.
LONGEST_PIECE = 1000

LONGEST_TEXT = 2_000_000
"""Characters of a message; what is longer no person wrote, and no person will read a report on it."""

NO_PERSON = "No person wrote it: cut attachments and logs out of the export."

_VISIBILITIES = {"": Visibility.PUBLIC} | {visibility.value: visibility for visibility in Visibility}
_STATUSES: dict[str, Status | None] = {"": None} | {status.value: status for status in Status}

# Words of other systems that mean one role only. "user" is a client here and an agent there: see `FieldReader._guess`.
_ROLE_WORDS = {
    word: role
    for role, words in {
        Role.AGENT: "admin|adviser|advisor|csr|customer service representative|human agent|human_agent|operator|out|outbound|"
        "outgoing|rep|representative|staff|supervisor|support|support agent|support rep|teammate|team member|"
        "mitarbeiter|mitarbeiterin|berater|beraterin|kundendienst|kundenservice|agente|asesor|asesora|operador|operadora|"
        "operatore|operatrice|conseiller|conseillère|medewerker|konsultant",
        Role.CLIENT: "caller|consumer|contact|customer|end user|end-user|end_user|enduser|in|inbound|incoming|requester|"
        "shopper|visitor|kunde|kundin|cliente|klant|klient|klientka",
        Role.BOT: "ai agent|automated|automated_agent|automation|chat bot|chatbot|custom_bot|virtual agent|virtual assistant",
        Role.SYSTEM: "activity|event|system message|trigger",
    }.items()
    for word in words.split("|")
}
INTERNAL_WORDS = frozenset(
    "internal comment|internal note|note|private|private comment|private note|notiz|interne notiz|interner kommentar|"
    "nota interna|comentario interno|note interne|commentaire interne|interne notitie|interne opmerking".split("|")
)
PUBLIC_WORDS = frozenset(
    "comment|external|public comment|public reply|reply|öffentlich|antwort|kommentar|público|respuesta|publique|réponse|"
    "openbaar|antwoord".split("|")
)
_STATUS_WORDS = {
    word: status
    for status, words in {
        Status.ENDED: "closed|completed|resolved|solved",
        Status.OPEN: "in progress|new|on hold|on-hold|pending|reopened|waiting",
    }.items()
    for word in words.split("|")
}
# Names of other systems for the channels that targets and rules know.
_CHANNEL_WORDS = {
    word: channel
    for channel, words in {
        "chat": "livechat webchat onlinechat websitechat chatwidget inappchat",
        "email": "email mail emails emailmessage electronicmail",
        "phone": "voice call calls phonecall voicecall telephone telephony inboundcall outboundcall",
        "social": "socialmedia twitter",
    }.items()
    for word in words.split()
}
CHANNELS = frozenset(_CHANNEL_WORDS.values())
"""The channels that shipped rules know."""

# What a column of true and false says depends on its name.
_TRUTHS = dict.fromkeys(("true", "yes", "1", "wahr", "ja", "oui", "sí", "si"), True) | dict.fromkeys(
    ("false", "no", "0", "falsch", "nein", "non", "nee"), False
)
_PUBLIC_ELSEWHERE = frozenset("offentlich publico publica openbaar".split())
_PRIVATE_ELSEWHERE = frozenset(
    "intern interno interna interne privat privado privada prive internenotiz notainterna noteinterne internenotitie".split()
)
OWN_LANGUAGES = _PUBLIC_ELSEWHERE | _PRIVATE_ELSEWHERE
"""Names of such columns in other languages, as `column_key` writes them, which may mean something else there."""
_PUBLIC_COLUMNS = frozenset("public ispublic ispublished jsdpublic".split()) | _PUBLIC_ELSEWHERE
_PRIVATE_COLUMNS = (
    frozenset("private isprivate privatenote internal isinternal internalnote isnote isinternalnote".split())
    | _PRIVATE_ELSEWHERE
)
KNOWN_ROLES = ", ".join(role.value for role in Role)

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000}
_SEPARATORS = re.compile(r"[\s_\-.]+")
_ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")
NATIVE = {name.replace("_", ""): name for name in FIELDS} | {"transcript": "transcript"}
_LISTED_WORDS = 20


def column_key(name: str) -> str:
    """A column's name without what does not matter: case, accents, spaces, underscores, hyphens and full stops."""
    return folded(_SEPARATORS.sub("", name))


def native_field(name: str) -> str | None:
    """The native field that a column's name means."""
    return NATIVE.get(column_key(name))


def nearest_field(name: str, names: Iterable[str]) -> str | None:
    """Which of `names` was probably meant to be the field `name`."""
    by_key = {column_key(other): other for other in names}
    close = get_close_matches(name.replace("_", ""), list(by_key), n=1, cutoff=0.75)
    return by_key[close[0]] if close else None


@lru_cache(maxsize=1_000)
def _tells_notes(name: str) -> bool:
    """Whether a column is called as one that tells internal notes."""
    key = column_key(name)
    return key in _PUBLIC_COLUMNS or key in _PRIVATE_COLUMNS


def tells_visibility(word: str) -> bool:
    """Whether a word in small letters says that a message is a note, or is none."""
    return word in _TRUTHS or word in _VISIBILITIES or word in INTERNAL_WORDS or word in PUBLIC_WORDS


def is_role_word(word: str) -> bool:
    """Whether a word names a role, here or in another system."""
    return word_role(word) is not None or word.strip().casefold() == "user"


def word_role(word: str) -> Role | None:
    """The role that a word means in every system, if it means one."""
    key = word.strip().casefold()
    try:
        return Role(key)
    except ValueError:
        return _ROLE_WORDS.get(key)


_MARKUP = re.compile(r"\s*<(?:!doctype|html|div|p|span|table|body|h[1-6]|ul|ol|b|br)\b[^<>]*>[^<>]*<", re.IGNORECASE)


def _named(word: str) -> str:
    """A word for a message, where it can be no value that slipped into its place."""
    return f" “{word}”" if looks_like_name(word) else ""


class FieldReader:
    """Reads the values of one file and notes what is wrong with them, and which words it took for what."""

    def __init__(
        self,
        problems: ProblemLog,
        settings: ReaderSettings,
        mapping: Mapping | None = None,
        role_words: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """`role_words` gives all words for roles in the file; it is asked only where one depends on the others."""
        mapping = mapping or Mapping()
        self.roles: dict[str, Role] = {role.value: role for role in Role}
        self.given_roles = mapping.roles.by_word()
        self.roles |= self.given_roles
        self.visibilities: dict[str, Visibility] = {} if mapping.internal else dict(_VISIBILITIES)
        self.dates = mapping.dates
        self._offsets = mapping.offsets
        self.visibility_column = ""
        self._settings = settings
        self._problems = problems
        self._internal = frozenset(word.strip().casefold() for word in mapping.internal)
        self._ended = frozenset(word.strip().casefold() for word in mapping.ended)
        self._role_words = role_words
        self._guessed: dict[str, str] = {}
        self._passed_over: dict[str, set[str]] = {"internal": set(), "ended": set()}
        self._met: set[str] = set()
        self._depends: Role | str | None = ""
        self._quoting = 0
        self._marked_up = self._unstarted = 0
        self._sides: Counter[Role] = Counter()
        self._states: set[str] = set()  # that are not known
        self._flags: set[str] = set()  # names that tell internal notes, where no field is read for that

    def from_html(self, text: str) -> str:
        """What somebody wrote in HTML; what its markup says is quoted belongs to others, and is told as not read."""
        own, quoted = html_text(text)
        self._quoting += bool(quoted)
        return own

    def see_sides(self, messages: Iterable[Message]) -> None:
        """Note which sides write."""
        self._sides.update(message.role for message in messages)

    def see_unread(self, names: Iterable[str]) -> None:
        """Note those among names of which no field is read that tell internal notes."""
        if len(self._flags) < _LISTED_WORDS:
            self._flags.update(filter(_tells_notes, names))

    def see_markup(self, text: str) -> None:
        """Count a text that is HTML, in a file of which the policy does not say so."""
        self._marked_up += _MARKUP.match(text) is not None

    def notes(self) -> tuple[str, ...]:
        """Which words were taken for what, by the policy or guessed, and what was not read."""
        given = sorted(word for word in self._met if word in _TRUTHS or looks_like_name(word) or word_role(word))
        notes = []
        if self._met:
            shown = [f"{word} = {self.given_roles[word]}" for word in given[:_LISTED_WORDS]]
            more = len(self._met) - len(shown)
            notes.append("roles by the policy's mapping: " + ", ".join([*shown, *([f"{more} more words"] if more else [])]))
        if self._guessed:
            listed = ", ".join(f"{word} = {meant}" for word, meant in sorted(self._guessed.items())[:_LISTED_WORDS])
            notes.append(f"words guessed: {listed}")
        if self._quoting:
            notes.append(f"quotations in HTML not read: {self._quoting:,}")
        return tuple(notes)

    def unmet(self) -> tuple[str, ...]:
        """Words that usually mean an internal note or an end, and that the mapping, which lists others, does not; states that
        are not known; a side that writes nothing; HTML that was read as it stands; what may tell notes and is not read."""
        told = {"internal": "public", "ended": "open"}
        unlisted = (
            f"“{word}” was read as {told[setting]}, since the mapping's `{setting}` does not list it. Is a name misspelt?"
            for setting, words in sorted(self._passed_over.items())
            for word in sorted(words)
        )
        found = [*unlisted]
        if self._sides[Role.CLIENT] > 1 and not self._sides[Role.AGENT] and not self._sides[Role.BOT]:
            found.append("every message is a client's. Say who the agents are (`roster:`, or `roles:` in the mapping).")
        if self._states:
            listed = ", ".join(sorted(filter(looks_like_name, self._states))[:_LISTED_WORDS]) or f"{len(self._states):,} words"
            found.append(
                f"states that are not known were not used: {listed}. List those of an end: `mapping: [{{ended: […]}}]`."
            )
        if self._unstarted:
            found.append(f"{self._unstarted:,} times have no start to count from: `started` names none that can be read.")
        if self._marked_up:
            texts = f"{self._marked_up:,} texts look like HTML"
            found.append(f"{texts} and were read as they stand. Say `mapping: [{{html: true}}]`.")
        found += (
            f"“{name}” may tell internal notes and is not read. Say `mapping: [{{fields: {{visibility: {name}}}}}]`."
            for name in sorted(self._flags)
        )
        return tuple(found)

    def role(self, word: str, source: Source) -> Role | None:
        """The role, or None: then the record is lost, as nobody can say whose words they are.

        A word that was understood is kept in `roles` as it is written, where a reader may look it up at once.
        """
        key = word.strip().casefold()
        role = self.given_roles.get(key)
        if role is not None:
            self._met.add(key)
        else:
            role = self.roles.get(key) or self._guess(key)
        if role is None:
            self._problems.add(*self._unknown_role(key, source))
        elif len(self.roles) < 10_000:
            self.roles[word] = role
        return role

    def _unknown_role(self, key: str, source: Source) -> tuple[str, Source, str]:
        what = "the role is not known" if key else "there is no role"
        if key == "user":
            what = 'the role "user" can be either side\'s'
        remedy = f"Say in the policy which words mean what, as `mapping: [{{roles: {{agent: [rep], client: [{key}]}}}}]`"
        if key != "user":
            remedy = "Say in the policy which words mean what: `mapping: [{roles: {agent: [...], client: [...]}}]`"
        if not key:
            remedy = "Say in the policy which field it is, or who the agents are (`roster:`, or `firm: {domains: [...]}`)"
        return f"{what}; the message was left out.", source, f"{remedy}; known: {KNOWN_ROLES}."

    def _guess(self, key: str) -> Role | None:
        role = self._depending() if key == "user" else _ROLE_WORDS.get(key)
        if role is not None:
            self._guessed[key] = role.value
        return role

    def _depending(self) -> Role | None:
        """Whose word "user" is: of the side that no other word of the file is for."""
        if isinstance(self._depends, str):
            self._depends = None  # for as long as the words are gathered: that may ask for roles itself
            others = {self.given_roles.get(word) or word_role(word) for word in self._role_words()}
            sides = others & {Role.AGENT, Role.CLIENT}
            self._depends = None if len(sides) != 1 else Role.CLIENT if Role.AGENT in sides else Role.AGENT
        return self._depends

    def is_agent(self, author: str) -> bool:
        """Whether an author (a name, an address, or both) is one of the firm's people."""
        address = _ADDRESS.search(author)
        return self._settings.is_agent(author.strip()) or bool(address and self._settings.is_agent(address[1]))

    def role_of_author(self, author: str, *, everybody: bool) -> str | None:
        """The role of a message that says none, by who wrote it: by the policy's words, a word for a machine, or as one of the
        firm's people. `everybody` else is a client, or nobody whose side is known."""
        key = author.strip().casefold()
        if (role := self.given_roles.get(key) or word_role(key)) in (Role.BOT, Role.SYSTEM):
            return role.value
        if self.is_agent(author):
            return Role.AGENT.value
        return role.value if role else Role.CLIENT.value if everybody else None

    def known_role(self, word: str) -> Role | None:
        """As `role`, without a complaint."""
        key = word.strip().casefold()
        return self.given_roles.get(key) or self.roles.get(key) or self._guess(key)

    def after(self, started: object, offset: object) -> object:
        """The time of a message whose `offset` counts from the start of its call; None where that is no time, which is told."""
        try:
            start = parse_time(str(started), self._settings.timezone, self.dates)
            moment = start + timedelta(seconds=float(str(offset)) / _PER_SECOND[self._offsets]) if start else None
        except (ValueError, OverflowError):
            moment = None
        self._unstarted += moment is None
        return moment.isoformat() if moment else None

    def time(self, text: str, source: Source, dates: str | None = None) -> datetime | None:
        """The time; where it cannot be read, the message is kept without one."""
        if not text.strip():
            return None
        try:
            at = parse_time(text, self._settings.timezone, self.dates if dates is None else dates)
        except AmbiguousDateError as error:
            self.ambiguous_date(source, error.only)
            return None
        except (ValueError, OverflowError):
            self._problems.add(
                f'the timestamp cannot be read (it looks like "{shape(text.strip())}"); the message was kept without it.',
                source,
                "Write ISO 8601 with an offset, as 2026-03-02T10:00:00Z, or say in the policy how times are written, as "
                '`mapping: [{dates: "%d.%m.%Y %H:%M"}]`; what counts from the start of a call needs `offsets`.',
                records=0,
                kind="the timestamp cannot be read; the message was kept without it.",
            )
            return None
        if at is None:
            self._problems.add(
                "the timestamp has no time zone; the message was kept without it.",
                source,
                "Set `calendar.timezone` in the policy, or export times with an offset.",
                records=0,
            )
        return at

    def ambiguous_date(self, source: Source, only: str = "") -> None:
        """Note a date that could be day first or month first."""
        fit = f"; this one fits {only} only" if only else ""
        self._problems.add(
            "the date could be day first or month first; the message was kept without its time.",
            source,
            f"Say in the policy which it is: `mapping: [{{dates: {only or 'day-first'}}}]` (or "
            f"{'month-first' if only != 'month-first' else 'day-first'}{fit}).",
            records=0,
            kind="the date could be day first or month first; the message was kept without its time.",
        )

    def channel(self, word: str) -> str:
        """The channel, in small letters; "Live Chat" and "Voice" under the names that targets have."""
        key = word.strip().casefold()
        usual = None if key in self._settings.channels else _CHANNEL_WORDS.get(column_key(key))
        if usual is None or usual == key:
            return key
        self._guessed[key] = usual
        return usual

    def visibility(self, word: str, source: Source) -> Visibility:
        """The visibility; an unknown word is taken as public, as a missing one is."""
        key = word.strip().casefold()
        visibility = self._visibility(key)
        if visibility is None:
            self._problems.add(
                f"the visibility{_named(key)} is not known; the message was taken as public.",
                source,
                "Known visibilities: public, internal. For other words say `mapping: [{internal: [...]}]` in the policy.",
                records=0,
            )
            visibility = Visibility.PUBLIC
        elif len(self.visibilities) < 10_000:
            self.visibilities[word] = visibility
        return visibility

    def _visibility(self, key: str) -> Visibility | None:
        if self._internal:
            if key not in self._internal and (key in INTERNAL_WORDS or key == Visibility.INTERNAL.value):
                self._passed_over["internal"].add(key)
            return Visibility.INTERNAL if key in self._internal else Visibility.PUBLIC
        if key in _VISIBILITIES:
            return _VISIBILITIES[key]
        column, truth = column_key(self.visibility_column), _TRUTHS.get(key)
        if truth is not None and column in _PUBLIC_COLUMNS | _PRIVATE_COLUMNS:
            public = truth == (column in _PUBLIC_COLUMNS)
            self._guessed[f"{self.visibility_column} {key}"] = "public" if public else "internal"
            return Visibility.PUBLIC if public else Visibility.INTERNAL
        if key in INTERNAL_WORDS or key in PUBLIC_WORDS:
            visibility = Visibility.INTERNAL if key in INTERNAL_WORDS else Visibility.PUBLIC
            self._guessed[key] = visibility.value
            return visibility
        return None

    def status(self, word: str) -> Status | None:
        """The status; an unknown word counts as none, which is told."""
        key = word.strip().casefold()
        if self._ended:
            if key not in self._ended and _STATUS_WORDS.get(key, _STATUSES.get(key)) is Status.ENDED:
                self._passed_over["ended"].add(key)
            return Status.ENDED if key in self._ended else Status.OPEN if key else None
        if key in _STATUSES:
            return _STATUSES[key]
        if key in _STATUS_WORDS:
            self._guessed[key] = _STATUS_WORDS[key].value
            return _STATUS_WORDS[key]
        self._states.add(key)
        return None

    def fits(self, text: str, source: Source) -> bool:
        """Whether a text is of a length that a person may have written."""
        if len(text) <= LONGEST_TEXT:
            return True
        self._problems.add(
            f"a message of {len(text):,} characters is longer than {LONGEST_TEXT:,}; it was left out.",
            source,
            NO_PERSON,
            kind=f"a message is longer than {LONGEST_TEXT:,} characters; it was left out.",
        )
        return False
