"""Which column of a file is which native field: as the policy's mapping says, by its native name, or guessed.

A guess is made from a column's name where that can mean one thing only, and is always told (`Columns.notes`). A column
that could be two things, or two columns for one thing, are refused with both named and the line to write into the policy.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from caraway_audit.folding import folded
from caraway_audit.policy.mapping import FILE_NAME, Mapping
from caraway_audit.readers.fields import (
    FIELDS,
    INTERNAL_WORDS,
    NATIVE,
    OWN_LANGUAGES,
    PUBLIC_WORDS,
    REQUIRED,
    column_key,
    is_role_word,
    native_field,
    nearest_field,
    tells_visibility,
)
from caraway_audit.readers.problems import looks_like_name, shown_names

# Names of columns in other systems, as `column_key` writes them, that mean one thing only.
_SYNONYMS = {
    "conversation_id": "ticketid ticketnumber ticketno ticket caseid casenumber case chatid threadid interactionid sessionid "
    "dialogueid dialogid callid engagementid convid conversationnumber chatnumber",
    "message_id": "msgid commentid replyid entryid messagenumber",
    "timestamp": "time date datetime date/time createdat created sentat sent messagetime messagedate messagetimestamp "
    "messagecreatedat messagesentat createddate createdtime creationdate postedat posteddate timesent datesent",
    "role": "direction sendertype authortype senderrole authorrole actortype participantrole participanttype speakerrole "
    "messagedirection",
    "author": "authorname sendername speakername displayname actorname fromname writtenby postedby participantname",
    "text": "body message messagetext messagebody messagecontent content plainbody bodytext msg utterance commentbody",
    "transcript": "chattranscript conversationtranscript calltranscript fulltranscript transcripttext dialogue dialog "
    "conversationtext",
    "channel": "channeltype channelname medium",
    "team": "teamname group groupname queue queuename department departmentname",
    "client_name": "customername customer client requestername requester visitorname contactname endusername enduser "
    "consumername",
    "client_id": "customerid requesterid visitorid consumerid enduserid",
    "agent": "agent agentname assignee assigneename assignedto assignedagent servedby handledby",
    "status": "state ticketstatus ticketstate conversationstatus conversationstate casestatus chatstatus",
    "language": "lang locale languagecode",
    "visibility": "public ispublic private isprivate internal isinternal",
}  # fmt: skip
# The same in German, French, Spanish and Dutch.
_SYNONYMS_ELSEWHERE = {
    "conversation_id": "ticketnr ticketnummer vorgangsnummer vorgangsnr fallnummer fallnr gesprächsid chatnummer numéroticket "
    "numérodeticket númeroticket gespreksid zaaknummer",
    "timestamp": "datum zeitpunkt zeitstempel datumuhrzeit datum/uhrzeit erstelltam gesendetam fecha fechahora fechayhora "
    "horodatage dateheure dateetheure tijdstip datumtijd",
    "role": "rolle absendertyp rôle rol",
    "author": "verfasser verfasserin autor auteur",
    "text": "nachricht nachrichtentext mensaje texte texto",
    "channel": "kanal canal kanaal",
    "team": "abteilung équipe equipo afdeling",
    "client_name": "kunde kundenname nomduclient nombredelcliente klantnaam",
    "client_id": "kundennummer kundennr numéroclient numérodeclient númerodecliente klantnummer",
    "agent": "bearbeiter bearbeiterin sachbearbeiter zugewiesenan",
    "status": "estado statut",
    "language": "sprache langue idioma taal",
    "visibility": " ".join(sorted(OWN_LANGUAGES)),
}
_MEANT = {
    folded(name): field
    for table in (_SYNONYMS, _SYNONYMS_ELSEWHERE)
    for field, names in table.items()
    for name in names.split()
}

# Names that mean this in one system and that in another.
_EITHER = {
    "id": ("conversation_id", "message_id"),
    "conversation": ("conversation_id", "transcript"),
    "contactid": ("conversation_id", "client_id"),
    "name": ("author", "client_name"),
    "user": ("author", "client_name"),
    "type": ("role", "visibility"),
}
# Hold roles in one export and names in another: what they hold settles it.
_KIND = frozenset(
    "type messagetype commenttype parttype notetype entrytype eventtype activitytype replytype kind "
    "art typ nachrichtentyp tipo soort".split()
)
_WHO = frozenset("from sender sentby speaker participant actor who absender gesendetvon expediteur remitente afzender".split())

# Guessed wrongly, these would put words into the wrong mouth; for the others two candidates are only told.
_WEIGHTY = ("conversation_id", "text", "transcript", "role", "author", "timestamp", "visibility")
_SHOWN = 200  # a header of a million cells is not looked through for near names
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each native field in a row, and what there is to tell about it."""

    places: dict[str, int]
    notes: tuple[str, ...] = ()
    by_author: bool = False  # no column says the role: the roster and the firm's addresses do

    @property
    def foreign(self) -> bool:
        """Whether anything was mapped or guessed."""
        return bool(self.notes)


class Refused(Exception):  # noqa: N818 - not an error of the program: what a file is refused with
    """A header that cannot be read safely: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def find_columns(
    names: Sequence[str],
    values: Callable[[int], Iterable[str]],
    mapping: Mapping | None = None,
    knows_agents: bool = False,
) -> Columns:
    """The columns of a header; `values(place)` gives some values of a column. Raises `Refused`."""
    return _Search([name.strip() for name in names], values, mapping, knows_agents).columns()


class _Search:
    def __init__(
        self, names: list[str], values: Callable[[int], Iterable[str]], mapping: Mapping | None, knows_agents: bool
    ) -> None:
        self._names = names
        self._keys = [column_key(name) for name in names]
        self._values = values
        self._given = mapping.fields.model_dump(include=mapping.fields.model_fields_set) if mapping else {}
        self._knows_agents = knows_agents
        self._places: dict[str, int] = {}
        self._notes: list[str] = []
        self._guessed: list[str] = []
        self._unsure: list[str] = []

    def columns(self) -> Columns:
        self._take_given()
        self._take_native()
        candidates = self._candidates()
        self._take_guesses(candidates)
        self._take_who()
        self._take_kind()
        by_author = self._check()
        if self._guessed:
            self._notes.append(f"columns guessed: {', '.join(self._guessed)}")
        self._notes += self._unsure
        if by_author:
            self._notes.append("no column for the role: agents are who the policy names, clients everybody else")
        return Columns(self._places, tuple(self._notes), by_author)

    def _take_given(self) -> None:
        if not self._given:
            return
        by_name = {name: place for place, name in reversed(list(enumerate(self._names)))}
        by_key = {column_key(name): place for name, place in by_name.items()}
        wanted = {field: name for field, name in self._given.items() if name != FILE_NAME}
        for field, name in wanted.items():
            place = by_name.get(name.strip(), by_key.get(column_key(name)))
            if place is not None:
                self._places[field] = place
        for field, name in wanted.items():
            if field not in self._places:
                raise Refused(
                    f"there is no column “{name[:_LONGEST_NAME]}”, which the policy's mapping names for {field} "
                    f"({self._found()}).",
                    "Mend `fields` in `mapping:`, or say with `files` which files it is for.",
                )
        if self._places:
            given = (f"{self._names[place][:_LONGEST_NAME]} read as {field}" for field, place in self._places.items())
            self._notes.append(f"columns by the policy's mapping: {', '.join(given)}")

    def _take_native(self) -> None:
        taken = set(self._places.values())
        native = [(NATIVE.get(name), place) for place, name in enumerate(self._keys) if place not in taken]
        counts = Counter(field for field, _ in native if field and field not in self._given)
        if twice := sorted(field for field, count in counts.items() if count > 1):
            raise Refused(f"columns stand twice: {', '.join(twice)}.", "Keep one of each.")
        for field, place in native:
            if field and field not in self._given:
                self._places[field] = place
        # One row a message, and the whole conversation beside it once more.
        if "text" in self._places and "transcript" not in self._given:
            self._places.pop("transcript", None)

    def _candidates(self) -> dict[str, list[int]]:
        """The columns that are not taken yet and whose names mean a field that is not taken yet."""
        taken = set(self._places.values())
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self._keys):
            field = _MEANT.get(name) if place not in taken else None
            if field == "visibility" and name in OWN_LANGUAGES and not self._tells_notes(place):
                continue  # a trainee ("Intern"), an extension ("Interno"), whose customer it is ("Privat")
            if field and field not in self._places and field not in self._given:
                found.setdefault(field, []).append(place)
        for one, other in (("text", "transcript"), ("transcript", "text")):
            if one in self._places:
                found.pop(other, None)
        return found

    def _tells_notes(self, place: int) -> bool:
        """Whether a column says of each message that it is a note, or that it is none."""
        said = {value.strip().casefold() for value in self._values(place)} - {""}
        return bool(said) and all(tells_visibility(value) for value in said)

    def _take_guesses(self, candidates: dict[str, list[int]]) -> None:
        if "text" in candidates and "transcript" in candidates:
            both = self._listed([*candidates["text"], *candidates["transcript"]])
            raise Refused(f"columns {both} could both hold what was said.", self._paste(text=candidates["text"][0]))
        for field, places in sorted(candidates.items(), key=lambda pair: pair[0] == "agent"):
            if field == "agent" and "author" in self._places and "transcript" not in self._places:
                continue  # who wrote is known, and who served may be somebody else
            if len(places) == 1:
                self._guess(field, places[0])
            elif len({self._names[place] for place in places}) == 1:
                raise Refused(f"the column {self._names[places[0]]} stands {len(places):,} times.", "Keep one of them.")
            elif field in _WEIGHTY:
                raise Refused(f"columns {self._listed(places)} could both be {field}.", self._paste(**{field: places[0]}))
            else:
                listed = self._listed(places)
                self._unsure.append(f"columns {listed} could both be {field} and are not used; `mapping:` can say which")

    def _guess(self, field: str, place: int) -> None:
        self._places[field] = place
        self._guessed.append(f"{self._names[place]} read as {field}")

    def _take_who(self) -> None:
        """A column "sender" is the role where it holds words for roles, and the author where it holds none."""
        taken = set(self._places.values())
        for place, name in enumerate(self._names):
            if self._keys[place] not in _WHO or place in taken:
                continue
            said = [value for value in self._values(place) if value.strip()]
            roles = sum(map(is_role_word, said))
            field = "role" if said and roles == len(said) else "author" if said and not roles else ""
            if field and field not in self._places and field not in self._given:
                self._guess(field, place)
            elif not field and "role" not in self._places:
                raise Refused(
                    f"column {name} could be role or author: some of its values are words for roles and some are not.",
                    self._paste(author=place),
                )

    def _take_kind(self) -> None:
        """A column "type" tells internal notes where it holds a word for one; read as public, a note would be a fault."""
        taken = set(self._places.values())
        for place, name in enumerate(self._names):
            if self._keys[place] not in _KIND or place in taken or "visibility" in (*self._places, *self._given):
                continue
            said = {value.strip().casefold() for value in self._values(place)} - {""}
            if said & INTERNAL_WORDS and said <= INTERNAL_WORDS | PUBLIC_WORDS:
                self._guess("visibility", place)
            elif said & INTERNAL_WORDS:
                raise Refused(
                    f"column {name} could be visibility: some of its values are words for internal notes.",
                    self._paste(visibility=place).replace("`mapping: [{", "`mapping: [{internal: [note], "),
                )

    def _check(self) -> bool:
        """Whether all is there that a message needs, the role perhaps by its author."""
        missing = {field for field in ("conversation_id", "text") if field not in self._places and field not in self._given}
        if "transcript" in self._places:
            missing.discard("text")
        self._refuse_either(missing)
        said_by = {"role", "transcript"} & set(self._places) or {"sender", "requester"} <= set(self._places)
        by_author = not said_by and self._knows_agents and "author" in self._places
        if not said_by and not by_author:
            self._refuse_either({"role"})
            missing.add("role")
        if missing:
            raise self._missing([field for field in REQUIRED if field in missing])
        return by_author

    def _refuse_either(self, missing: set[str]) -> None:
        taken = set(self._places.values())
        for place, name in enumerate(self._names):
            one, other = _EITHER.get(self._keys[place], ("", ""))
            field = one if one in missing else "text" if other == "transcript" and "text" in missing else ""
            if field and place not in taken:
                meant = other if field == "text" else field
                raise Refused(f"column {name} could be {one} or {other}.", self._paste(**{meant: place}))

    def _missing(self, missing: list[str]) -> Refused:
        near = [name for name in self._names[:_SHOWN] if native_field(name) is None and looks_like_name(name)]
        guesses = [f'"{found}" for {field}' for field in missing if (found := nearest_field(field, near))]
        hint = f" Did you mean {', '.join(guesses)}?" if guesses else ""
        roster = ""
        if missing == ["role"] and "author" in self._places:
            roster = " Or name the agents in the policy (`roster:`, or `firm: {domains: […]}`): everybody else is a client."
        lines = ", ".join(f"{field}: …" for field in missing)
        optional = ", ".join(field for field in FIELDS if field not in REQUIRED)
        return Refused(
            f"required columns are missing: {', '.join(missing)} ({self._found()}).",
            f"Say in the policy which they are: `mapping: [{{fields: {{{lines}}}}}]`, or name the columns "
            f"{', '.join(REQUIRED)}; others are optional: {optional}.{roster}{hint}",
        )

    def _found(self) -> str:
        shown = self._names[:_SHOWN]
        # Two names that the policy gives to columns; "agent" might be the role in a row of data.
        header = sum(field in self._places and not is_role_word(name) for field, name in self._given.items()) > 1
        known = header or any(native_field(name) or (column_key(name) in _MEANT and not is_role_word(name)) for name in shown)
        if not known and not all(map(looks_like_name, shown)):
            return "the first line does not look like a header"
        more = f" and {len(self._names) - _SHOWN:,} more" if len(self._names) > _SHOWN else ""
        return f"columns found: {shown_names(shown, header=header)}{more}"

    def _listed(self, places: Iterable[int]) -> str:
        return " and ".join(self._names[place] for place in list(places)[:5])

    def _paste(self, **columns: int) -> str:
        fields = ", ".join(f"{field}: {_yaml(self._names[place])}" for field, place in columns.items())
        return f"Say in the policy which it is, as `mapping: [{{fields: {{{fields}}}}}]`."


def _yaml(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z][\w -]*", name) else f'"{name}"'


def unused(names: Sequence[str], columns: Columns) -> list[str]:
    """The columns that nothing was read from."""
    taken = set(columns.places.values())
    return [name.strip() for place, name in enumerate(names) if place not in taken]


def guessed_field(name: str) -> str | None:
    """The field that a name means, natively or as in other systems."""
    return native_field(name) or _MEANT.get(column_key(name))


__all__ = ["Columns", "Refused", "find_columns", "guessed_field", "unused"]
