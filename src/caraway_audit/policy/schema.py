"""The contract of `rules.yaml`: what a team may say, as pydantic models.

A policy says only what differs from the shipped rules. `config schema` prints the JSON Schema of `PolicyFile`.
"""

import re
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from caraway_audit.calendar_names import SHORT, WEEKDAYS
from caraway_audit.conduct import CLAUSES
from caraway_audit.model import Confidence, Severity, SubjectKind
from caraway_audit.policy.mapping import Mapping

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d)(?![a-z])")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_LONGEST = 3653 * 86400
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)$")
DAYS = tuple(name[:SHORT].title() for name in WEEKDAYS)


def parse_duration(value: object) -> timedelta:
    """`30s`, `2m`, `24h`, `3d`, or several of them ("1h 30m"), as a time span."""
    if isinstance(value, timedelta):
        return value
    text = str(value).strip()
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError(f"{text!r} is no duration; write it as 30s, 2m, 24h or 3d")
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if seconds > _LONGEST:
        raise ValueError(f"{text!r} is longer than ten years")
    return timedelta(seconds=seconds)


def show_duration(value: timedelta) -> str:
    """The shortest way to write a duration in a policy."""
    seconds = int(value.total_seconds())
    parts = [(seconds // 86400, "d"), (seconds % 86400 // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(show_duration, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["30s", "2m", "24h", "3d"]}),
]

# What the JSON Schema says of values that may be written in two ways.
_OneOrMany = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
_TeamsSchema = WithJsonSchema(
    {
        "type": "array",
        "items": {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"team": {"type": "string"}, "since": {"type": "string", "format": "date"}},
                    "required": ["team"],
                    "additionalProperties": False,
                },
            ]
        },
    }
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Firm(_Strict):
    """What belongs to the firm: never a finding."""

    name: str = Field("", description="The firm's name, for reports.")
    domains: tuple[str, ...] = Field((), description="Mail and web domains of the firm; people writing from them are agents.")
    addresses: tuple[str, ...] = Field((), description="Single mail addresses of agents outside those domains.")
    contacts: tuple[str, ...] = Field((), description="The firm's own phone numbers and addresses, never a finding.")
    allow: tuple[str, ...] = Field((), description="Other values that are never a finding.")

    def owns(self, value: str) -> bool:
        """Whether a value is the firm's own or allowed: with the same letters and digits, as a number with the same digits, or
        an address of its domains."""
        value = value.replace("%40", "@")  # in a link
        folded, squeezed = value.casefold(), "".join(filter(str.isalnum, value)).casefold()
        for own in (*self.contacts, *self.allow, *self.addresses):
            if own.casefold() == folded:
                return True
            if "@" not in own + value and squeezed == "".join(filter(str.isalnum, own)).casefold():
                return True
            if squeezed.isdigit() and squeezed == "".join(filter(str.isdigit, own)):
                return True
        domain = folded.rpartition("@")[2]
        return any(domain == own or domain.endswith("." + own) for own in (d.casefold().lstrip("@") for d in self.domains))


class Membership(_Strict):
    """A team that an agent belongs to, from a day on."""

    team: str
    since: date = date.min


class Person(_Strict):
    """One agent: every alias (author name, mail address) counts as this person."""

    agent: str
    aliases: tuple[str, ...] = ()
    teams: Annotated[tuple[Membership, ...], _TeamsSchema] = ()

    @field_validator("teams", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        return [{"team": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


class Channel(_Strict):
    """Targets of a channel."""

    first_reply: Duration | None = Field(
        None, description="Target of the first human reply; in working time where the calendar has hours: 1d is 24 of these."
    )
    reply: Duration | None = Field(None, description="Target of every later reply to a client who waits, counted the same way.")
    ended_after: Duration | None = Field(None, description="Idle for so long, a conversation without a status has ended.")


class Calendar(_Strict):
    """When the firm works. Without `hours` time runs around the clock; `timezone` also reads times without an offset."""

    timezone: str = Field("UTC", description="IANA name, as Europe/Zurich.")
    hours: str = Field("", description='As "Mon-Fri 08:00-18:00, Sat 09:00-12:00".')
    holidays: str = Field("", description="Country (or country-subdivision) whose public holidays count, as CH or DE-BY.")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception:
            raise ValueError(f"{value!r} is no time zone; write an IANA name such as Europe/Zurich") from None
        return value

    @field_validator("hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        parse_hours(value)
        return value

    @field_validator("holidays")
    @classmethod
    def _holidays(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", value):
            raise ValueError(f"{value!r} is no country; write CH, or DE-BY for a part of one")
        if value:
            import holidays

            country, _, part = value.partition("-")
            try:
                holidays.country_holidays(country, subdiv=part or None)
            except NotImplementedError:  # what the holidays library raises for a country or part that it does not have
                raise ValueError(f"the holidays of {value!r} are not known; name another region or leave it empty") from None
        return value


def parse_hours(text: str) -> dict[int, list[tuple[time, time]]]:
    """Opening hours by weekday (0 is Monday); a window never reaches over midnight (write two)."""
    week: dict[int, list[tuple[time, time]]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        days, _, span = part.partition(" ")
        match = _HOURS.match(span.strip())
        first, _, last = days.partition("-")
        if not match or first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"cannot read {part!r}; write it as Mon-Fri 08:00-18:00")
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        if start_hour > 23 or end_hour > 24 or start_minute > 59 or end_minute > 59 or (end_hour == 24 and end_minute):
            raise ValueError(f"{span!r} is no time of day")
        end = time.max if end_hour == 24 else time(end_hour, end_minute)
        if time(start_hour, start_minute) >= end:
            raise ValueError(f"{part!r} ends before it begins; write a window over midnight as two")
        begin, stop = DAYS.index(first), DAYS.index(last or first)
        for day in range(begin, stop + 1 if stop >= begin else stop + 8):
            week.setdefault(day % 7, []).append((time(start_hour, start_minute), end))
    return {day: _joined(sorted(windows)) for day, windows in week.items()}


def _joined(windows: list[tuple[time, time]]) -> list[tuple[time, time]]:
    """Windows that overlap or touch as one, so that no hour counts twice."""
    joined: list[tuple[time, time]] = []
    for opens, closes in windows:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return joined


class Scoring(_Strict):
    """How outcomes become scores."""

    min_sample: int = Field(20, ge=1, description="Under so many conversations nobody is ranked.")
    weights: dict[int, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        dict.fromkeys(range(1, 8), 1.0), description="Weight of each section in the overall score."
    )
    on_critical: Literal["zero_section", "zero_conversation"] = Field(
        "zero_section", description="What a critical failure does to the conversation it is in."
    )

    @field_validator("weights")
    @classmethod
    def _sections(cls, value: dict[int, float]) -> dict[int, float]:
        if wrong := [key for key in value if key not in range(1, 8)]:
            raise ValueError(f"there is no section {wrong[0]}; sections are 1 to 7")
        return {section: value.get(section, 1.0) for section in range(1, 8)}


class Privacy(_Strict):
    """How personal data is found and masked. It is always masked; this says where to look."""

    regions: tuple[str, ...] = Field(("GB", "US"), description="ISO regions whose local phone numbers are recognised.")
    key_env: str = Field(
        "CARAWAY_PSEUDONYM_KEY",
        description="Environment variable with the key of pseudonyms that stay the same from run to run.",
    )

    @field_validator("regions")
    @classmethod
    def _regions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for region in value:
            if not re.fullmatch(r"[A-Z]{2}", region) or region == "UK":
                raise ValueError(f"{region!r} is no ISO region; write {'GB' if region == 'UK' else 'two letters, as IE or DE'}")
        return value


class Examples(_Strict):
    """Conversations that a rule must and must not fail on, one message a line: `agent: text`."""

    fail: tuple[str, ...] = Field(min_length=1)
    pass_: tuple[str, ...] = Field(alias="pass", min_length=1)


def _severities(value: Any) -> Any:
    known = [severity.value for severity in Severity]
    if isinstance(value, str) and value not in known:
        sides = "{agent: major, client: minor}"
        raise ValueError(f"{value!r} is no severity; write {', '.join(known)}, or one for each side, as {sides}")
    return value if isinstance(value, dict) else {"agent": value, "client": value, "team": value, "data": value}


def _who(value: Any) -> Any:
    known = [kind.value for kind in SubjectKind]
    if value == "both":
        return ("agent", "client")
    if isinstance(value, str) and value not in known:
        raise ValueError(f"{value!r} is nobody; write {', '.join(known)} or both")
    return (value,) if isinstance(value, str) else value


class RuleDefinition(BaseModel):
    """A whole rule in YAML. Keys beyond these are parameters of its kind."""

    model_config = ConfigDict(extra="allow", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    clause: str
    who: Annotated[tuple[SubjectKind, ...], BeforeValidator(_who)]
    kind: str
    severity: Annotated[dict[SubjectKind, Severity], BeforeValidator(_severities)]
    summary: str
    needs_exchange: bool = True
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...] = Field(("en",), min_length=1)
    why: str = ""
    advice: str = ""
    wrong_when: str = ""
    since: str = "0.1"
    status: Literal["preview", "stable", "deprecated"] = "stable"
    examples: Examples

    @field_validator("clause", mode="before")
    @classmethod
    def _quoted(cls, value: Any) -> Any:
        if isinstance(value, int | float):
            raise ValueError(f'put it in quotes: "{value}"')
        return value

    @field_validator("clause")
    @classmethod
    def _clause(cls, value: str) -> str:
        if value not in CLAUSES:
            raise ValueError(f"there is no clause {value!r}; clauses are 1.1 to 7.2")
        return value

    @property
    def parameters(self) -> dict[str, Any]:
        """What its kind is configured with."""
        return dict(self.model_extra or {})


class Match(_Strict):
    """Which conversations an override is for; all that is given must fit."""

    team: str = ""
    channel: str = ""

    @model_validator(mode="after")
    def _something(self) -> "Match":
        if not (self.team or self.channel):
            raise ValueError("an override must match a team or a channel")
        return self


class Override(_Strict):
    """Other settings of rules for some conversations; later ones win."""

    match: Match
    rules: dict[str, Any]


def _or_empty(value: Any) -> Any:
    """A section whose entries are all commented out."""
    return {} if value is None else value


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_Words = Annotated[tuple[str, ...], BeforeValidator(_several), _OneOrMany]


def in_small_letters(channels: Any) -> Any:
    """Settings by channel under its name in small letters, as it is looked up whatever an export writes.

    Raises `ValueError` where two names are one channel's.
    """
    if not isinstance(channels, dict) or not all(isinstance(name, str) for name in channels):
        return channels
    by_channel: dict[str, str] = {}
    for name in channels:
        if (other := by_channel.setdefault(name.lower(), name)) != name:
            raise ValueError(f"the names {other} and {name} are one channel's; write it once")
    return {name.lower(): settings for name, settings in channels.items()}


class Gate(_Strict):
    """A preset of `caraway-audit gate --preset NAME`. The command line goes before it."""

    fail_on: Severity = Field(Severity.MAJOR, description="Findings of this severity or worse fail the gate.")
    min_confidence: Confidence = Field(Confidence.MEDIUM, description="Findings less sure than this do not.")
    select: _Words = Field((), description="Only these rules: code, prefix (CA3) or name.")
    extend_select: _Words = Field((), description="These rules too.")
    ignore: _Words = Field((), description="All but these rules.")
    agents: _Words = Field((), description="Only conversations of these agents, and what counts for them.")
    teams: _Words = Field((), description="Only conversations of these teams.")
    since: str = Field("", description="Only conversations whose last message is as late: a date, a time, or 7d.")
    until: str = Field("", description="Only conversations whose last message is as early.")


class PolicyFile(_Strict):
    """A team's `rules.yaml`."""

    caraway: Literal[1] = Field(description="Version of this format.")
    extends: Annotated[tuple[str, ...], _OneOrMany] = Field(
        ("default",), description="Policies this one builds on; [] drops the shipped rules."
    )
    firm: Firm = Firm()
    roster: tuple[Person, ...] = ()
    channels: Annotated[dict[str, Channel], AfterValidator(in_small_letters)] = Field(
        {}, description="Targets by channel: chat, email, social, phone."
    )
    calendar: Calendar = Calendar()
    scoring: Scoring = Scoring()
    privacy: Privacy = Privacy()
    mapping: tuple[Mapping, ...] = Field(
        (), description="How exports of other shapes are read; the first that fits a file counts."
    )
    rules: Annotated[dict[str, Any], BeforeValidator(_or_empty)] = Field(
        {}, description="By code or name: off, parameters that differ, or a whole new rule."
    )
    overrides: tuple[Override, ...] = ()
    gates: Annotated[dict[str, Gate], BeforeValidator(_or_empty)] = Field({}, description="Presets of `gate`, by name.")

    @field_validator("extends", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("roster")
    @classmethod
    def _one_owner(cls, value: tuple[Person, ...]) -> tuple[Person, ...]:
        owners: dict[str, str] = {}
        for person in value:
            for alias in (person.agent, *person.aliases):
                if owners.setdefault(alias.casefold(), person.agent) != person.agent:
                    raise ValueError(f"{alias!r} stands for both {owners[alias.casefold()]} and {person.agent}")
        return value
