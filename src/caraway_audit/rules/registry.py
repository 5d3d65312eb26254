"""From YAML to rules: the shipped catalogue, third parties' packs, and what a policy makes of them.

A *pack* is a catalogue (YAML) and the kinds that it needs beyond ours. The seven sections are packs like
any other; a third party registers one under the entry point group `caraway_audit.rules`. A pack that fails to load is an
error, never a shrug.
"""

import dataclasses
import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from pydantic import TypeAdapter, ValidationError

from caraway_audit import extensions
from caraway_audit.annotate import Annotator, Need
from caraway_audit.errors import PluginError
from caraway_audit.language.acts import acts
from caraway_audit.model import Example, RuleMeta, Severity, SubjectKind
from caraway_audit.policy.load import Document, Mistake, Policy, packaged, refuse, suggest
from caraway_audit.policy.schema import RuleDefinition
from caraway_audit.rules import (
    across,
    communication,
    compliance,
    confidentiality,
    declarative,
    dialogue,
    empathy,
    improvement,
    resolution,
    respect,
    timing,
)
from caraway_audit.rules.base import Rule
from caraway_audit.rules.parameters import PROVED
from caraway_audit.rules.settings import (
    Place,
    Slip,
    as_written,
    empty_lists,
    idle_numbers,
    idle_words,
    laid_on,
    look_for,
    texts,
    unfit_changes,
    unknown_keys,
    unnamed_lists,
    unreadable,
)

_MODULES = (
    declarative,
    dialogue,
    timing,
    respect,
    communication,
    confidentiality,
    resolution,
    empathy,
    improvement,
    compliance,
    across,
)
"""Where the kinds are that come with the product."""

SECTIONS = ("respect", "communication", "confidentiality", "resolution", "empathy", "improvement", "compliance")


@dataclass(frozen=True)
class RulePack:
    """What a third party registers: `catalogue` is a YAML file inside `package`; `kinds` are classes that it names."""

    package: str
    catalogue: str = "rules.yaml"
    kinds: Sequence[type[Rule]] = ()


@dataclass(frozen=True)
class CatalogueEntry:
    """One rule of a catalogue as written, and where."""

    code: str
    data: Mapping[str, Any]
    document: Document
    origin: str
    base: tuple[str | int, ...] = ()

    def mistake(self, steps: Iterable[str | int], what: str) -> Mistake:
        """A mistake in this entry's own file."""
        return self.document.mistake((*self.base, self.code, *steps), f"{self.code}: {what}")


@dataclass(frozen=True)
class Catalogue:
    """All rules that can be had, by code, and the kinds they are made of."""

    entries: Mapping[str, CatalogueEntry]
    kinds: Mapping[str, type[Rule]]
    annotators: Mapping[str, Annotator] = field(default_factory=dict)

    def code_of(self, name: str) -> str | None:
        """The code of a rule given by code (any case) or by name."""
        if name.upper() in self.entries:
            return name.upper()
        return next((code for code, entry in self.entries.items() if entry.data.get("name") == name.lower()), None)

    @property
    def handles(self) -> list[str]:
        """Codes and names, for "did you mean"."""
        return [*self.entries, *(str(entry.data.get("name", "")) for entry in self.entries.values())]


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the product."""
    kinds: dict[str, type[Rule]] = {}
    for module in _MODULES:
        for kind in module.KINDS:
            kinds[kind.kind] = kind
    entries: dict[str, CatalogueEntry] = {}
    for section in SECTIONS:
        document = packaged("caraway_audit.rules", f"{section}.yaml")
        refuse(document.mistakes)
        for code, data in document.data.items():
            entries[code] = CatalogueEntry(code, data, document, "default")
    return Catalogue(entries, kinds)


def with_plugins(catalogue: Catalogue) -> Catalogue:
    """The catalogue with what installed packages add; raises `PluginError` naming the distribution."""
    entries, kinds = dict(catalogue.entries), dict(catalogue.kinds)
    for extension in extensions.installed(extensions.RULES):
        pack = extension.load()
        if not isinstance(pack, RulePack):
            raise extension.refused("is no RulePack")
        for kind in pack.kinds:
            if kind.kind in kinds:
                raise extension.refused(f"brings the kind “{kind.kind}”, which exists already")
            kinds[kind.kind] = kind
        try:
            document = packaged(pack.package, pack.catalogue, f"{extension.owner}, {pack.package}/{pack.catalogue}")
        except (OSError, ModuleNotFoundError) as error:
            why = f"has no {pack.catalogue} in {pack.package} ({error}); does the package include it (package data)?"
            raise extension.refused(why) from error
        refuse(document.mistakes, "the package")
        names = {str(entry.data.get("name")) for entry in entries.values()}
        for code, data in document.data.items():
            if problem := _unfit(code, data, entries, names):
                raise PluginError(f"{document.place((code,))}: {problem}")
            names.add(str(data.get("name")))
            entries[code] = CatalogueEntry(code, data, document, extension.owner)
    annotators = {one.name: one.load() for one in extensions.installed(extensions.ANNOTATORS)}
    return Catalogue(entries, kinds, annotators)


def _unfit(code: str, data: Any, entries: Mapping[str, CatalogueEntry], names: set[str]) -> str:
    """Why a package's rule cannot have its code or name, or ""."""
    if not isinstance(data, Mapping):
        return f"{code} is no rule; a catalogue maps codes to rules."
    if code in entries:
        return f"the code {code} is taken by {entries[code].origin}."
    if not _is_code(code):
        return f"“{code}” is no code for a package; {_CODES}."
    return f"the name “{data.get('name')}” of {code} is taken." if str(data.get("name")) in names else ""


_CODES = "take capital letters and digits that do not begin with CA"


def _is_code(code: str) -> bool:
    """Whether a rule that is not shipped may have this code."""
    return code.isalnum() and code[:1].isalpha() and code == code.upper() and not code.startswith("CA")


def with_policy(catalogue: Catalogue, policy: Policy) -> tuple[Catalogue, list[Mistake]]:
    """The catalogue with the rules that a policy adds, and without the shipped ones where it drops them; what is wrong."""
    entries = {code: entry for code, entry in catalogue.entries.items() if policy.defaults or entry.origin != "default"}
    mistakes: list[Mistake] = []
    for key, value in policy.file.rules.items():
        if catalogue.code_of(key) or not (isinstance(value, Mapping) and "kind" in value):
            continue
        if not _is_code(key):
            mistakes.append(policy.mistake(("rules", key), f"“{key}” is no code for a rule of your own; {_CODES}"))
            continue
        if (taken := catalogue.code_of(str(value.get("name", "")))) is not None:
            mistakes.append(policy.mistake(("rules", key, "name"), f"the name “{value['name']}” is taken by {taken}"))
            continue
        document = next((d for d in policy.documents if ("rules", key) in d.marks), policy.documents[0])
        entries[key] = CatalogueEntry(key, value, document, document.place(("rules", key)), ("rules",))
    return dataclasses.replace(catalogue, entries=entries), mistakes


Variant = tuple[int, ...]
"""The numbers of the overrides that fit together."""


@dataclass(frozen=True)
class RuleSet:
    """The rules in force, one list per set of overrides; `metas` is every rule once, `off` those switched off."""

    metas: tuple[RuleMeta, ...]
    off: tuple[str, ...]
    variants: Mapping[Variant, tuple[Rule, ...]]
    _matches: tuple[tuple[str, str], ...]  # of each override: team, channel, lower case
    annotators: Mapping[str, Annotator] = field(default_factory=dict)

    def rules_for(self, team: str, channel: str) -> tuple[Rule, ...]:
        """The rules for a conversation of a team on a channel, ordered by code."""
        return self.variants[self.variant_of(team, channel)]

    def variant_of(self, team: str, channel: str) -> Variant:
        """The overrides that fit a conversation of a team on a channel."""
        team, channel = team.lower(), channel.lower()
        return tuple(
            number
            for number, (wanted_team, wanted_channel) in enumerate(self._matches)
            if wanted_team in ("", team) and wanted_channel in ("", channel)
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules where no override fits."""
        return self.variants[()]

    def need(self) -> Need:
        """What all of them together ask the annotators for."""
        phrases, patterns, wanted, annotations = {}, {}, set[str](), set[str]()
        for rules in self.variants.values():
            for rule in chain(rules, *(rule.consulted for rule in rules)):
                phrases.update({rule.set_name(name): phrase_set for name, phrase_set in rule.phrases().items()})
                patterns.update({rule.set_name(name): pattern_set for name, pattern_set in rule.patterns().items()})
                wanted |= rule.needed_acts()
                annotations |= rule.annotations
        return Need(phrases, patterns, frozenset(wanted), frozenset(annotations))


Selection = Callable[[RuleMeta], bool]


def build(
    catalogue: Catalogue, policy: Policy, selected: Selection = lambda meta: True, earlier: Iterable[Mistake] = ()
) -> RuleSet:
    """The rules in force under a policy; raises `PolicyError` with every mistake in it, `earlier` ones too."""
    mistakes = list(earlier)
    settings = _settings(catalogue, policy, ("rules",), policy.file.rules, mistakes)
    overrides = [
        _settings(catalogue, policy, ("overrides", number, "rules"), override.rules, mistakes)
        for number, override in enumerate(policy.file.overrides)
    ]
    matches = tuple((o.match.team.lower(), o.match.channel.lower()) for o in policy.file.overrides)
    variants: dict[Variant, tuple[Rule, ...]] = {}
    metas: dict[str, RuleMeta] = {}
    off: set[str] = set()
    for number, key in enumerate(_combinations(matches)):
        rules = []
        known: dict[str, Rule] = {}
        for code, entry in sorted(catalogue.entries.items()):
            layers = [(("rules",), settings)] + [(("overrides", n, "rules"), overrides[n]) for n in key]
            rule = _rule(catalogue, policy, entry, layers, number, mistakes)
            if rule is None:
                off |= {code} if not key else set()
                continue
            known[code] = rule
            if selected(rule.meta):
                rules.append(rule)
                metas.setdefault(code, rule.meta)
        for rule in rules:
            rule.consulted = tuple(known[code] for code in sorted(rule.consults & known.keys()))
        variants[key] = tuple(rules)
    own = {entry.document.file for entry in catalogue.entries.values() if not entry.base}
    refuse([mistake for mistake in mistakes if mistake.file in own], "a package")
    refuse(mistakes)
    return RuleSet(tuple(metas[code] for code in sorted(metas)), tuple(sorted(off)), variants, matches, catalogue.annotators)


def _combinations(matches: Sequence[tuple[str, str]]) -> list[Variant]:
    """All sets of overrides that can fit one conversation together, the empty one first."""
    teams = [*sorted({team for team, _ in matches if team}), ""]
    channels = [*sorted({channel for _, channel in matches if channel}), ""]
    keys: set[Variant] = {()}
    for team in teams:
        for channel in channels:
            keys.add(tuple(n for n, (t, c) in enumerate(matches) if t in ("", team) and c in ("", channel)))
    return sorted(keys, key=lambda key: (len(key), key))


Layer = tuple[tuple[str | int, ...], Mapping[str, tuple[str, Any]]]


def _settings(
    catalogue: Catalogue, policy: Policy, base: tuple[str | int, ...], rules: Mapping[str, Any], mistakes: list[Mistake]
) -> dict[str, tuple[str, Any]]:
    """A policy's `rules:` by code, each with the key as written; unknown rules are mistakes."""
    found: dict[str, tuple[str, Any]] = {}
    for key, value in rules.items():
        code = catalogue.code_of(str(key))
        if code is None and isinstance(value, Mapping) and "kind" in value:
            continue  # a rule of the team's own that `with_policy` has refused
        if code is None:
            what = f"there is no rule “{key}”{suggest(key, catalogue.handles)}"
            mistakes.append(policy.mistake((*base, key), what + ("" if "mean" in what else "; see `caraway-audit rules`")))
        elif code in found:
            mistakes.append(policy.mistake((*base, key), f"{code} is set twice here, by code and by name"))
        elif value in (False, "off", True, "on", None) or isinstance(value, Mapping):
            found[code] = (key, value)
        else:
            mistakes.append(policy.mistake((*base, key), f"{key} must be off, on or a mapping of settings, not {value!r}"))
    return found


@dataclass(frozen=True)
class _Settings:
    """What a policy says of one rule, and where mistakes in it are noted."""

    policy: Policy
    entry: CatalogueEntry
    mistakes: list[Mistake]
    data: Mapping[str, Any]
    """The rule under all of it."""
    laid: Sequence[tuple[Place, Mapping[str, Any]]]
    """Each setting of the policy, with its place, in the order in which they were laid on."""

    def note(self, place: Iterable[str | int], what: str) -> None:
        """Note a mistake at a place of `data`: where the policy has set it last, else in the rule's own file."""
        steps = tuple(place)
        last = next(((above, over) for above, over in reversed(self.laid) if steps and steps[0] in over), None)
        if last is not None:
            self.note_in(last[0], as_written(steps, last[1], self.data), what)
        elif self.laid and self.entry.origin == "default":  # a shipped rule is sound as it is
            self.note_in(self.laid[-1][0], (), what)
        else:
            self.note_in(None, steps, what)

    def note_in(self, above: Place | None, place: Place, what: str) -> None:
        """Note a mistake in what was laid on at a place of the policy; without one, in the rule's own file."""
        self.mistakes.append(self.entry.mistake(place, what) if above is None else self.policy.mistake((*above, *place), what))

    def written(self, known: Collection[str]) -> Iterator[tuple[Place | None, Mapping[str, Any]]]:
        """The known parameters as a team or a package wrote them, which nobody has tried yet, and above which place."""
        if self.entry.origin != "default":
            yield None, {name: value for name, value in self.entry.data.items() if name in known}
        for above, over in self.laid:
            yield above, {name: value for name, value in over.items() if name in known}


def _rule(
    catalogue: Catalogue, policy: Policy, entry: CatalogueEntry, layers: Sequence[Layer], variant: int, mistakes: list[Mistake]
) -> Rule | None:
    """One rule under its settings, or None where it is off or a mistake was noted."""
    data, on = dict(entry.data), True
    own = entry.base == ("rules",)
    laid: list[tuple[Place, Mapping[str, Any]]] = []
    if not own and (kind := catalogue.kinds.get(data.get("kind", ""))):
        data = dict(kind.over(data, policy.file))
    for base, settings in layers:
        if entry.code in settings:
            key, value = settings[entry.code]
            if isinstance(value, Mapping) and not (own and base == ("rules",)):
                on = True
                laid.append(((*base, key), value))
                mistakes += [
                    policy.mistake((*base, key, *place), what) for place, what in unfit_changes(entry.code, data, value)
                ]
                data = laid_on(data, value)
            elif not isinstance(value, Mapping) and value is not None:
                on = value in (True, "on")
    return _made(catalogue, _Settings(policy, entry, mistakes, data, laid), variant) if on else None


def _made(catalogue: Catalogue, settings: _Settings, variant: int) -> Rule | None:
    """A rule of some settings, or None where a mistake was noted."""
    try:
        definition = RuleDefinition.model_validate(settings.data)
    except ValidationError as error:
        for place, what in _told(error):
            settings.note(place, what)
        return None
    kind = catalogue.kinds.get(definition.kind)
    if kind is None:
        settings.note(("kind",), f"there is no kind “{definition.kind}”{suggest(definition.kind, catalogue.kinds)}")
        return None
    params = _params(kind, definition, settings)
    if params is None:
        return None
    rule = kind(_meta(settings.entry, definition), params, variant)
    rule.added = frozenset(text for _, over in settings.laid for _, text in texts(over))
    if unknown := rule.needed_acts() - set(acts()):
        for act in sorted(unknown):
            settings.note(*_no_act(act, rule))
        return None
    known = {"match", *rule.facts}
    for name in _PLACEHOLDER.findall(str(getattr(params, "reason", ""))):
        if name not in known:
            settings.note(("reason",), f"a {definition.kind} rule knows no {{{name}}}{suggest(name, known)}")
            return None
    return rule if _is_sound(rule, settings) else None


def _is_sound(rule: Rule, settings: _Settings) -> bool:
    """Whether all that was written for a rule can be read and found; mistakes are noted."""
    written = [(above, over, list(texts(over))) for above, over in settings.written(_parameters(type(rule)))]
    noted = len(settings.mistakes)
    try:
        if written:
            look_for(rule)
    except ValueError as error:
        slips = [(above, slip) for above, _, those in written if (slip := unreadable(those))]
        for above, (place, what) in slips[:1]:
            settings.note_in(above, place, what)
        if not slips:
            settings.note((), str(error))
        return False
    except LookupError:  # a kind that takes one of its lists for granted
        empty = [name for _, over, _ in written for name in over if not getattr(rule.params, name)]
        if not empty:
            raise
        settings.note(empty[:1], f"“{empty[0]}” is empty; to do without the rule, write {settings.entry.code}: off")
        return False
    lists = _lists(rule.params)
    for above, over, those in written:
        if above is not None or settings.entry.base:  # a package's rule is its own affair as long as it can be read
            unnamed = unnamed_lists(lists, over["words"], str(settings.data)) if lists and "words" in over else ()
            for place, what in (*unnamed, *idle_words(rule, those, lists)):
                settings.note_in(above, place, what)
    return len(settings.mistakes) == noted


def _no_act(act: str, rule: Rule) -> Slip:
    """What to say of a dialogue act that there is not, at the parameter that names it."""
    hint = suggest(act, acts())
    if not hint:
        near = difflib.get_close_matches(act, acts(), 4, 0.4)
        hint = f"; near it are {', '.join(near)}" if near else f"; there are {', '.join(sorted(acts()))}"
    what = f"there is no dialogue act “{act}”{hint}"
    for name, value in vars(rule.params).items():
        if value == act:
            return (name,), what + (f". `{name}` takes a dialogue act of the client, no phrases" if name == "trigger" else "")
        if isinstance(value, tuple) and act in value:
            return (name, value.index(act)), what
    return ("kind",), what


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _meta(entry: CatalogueEntry, definition: RuleDefinition) -> RuleMeta:
    examples = [Example(text, True) for text in definition.examples.fail]
    examples += [Example(text, False) for text in definition.examples.pass_]
    severities = {
        kind: definition.severity[kind] for kind in (*definition.who, SubjectKind.DATA) if kind in definition.severity
    }
    return RuleMeta(
        entry.code, definition.name, definition.clause, definition.who, severities or {SubjectKind.AGENT: Severity.MINOR},
        definition.summary, definition.kind, definition.needs_exchange, definition.languages, definition.why, definition.advice,
        definition.wrong_when, definition.status, definition.since, entry.origin, tuple(examples),
    )  # fmt: skip


def _parameters(kind: type[Rule]) -> list[str]:
    """What the YAML of a rule of this kind may set."""
    return [item.name for item in dataclasses.fields(kind.Params) if item.name not in kind.set_by_policy]


def _params(kind: type[Rule], definition: RuleDefinition, settings: _Settings) -> Any:
    """The parameters of a kind from YAML and policy, or None where a mistake was noted."""
    known = _parameters(kind)
    unknown = [name for name in definition.parameters if name not in known]
    for name in unknown:
        settings.note((name,), f"{definition.kind} rules have no “{name}”{suggest(name, known)}")
    given = {name: value for name, value in definition.parameters.items() if name in known}
    written = list(settings.written(known))
    try:
        params = TypeAdapter(kind.Params).validate_python(given, context=None if written else PROVED)
    except ValidationError as error:
        for place, what in _told(error):
            settings.note(place, what)
        return None
    noted = len(settings.mistakes)
    if written:
        slips = [*unknown_keys(given, params)]
        for above, over in written:
            for place, text in texts(over):
                if not text.strip():
                    settings.note_in(above, place, "an empty text finds nothing; take it out")
            if above is not None or settings.entry.base:
                slips += idle_numbers(params, over)
                slips += empty_lists(lists, over["words"]) if (lists := _lists(params)) and "words" in over else ()
        for place, what in slips:
            settings.note(place, what)
    return None if unknown or len(settings.mistakes) > noted else kind.under(params, settings.policy.file)


def _lists(params: Any) -> Mapping[str, Sequence[str]]:
    """Lists of words by name, where a kind takes such."""
    words = getattr(params, "words", None)
    return words if isinstance(words, Mapping) else {}


def _told(error: ValidationError) -> Iterator[Slip]:
    """Each thing that a contract refuses, and its place."""
    for item in error.errors():
        name = ".".join(step for step in item["loc"] if isinstance(step, str) and step != "[key]")
        language = item["type"] == "string_pattern_mismatch" and item["loc"][0] == "languages"
        what = (
            "write two small letters, as en"
            if language
            else _PLAINLY.get(item["type"]) or str(item["msg"]).removeprefix("Value error, ")
        )
        yield item["loc"], f"“{name}”: {what}"


_PLAINLY = {
    **dict.fromkeys(("tuple_type", "list_type", "frozen_set_type", "set_type"), "write a list, as [a, b]"),
    "string_pattern_mismatch": "write small letters, digits and hyphens, as old-shop-name",
    "too_short": "one at least is needed",
}
"""What a contract asks for, where the words of its own are those of programs."""


def changed(rule: Rule, settings: Mapping[str, Any]) -> Rule:
    """A rule under other parameters, as an example may be judged; raises `ValueError` that says what is wrong with them."""
    known = [item.name for item in dataclasses.fields(rule.params)]
    if unknown := [name for name in settings if name not in known]:
        raise ValueError(f"{rule.kind} rules have no “{unknown[0]}”{suggest(str(unknown[0]), known)}")
    try:
        params = TypeAdapter(type(rule).Params).validate_python({**vars(rule.params), **settings})
    except ValidationError as error:
        raise ValueError("; ".join(what for _, what in _told(error))) from None
    made = type(rule)(rule.meta, params)
    made.consulted = rule.consulted
    look_for(made)
    return made
