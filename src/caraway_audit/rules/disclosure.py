"""Section 3, confidentiality: what an agent asks for, gives away, and to whom, beyond the values of `confidentiality.py`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.values import PATTERNS
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, FIRM, Confidence, Outcome, Role, Span
from caraway_audit.privacy.again import squeezed
from caraway_audit.privacy.carried import SECRETS
from caraway_audit.privacy.formats import is_private_mailbox
from caraway_audit.rules.base import Rule, author
from caraway_audit.rules.declarative import PhraseRule, Where
from caraway_audit.rules.given import is_given
from caraway_audit.rules.other_clients import CrossClientDisclosure
from caraway_audit.rules.parameters import Likeness, Phrases
from caraway_audit.rules.remarks import RemarkRule, quotes
from caraway_audit.rules.spans import overlap


class SolicitsSecretRule(RemarkRule):
    """An agent asks for a secret: in words that say so, or in words that may and that the client answers with one."""

    kind = "solicits-secret"
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params(RemarkRule.Params):
        """`sure` and `likely` phrases count where the client's next turn gives a secret, but in no sentence with one of
        `never`; without that answer only `sure` ones count, and in no sentence with one of `unless` either. What a model
        tells counts only where `named` phrases name a secret, there or in the messages just before ("read it out to me"), and
        where nothing in the message is to be kept back (`never`).
        Where the client has just spoken of `other_cards`, "the number on the back" is of one, unless `payment` is named."""

        sure: Phrases = field(default_factory=dict)
        likely: Phrases = field(default_factory=dict)
        never: Phrases = field(default_factory=dict)
        named: Phrases = field(default_factory=dict)
        other_cards: Phrases = field(default_factory=dict)
        its_number: Phrases = field(default_factory=dict)
        payment: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        names = ("sure", "likely", "never")
        named = self.spelled(self.params.named, frozenset(Role))
        of_agents = {name: self.spelled(getattr(self.params, name), AGENTS) for name in names}
        other = {
            "other_cards": self.spelled(self.params.other_cards, CLIENTS),
            "its_number": self.spelled(self.params.its_number, AGENTS),
            "payment": self.spelled(self.params.payment, BOTH_SIDES),
        }
        return {**super().phrases(), **of_agents, **other, "named": named}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or self.is_mentioned(talk, "sure") or self.is_mentioned(talk, "likely")

    def remarks(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        if not self._is_answered(talk, place) and self._is_of_another_card(talk, place):
            return []
        if spans := super().remarks(talk, place):
            return spans
        excepted = {hit.sentence for hit in self.hits(talk, place, "never")}
        hits = self.hits(talk, place, "sure")
        if self._is_answered(talk, place):
            hits = hits or self.hits(talk, place, "likely")
        else:
            excepted |= self.excepted(talk, place)
        declines = bool(self.hits(talk, place, "never"))  # "keep your card details to yourself. What should the card say?"
        if declines or not any(self.hits(talk, p, "named") for p in range(max(0, place - _JUST_BEFORE), place + 1)):
            hits = tuple(hit for hit in hits if not hit.by_model)
        said = [hit for hit in hits if hit.sentence not in excepted and not quotes(talk, place, hit.sentence)]
        return [((hit.start, hit.end), hit.confidence) for hit in said[:1]]

    def _is_of_another_card(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a bare "number on it" is asked for, the client spoke of a card that pays nothing, and nobody of paying."""
        if not self.hits(talk, place, "its_number"):
            return False
        just = range(max(0, place - _JUST_BEFORE), place + 1)
        return any(self.hits(talk, p, "other_cards") for p in just) and not any(self.hits(talk, p, "payment") for p in just)

    def _is_answered(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the client's next turn gives a secret."""
        following = talk.next_turn(place, Role.CLIENT)
        return following is not None and any(e.kind in SECRETS for p in following.places for e in talk.notes[p].entities)


_JUST_BEFORE = 3
"""So many messages back a secret may have been named that is only "it" by now."""


class InternalInformationRule(PhraseRule):
    """Names of internal hosts, private network addresses, internal tools, and what is said to be internal."""

    kind = "internal-information"
    resembled = frozenset({"phrases", "inside"})
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`tools` are the firm's internal tools by name; `endings` are those of names that no public host has. `inside` phrases
        count whatever stands beside them."""

        tools: frozenset[str] = frozenset()
        inside: Phrases = field(default_factory=dict)
        endings: tuple[str, ...] = ()

    def phrases(self) -> Mapping[str, PhraseSet]:
        tools = dict.fromkeys(self.params.tools, Confidence.HIGH)
        inside = {"inside": PhraseSet(self.params.inside, AGENTS)}
        return {**super().phrases(), **inside, **({"tools": PhraseSet(tools, AGENTS)} if tools else {})}

    def patterns(self) -> Mapping[str, PatternSet]:
        endings = "|".join(map(re.escape, self.params.endings))
        hosts = {rf"(?i)(?<=[a-z0-9])\.(?:{endings})(?![\w-]|\.\w)": "."} if endings else {}
        private = r"(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
        within = r"(?i)(?<=[a-z0-9])\.(?:int|intranet|internal|intra|corp|lan)\.(?=[a-z0-9-]{2,40}\.[a-z]{2,10}(?!\w))"
        hosts[within] = "."
        hosts[r"\\\\(?=[\w-]+\\[\w$-])"] = "\\"  # a shared drive
        return {
            "hosts": PatternSet({**hosts, private: "0123456789"}, AGENTS, timed=False),
            "systems": PatternSet({_SYSTEM: ""}, AGENTS, timed=False),
            "queues": PatternSet({_QUEUE: "-_RWq"}, AGENTS, timed=False),
        }

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return any(
            self.is_mentioned(talk, name) for name in ("phrases", "certain", "inside", "tools", "hosts", "systems", "queues")
        )

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        tokens, found = talk.notes[place].tokens, super().found(talk, place)
        told = {tokens.sentence_at(entity.start) for entity in talk.notes[place].entities}  # numbers say nothing to a model
        models = [hit for hit in self.hits(talk, place, "phrases") if hit.by_model and hit.sentence in told]
        found = [one for one in found if one[0] not in {(hit.start, hit.end) for hit in models}]
        found += [
            ((hit.start, hit.end), hit.confidence) for name in ("inside", "tools") for hit in self.hits(talk, place, name)
        ]
        for start, end in self.matches(talk, place, "systems"):
            name = talk.text(place, (start, end)).split()[0]
            clients = any(name.lower() in talk.messages[p].text.lower() for p in talk.places(CLIENTS))
            if name not in _PUBLIC and not clients:
                found.append(((start, end), Confidence.MEDIUM))
        found += [
            (span, Confidence.MEDIUM)
            for span in self.matches(talk, place, "queues")
            if not is_given(talk, talk.text(place, span).split()[-1])
        ]
        for span in self.matches(talk, place, "hosts"):
            start, end = _whole_word(talk.messages[place].text, span)
            clients = talk.text(place, span).endswith((".1", ".254")) or is_given(talk, talk.text(place, span))
            devices = [hit for hit in self.hits(talk, place, "unless") if not overlap((hit.start, hit.end), (start, end))]
            if not clients and tokens.sentence_at(start) not in {hit.sentence for hit in devices}:
                found.append(((start, end), Confidence.HIGH))
        apart: list[tuple[Span, Confidence]] = []
        for one in sorted(found):
            if not apart or not overlap(apart[-1][0], one[0]):
                apart.append(one)
        return apart


_CASE = (
    "account|application|booking|case|claim|delivery|fault|file|line|order|outage|parcel|payment|port|profile|refund|request|"
    "ticket"
)
_SYSTEM = (
    r"\b[A-Z][a-z]+[A-Z][A-Za-z]+ (?:shows|says|has|lists|flags|flagged|marks|scores|gives|puts|won['’]t let) "
    rf"(?:it|you|your|this|that|(?:the|a) (?:[\w-]+ )?(?:{_CASE}))\b"
)
"""A tool by its name, written as such names are, that says something of the client's matter: "NetSight shows the line down"."""
_QUEUE = (
    r"\b[A-Z]\d (?:[a-z]+ )?queue\b|\b[Qq]ueue (?:called |named )?[A-Z][A-Z\d]*(?:[-_][A-Z\d]+)+\b"
    r"|\b[A-Z]{2,}(?:[-_][A-Z\d]+)+(?= (?:queue|bucket|tray|batch|basket)\b)"
    r"|\b(?:in|into|to|from|under|at) [A-Z]{2,}(?:[-_][A-Z\d]{1,4})?[-_][A-Z]{3,}(?:[-_]\d{1,2})?(?=[,.; ])"
    r"|\b[A-Z]\w+ (?:CRM|ERP|WMS)(?= (?:under|says|shows|still)\b)"
)
"""A queue or system as staff call it: "parked in PAY-RECON-2", "stuck in Phoenix CRM"."""
_PUBLIC = frozenset(
    "PayPal YouTube LinkedIn WordPress PlayStation WhatsApp FedEx MacBook OneDrive AirPods TikTok DocuSign GitHub "
    "GitLab JavaScript PowerPoint QuickBooks TripAdvisor TrustPilot EasyJet MasterCard AliExpress DoorDash "
    "UberEats AirBnB PostNL McAfee HubSpot MailChimp SoundCloud DropBox FaceTime AppStore OpenTable CarPlay "
    "SnapChat MyHermes BlackBerry HomeKit FaceBook".split()
)


def _whole_word(text: str, span: Span) -> Span:
    """A span widened to what stands between spaces, without marks around it: a whole host or link."""
    start = max(text.rfind(space, 0, span[0]) for space in " \n\t") + 1
    end = min((place for space in " \n\t" if (place := text.find(space, span[1])) >= 0), default=len(text))
    word = text[start:end]
    left, right = len(word) - len(word.lstrip("(“\"'<[")), len(word) - len(word.rstrip(").,;:!?”\"'>]"))
    return start + left, max(end - right, span[1])


class OffChannelRule(PhraseRule):
    """Moves to a personal channel always fail; moves to a named channel only where the policy lists the approved ones."""

    kind = "off-channel"
    resembled = frozenset({"personal"})
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params:
        """`personal`, `mailbox` and `channels` are phrases, which `unless` cancels in their sentence, and `stays` what only a
        model tells there. A `mailbox` hit counts with an address of a free mail provider, a `channels` hit passes where it
        names an approved channel."""

        personal: Phrases
        mailbox: Phrases
        channels: Phrases
        reason: str
        unless: Phrases = field(default_factory=dict)
        stays: Phrases = field(default_factory=dict)
        resembles: Likeness = field(default_factory=dict)
        approved_channels: tuple[str, ...] = ()
        where: Where = "public"

    def phrases(self) -> Mapping[str, PhraseSet]:
        names = ("personal", "mailbox", "channels", "unless", "stays")
        return {name: PhraseSet(getattr(self.params, name), AGENTS) for name in names}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return any(self.is_mentioned(talk, name) for name in ("personal", "mailbox", "channels"))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        said = [hit for hit in self.hits(talk, place, "personal") if hit.sentence not in excepted]
        note = talk.notes[place]
        here = {note.tokens.sentence_at(e.start) for e in note.entities if e.kind in SECRETS}  # given where they are
        here |= {hit.sentence for hit in self.hits(talk, place, "stays")}
        said = [
            hit
            for hit in said
            if not hit.by_model
            or (
                not (hit.sentence in here or self._approved(talk.text(place, (hit.start, hit.end))))
                and _names_a_channel(note, hit.sentence)
            )
        ]
        first = {hit.sentence: hit for hit in reversed(said)}
        spans = [(self._with_value(talk, place, hit), hit.confidence) for hit in first.values()]
        for hit in self.hits(talk, place, "mailbox"):
            span = self._with_value(talk, place, hit)
            private = any(map(is_private_mailbox, talk.text(place, span).split()))
            if private and not spans and hit.sentence not in excepted and not self._is_the_clients(talk, place, span):
                spans.append((span, hit.confidence))
        if self.params.approved_channels:
            for hit in self.hits(talk, place, "channels"):
                approved = self._approved(talk.messages[place].text[hit.start : hit.end + _REST_OF_NAME])
                if not approved and not any(s < hit.end and hit.start < e for (s, e), _ in spans):
                    spans.append((self._with_value(talk, place, hit), hit.confidence))
        return sorted(spans)

    def _approved(self, text: str) -> bool:
        """Whether a text names a channel that the policy approves."""
        return any(name.casefold() in text.casefold() for name in self.params.approved_channels)

    def _is_the_clients(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether the mail address in a span is the client's own, as the client or the export says."""
        names = {squeezed(name) for name in talk.conversation.client.names}
        mails = [e for e in talk.notes[place].entities if e.kind == "EMAIL_ADDRESS" and span[0] <= e.start < span[1]]
        values = [talk.text(place, (e.start, e.end)) for e in mails]
        return any(squeezed(value) in names or is_given(talk, value) for value in values)

    def _with_value(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Span:
        """The phrase and, in its sentence or beside it, the number or address that it gives: one fault, one finding."""
        note = talk.notes[place]
        start = note.sentence(max(hit.sentence - 1, 0)).start
        end = note.sentence(min(hit.sentence + 1, len(note.tokens.sentences) - 1)).end
        values = [e for e in note.entities if start <= e.start < end and e.kind in ("PHONE_NUMBER", "EMAIL_ADDRESS")]
        return min([hit.start, *(e.start for e in values)]), max([hit.end, *(e.end for e in values)])


def _names_a_channel(note: Note, number: int) -> bool:
    """Whether a sentence, or the one beside it, says where else to write: to a model "another thing" sounds alike."""
    near = [note.sentence(n) for n in range(max(0, number - 1), min(number + 2, len(note.tokens.sentences)))]
    return any(not _CHANNELS.isdisjoint(note.tokens.words[one.first : one.last]) for one in near) or any(
        e.kind in ("PHONE_NUMBER", "EMAIL_ADDRESS", "USERNAME") for e in note.entities
    )


_CHANNELS = frozenset(
    "number mobile cell phone call ring text txt message msg dm inbox mail email gmail hotmail whatsapp telegram signal "
    "viber wechat instagram insta facebook fb messenger snapchat snap tiktok discord skype linkedin twitter x private "
    "personal direct directly own home handle add find meet come pop round outside offline elsewhere line pub corner cash "
    "side".split()
)
_REST_OF_NAME = 12
"""Characters in which the name of a channel may go on: "WhatsApp Business", "Facebook Messenger"."""


class UnverifiedDisclosure(Rule):
    """The first sentence that gives or changes account data needs an identity check before it.

    A check is an agent asking for identifying details, a client message after it, and the agent or a system line confirming;
    a system line that says so is enough. One outcome a conversation; none where the policy demands no check.
    """

    kind = "unverified-disclosure"
    own_words = True
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`discloses`, `asks` and `confirms` are phrases; `unless` phrases in its sentence make a disclosure none. A reply to
        what a client `wants` to know of the account discloses by any sum, day, hour, count or address."""

        discloses: Phrases
        wants: Phrases
        asks: Phrases
        confirms: Phrases
        reason: str
        unless: Phrases = field(default_factory=dict)
        verification_required: bool = False

    def phrases(self) -> Mapping[str, PhraseSet]:
        if not self.params.verification_required:
            return {}
        firm = FIRM | {Role.SYSTEM}
        return {
            "discloses": PhraseSet(self.params.discloses, AGENTS),
            "wants": PhraseSet(self.params.wants, CLIENTS),
            "unless": PhraseSet(self.params.unless, AGENTS),
            "asks": PhraseSet(self.params.asks, firm),
            "confirms": PhraseSet(self.params.confirms, firm),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.params.verification_required:
            return
        asked = answered = checked = wanted = False
        for place, message in enumerate(talk.messages):
            if message.role is Role.CLIENT:
                answered |= asked
                wanted = bool(self.hits(talk, place, "wants"))
                continue
            if answered or message.role is Role.SYSTEM:
                checked |= bool(self.hits(talk, place, "confirms"))
            no_telling = {hit.sentence for name in ("unless", "asks") for hit in self.hits(talk, place, name)}
            hits = [hit for hit in self.hits(talk, place, "discloses") if hit.sentence not in no_telling]
            told = [(hit.start, hit.end) for hit in hits if not self._is_asked(talk, place, hit)]
            if wanted and not told and not self.hits(talk, place, "asks"):
                told = self._values(talk, place, no_telling)
            if told and message.role is Role.AGENT and message.public:
                if checked:
                    yield self.passed(talk, place, author(talk, place))
                else:
                    span = told[0]
                    reason, sure = self.params.reason, Confidence.MEDIUM
                    yield self.failed(talk, place, author(talk, place), reason, spans=[span], confidence=sure)
                return
            asked |= bool(self.hits(talk, place, "asks"))

    def patterns(self) -> Mapping[str, PatternSet]:
        if not self.params.verification_required:
            return {}
        figures = {r"(?<![\w.,])\d{1,6}[A-Z]?(?![\w])": "0123456789"}
        return {
            "figures": PatternSet(figures, AGENTS, timed=False),
            **{name: PatternSet(PATTERNS[name], AGENTS, timed=False) for name in _VALUES},
        }

    def _values(self, talk: AnnotatedConversation, place: int, no_telling: set[int]) -> list[Span]:
        """Sums, days, hours, counts and addresses that a message states."""
        note = talk.notes[place]
        apart = no_telling | {question.sentence for question in note.questions}
        spans = [span for name in _VALUES for span in self.matches(talk, place, name)]
        spans += [(e.start, e.end) for e in note.entities if e.kind == "POSTAL_ADDRESS"]
        spans += [span for span in self.matches(talk, place, "figures") if not is_given(talk, talk.text(place, span))]
        return sorted(span for span in spans if note.tokens.sentence_at(span[0]) not in apart)

    def _is_asked(self, talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
        """Whether words stand within a question; what it follows ("there's a booking on the 12th, is that you?") is told."""
        note = talk.notes[place]
        return any(q.sentence == hit.sentence and note.tokens.starts[q.first] < hit.end for q in note.questions)


_VALUES = ("money", "date", "weekday", "clock", "count")


DISCLOSURES: tuple[type[Rule], ...] = (
    SolicitsSecretRule,
    CrossClientDisclosure,
    InternalInformationRule,
    OffChannelRule,
    UnverifiedDisclosure,
)
