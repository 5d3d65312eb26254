"""Full names of third persons (CA307): who is named, and whether the conversation gives a reason to name them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, Confidence, Outcome, Role, Span, Subject
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.privacy.names import plain_words
from caraway_audit.rules.base import DATA, Rule, author
from caraway_audit.rules.parameters import Phrases


class PersonNameRule(Rule):
    """An agent writes the full name of somebody who takes no part, whom the client did not name and who is no colleague.

    A name alone may be a brand, a place or a song: it counts where a title stands before it, or where the sentence or the next
    one speaks of a person. What a client says of a third person by name is a *data* finding.
    """

    kind = "person-name"
    own_words = True
    annotations = frozenset({"people"})

    @dataclass(frozen=True)
    class Params:
        """`about` phrases in the sentence or the next speak of a person; beside the name, `staff` ones of a colleague or
        somebody in practice, `works` ones of what is called after somebody. `errands` of a client say that somebody acts or is
        served in their place; `others` begin what a client says of a third person. `known` are words of names of the policy."""

        about: Phrases
        staff: Phrases
        works: Phrases
        errands: Phrases
        others: Phrases
        reason: str
        known: frozenset[str] = field(default_factory=frozenset)

    set_by_policy = frozenset({"known"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        firm = (policy.firm.name, *policy.firm.allow, *policy.firm.contacts)
        people = [name for person in policy.roster for name in (person.agent, *person.aliases)]
        return replace(params, known=frozenset(plain_words(" ".join((*firm, *people)))))

    def phrases(self) -> Mapping[str, PhraseSet]:
        given = self.params
        of_agents = {"about": given.about, "staff": given.staff}
        of_clients = {"errands": given.errands, "others": given.others}
        return {
            **{name: PhraseSet(table, AGENTS) for name, table in of_agents.items()},
            **{name: PhraseSet(table, CLIENTS) for name, table in of_clients.items()},
            "works": PhraseSet(given.works, BOTH_SIDES),
        }

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if any(note.people for note in talk.notes) else talk.writers(AGENTS, True)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in talk.places(BOTH_SIDES):
            client = talk.messages[place].role is Role.CLIENT
            for span in talk.notes[place].people:
                counts = self._is_told_of(talk, place, span) if client else self._is_given_away(talk, place, span)
                if not talk.messages[place].public:
                    counts = counts and _STRANGER.search(talk.messages[place].text[: span[0]]) is not None
                if counts and not takes_part(talk, place, span, self.params.known):
                    subject = DATA if client else author(talk, place)
                    failed.add(subject)
                    sure = Confidence.MEDIUM
                    yield self.failed(talk, place, subject, self.params.reason, spans=[span], entity="PERSON", confidence=sure)
        yield from self.passed_by_all_but(talk, failed)

    def _is_given_away(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether an agent's sentence speaks of a person who is no colleague, and is not said to that person."""
        note, text = talk.notes[place], talk.messages[place].text
        before, after = text[max(0, span[0] - _SEEN) : span[0]], text[span[1] : span[1] + _SEEN]
        if _STRANGER.search(before) or _DESCRIBED.match(after):
            return True
        if _IT_IS.search(before) and self._was_asked_who(talk, place):
            return True
        if is_near_or_ours(text, span):
            return False
        if _GUESSED.search(before) or (_THAT_WAS.search(before) and _AND_TOLD.match(after)):
            return True
        if self._did_something(talk, place, span, before, after):
            return True
        sentence = note.tokens.sentence_at(span[0])
        apposed = _APPOSED.search(before)
        if apposed and _CLOSES.match(after) and apposed["noun"].lower() in _OUTSIDERS:
            return True
        beside = [hit for name in ("staff", "works") for hit in self.hits(talk, place, name)]
        if any(hit.start <= span[1] + _AFTER and span[0] <= hit.end + _BEFORE for hit in beside):
            return False
        about = any(0 <= hit.sentence - sentence <= 1 for hit in self.hits(talk, place, "about"))
        named = _TITLE.search(before) or _TITLE.match(text[span[0] : span[1]] + " ") or _SOMEBODYS.search(before)
        return about or named is not None

    def _did_something(self, talk: AnnotatedConversation, place: int, span: Span, before: str, after: str) -> bool:
        """Whether somebody is named for what they did, which is no hand-over even where it is a colleague."""
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        works = any(hit.sentence == sentence for hit in self.hits(talk, place, "works"))
        shown = _SHOWS.search(before) and _AS.match(after)
        return not works and bool(_DID.match(after) or _IT_WAS.search(before) or _WITH.search(before) or shown)

    def _was_asked_who(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the client's turn before asks who somebody is."""
        before = talk.turn_before(place, Role.CLIENT)
        return before is not None and any(_WHO.search(talk.messages[p].text) for p in before.places)

    def _is_told_of(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether a client speaks of a third person, who does not act or is not served in the client's place."""
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        if any(hit.sentence == sentence for name in ("errands", "works") for hit in self.hits(talk, place, name)):
            return False
        return any(hit.sentence == sentence and hit.start < span[0] for hit in self.hits(talk, place, "others"))


_SEEN = 120
"""Characters on each side of a name that are looked at for what it is."""

_BEFORE, _AFTER = 30, 30
"""Characters before and after a name in which it says what somebody is: "our technician …", "…. She is a dentist here"."""


def takes_part(talk: AnnotatedConversation, place: int, span: Span, known: frozenset[str] = frozenset()) -> bool:
    """Whether a name is a participant's, is `known`, or was told by the client before."""
    words = set(plain_words(talk.text(place, span)))
    if not words.isdisjoint(talk.once("words of participants", _participants) | known):
        return True
    if talk.messages[place].role is Role.CLIENT:
        return False
    told = (plain_words(talk.messages[p].text) for p in talk.places(CLIENTS) if p < place)
    return any(not words.isdisjoint(text) for text in told)


def is_near_or_ours(text: str, span: Span) -> bool:
    """Whether a name is said to or by whoever bears it, is part of a thing's name, or is introduced as the firm's."""
    before, after = text[max(0, span[0] - _SEEN) : span[0]], text[span[1] : span[1] + _SEEN]
    if _ADDRESSED.search(before) or _SIGNED.match(after) or _OF_A_THING.match(after):
        return True
    if _DASH.search(before) and _LINE_ENDS.match(after):
        return True
    if _OURS_BEFORE.search(before) or _OURS_AFTER.match(after):
        return True
    return bool(_CALLED.search(before)) and after.lstrip().startswith((",", ":", "!"))


def _participants(talk: AnnotatedConversation) -> frozenset[str]:
    """The words of the names of all who take part."""
    names = {message.author for message in talk.messages} | set(talk.conversation.client.names)
    return frozenset(word for name in names for word in plain_words(name))


_TITLE = re.compile(
    r"(?:^|\b)(?:Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Madame|Monsieur)\.?\s+$|^(?:Mr|Mrs|Ms|Miss|Mx)\.?\s", re.IGNORECASE
)
_ADDRESSED = re.compile(  # said to or by whoever is named
    r"(?:^|[\n.!?,]\s*)(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|thanks|thank you|welcome|bye|goodbye|sorry)"
    r"\b[\s,!]*(?:there[\s,]*)?(?:mr|mrs|ms|miss|dr)?\.?\s*$"
    r"|\b(?:i am|i['’]m|this is|my name is|name['’]s|it['’]s|you are|you['’]re|speaking with|speaking to|chatting with|am i)\s+"
    r"(?:mr|mrs|ms|miss|dr)?\.?\s*$|(?:regards|sincerely|faithfully|wishes|thanks|cheers|yours)[\s,]+$",
    re.IGNORECASE,
)
_DASH = re.compile(r"[-–—^~*/]\s?$")  # and the line ends with the name: "-Becky"
_LINE_ENDS = re.compile(r"[\s.!]*(?:$|\n|[,(|])")
_CALLED = re.compile(r"(?:^|[\n.!?])\s*$")  # and a comma after: somebody is addressed by name
_SIGNED = re.compile(
    r"\s*$|\s*[,(|\n]\s*(?:[\w’' -]{0,30})?(?:team|support|service|care|desk|manager|advisor|agent)\b", re.IGNORECASE
)
_OURS_BEFORE = re.compile(
    r"\b(?:our|my|your own|in-house|sister|father|brother)\s+(?:[\w-]+,?\s+){0,3}$|\bask(?:ing)? for\s+$", re.IGNORECASE
)
_OURS_AFTER = re.compile(
    r"\s*,\s*(?:our|my|who (?:started|founded|runs|heads|leads|manages|looks after|built|designed|wrote|directed|invented))\b",
    re.IGNORECASE,
)
_SOMEBODYS = re.compile(  # "those are for …", "rented by …", "a pupil, …", "from a …"
    r"\b(?:(?:bags?|parcels?|packages?|orders?|keys?|tickets?|bookings?|agreement|contract|page|profiles?|letters?|invoice|transfer|"
    r"payment|crates?|those|file|results?|rented|owned|booked|signed|paid|sold|given|gave|owner|mother|father|son|daughter|wife|"
    r"husband|cat|dog|tabby)\b(?:\s+[\w.-]+){0,4}?\s*(?:\s(?:for|of|to|from|by|is|was)|:)\s+(?:the\s+|a\s+(?:certain\s+)?)?"
    r"|\b(?:neighbou?r|tenant|pupil|patient|customer|guest|client|caller|passenger|lodger|flatmate)\b[\s,:]+"
    r"|\b(?:from|by|for|with|to|of)\s+a\s+(?:certain\s+)?)$",
    re.IGNORECASE,
)
_STRANGER = re.compile(
    r"\b(?:neighbou?r|witness|claimant|occupier|nephew|niece|grandson|granddaughter|"
    r"(?:his|her|their) (?:husband|wife|partner|ex)|"
    r"other (?:driver|party|owner|side|parent|rider|cyclist|buyer|bidder|applicant))[\s,:]+$"
    r"|\b(?:landlord|landlady|owner|holder|tenant|caller|name|neighbou?r|beneficiary|executor|executrix|keeper|guarantor|occupant|"
    r"policyholder|payee|payer|signatory|next of kin|heir|trustee|named driver|emergency contact|sender|addressee|insured)\b"
    r"[^.!?\n]{0,40}(?:\b(?:is|was)|['’]s)\s+(?:an?\s+)?$"
    r"|\b(?:made out|addressed|issued|registered|credited|released|readdressed|misdelivered) to\s+$"
    r"|\bleft (?:it |this |that |them |(?:the|your) \w+ )?with\s+$"
    r"|\b(?:signed|collected|accepted|handed in|picked up|reported|ordered|opened|taken)\b[^.!?\n]{0,25}\bby\s+$"
    r"|\b(?:brother|sister|mother|father|son|daughter)[ -]in[ -]law\s+$"
    r"|\b(?:our|the|your|my) (?:old|former|last|previous)\s+[\w-]+,?\s+$"
    r"|\b(?:no answer|rang|call(?:ed)?)\b[^.!?\n]{0,60}\bspoke (?:w/|with|to)\s+$"
    r"|\b(?:(?:he|she|they|who)(?:[’']s|[’']re| is| are| was)? (?:called|named)|gave the name|belongs to|"
    r"signature (?:reads|says|is|was))\s+$",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"\b(?:it|that|he|she)(?:['’]s|\s+is|\s+was)\s+(?:(?:the|an?|our|one of)\s[\w\s'’-]{1,40},\s+)?$", re.IGNORECASE
)
_GUESSED = re.compile(  # "that sounds like Becky Lomax"
    r"\b(?:sounds? like|(?:must|would|will|can only|has to|has got to)(?: have)? be(?:en)?)\s+$",
    re.IGNORECASE,
)
_THAT_WAS = re.compile(r"\b(?:that|it|this) (?:was|is)\s+$", re.IGNORECASE)
_AND_TOLD = re.compile(r",? (?:and )?(?:I|we)(?:['’]ll| will| have|['’]ve)\b")
_DID = re.compile(  # "Craig Mottershead was on your round"
    r",? (?:who |still |also )?(?:did|drove|packed|took|left|agrees|says|found|noticed|confirmed|"
    r"saw|answered|opened|picked up|reported|complained|lives|rents|owes|ordered|bought|"
    r"has (?:it|your|the)|fitted|cleaned|picked|loaded|scanned|keyed|entered|typed|forgot|swears?|swore|reckons?|"
    r"refused|declined|rejected|approved|processed|cancelled|signed|dropped|lost|broke|messed|got it wrong|"
    r"was (?:on|driving|working|meant to|supposed to|the one)|(?:put|sent) (?:it|your|the|that)|wrote (?:it|that|your|the)|"
    r"made (?:the|a|that|your) (?:mistake|error|mess|note|call|decision))\b"
)
_IT_WAS = re.compile(
    r"\b(?:driver|courier|cleaner|fitter|porter|packer|picker|clerk|engineer|technician|plumber|waiter|waitress|attendant|locum|temp|"
    r"supervisor|manager|operator|guard|conductor)\b(?: (?:on|in|at|that) [^.!?\n]{1,25})?,? (?:was|then was)\s+$",
    re.IGNORECASE,
)
_WITH = re.compile(  # "she shares a table with …"
    r"\b(?:shares?|sharing|shared|sits?|sitting|sat|seated|lives?|living|stays?|staying|travell?ing|travels|paired|rooms?)\b"
    r"[\w ]{0,20}\b(?:with|beside|next to|opposite|above|below)\s+$"
)
_SHOWS = re.compile(r"\b(?:shows|lists|names|showing|listing|has|have|had|got)\s+$", re.IGNORECASE)
_AS = re.compile(r"\s+(?:as|at|on|for|down)\b")
_WHO = re.compile(
    r"\bwho(?:['’]s|se| is| was)\b (?:it|this|that|he|she|the|then)\b|\bwho (?:did|signed|took|has|had|opened|changed)\b"
    r"|\bwho (?:do|did) you (?:have|hold)\b|\bwho (?:are|were) you (?:dealing|speaking|talking) (?:with|to)\b|\bwho is down\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(  # "the owner's nephew, Grzegorz Pawlak, slept there"
    r"\b(?:the|an?|that|this|his|her|their|its|(?!it|that|he|she|what|there|here|who|let)[\w-]+['’]s)\s+"
    r"(?:[\w'’-]+\s+){0,4}(?P<noun>[\w'’-]+),\s+$",
    re.IGNORECASE,
)
_OUTSIDERS = frozenset(
    "nephew niece uncle aunt cousin donor lady man woman gentleman girl boy landlord landlady tenant neighbour neighbor "
    "witness caller buyer seller bidder finder passenger student pupil user downstairs upstairs opposite father mother "
    "brother sister son daughter dad mum mom husband wife friend resident lodger occupier applicant claimant plaintiff "
    "patient customer client guest".split()
)
_CLOSES = re.compile(r"\s*[,.;)]")
_DESCRIBED = re.compile(  # "Annegret Pohlmann, an external physician"
    r"\s*,\s+(?:an?|the)\s+(?:external|outside|independent)\s|\s*,\s+on the [\w ]{0,20}\b(?:shift|team|desk|round|rota),"
    r"|\s*,\s+(?:an?|the)\s+(?:[\w'’-]+\s+){0,3}(?:neighbou?r|tenant|owner|landlord|buyer|witness|driver|"
    r"relative|friend|retired|former|previous|resident|lodger|patient|customer|client|guest|pupil|student|parent)\b"
    r"|\s+(?:from|in|at|of|across) (?:your|the) (?:own )?"
    r"(?:office|building|block|floor|street|road|firm|company|house|hall|next)\b"
    r"|,?\s+(?:(?:from )?next door|upstairs|downstairs|a few doors (?:down|up))\b",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"['’]?s?\s+(?:street|st|road|rd|avenue|ave|lane|drive|close|square|hotel|hall|house|park|centre|center|school|college|"
    r"university|hospital|clinic|foundation|museum|airport|station|stadium|theatre|theater|library|building|award|prize|collection|"
    r"range|edition|model|shoes?|tea|sofa|chair|jeans|album|song|film|movie|show|tour|concert|ltd|inc|llc|gmbh|plc|group|"
    r"&|and sons|law|syndrome)\b",
    re.IGNORECASE,
)
