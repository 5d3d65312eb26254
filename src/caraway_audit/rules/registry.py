"""From YAML to rules: the shipped catalogue, third parties' packs, and what a policy makes of them.

A *pack* is a catalogue (YAML) and the kinds that it needs beyond ours. The seven sections are packs like
any other; a third party registers one under the entry point group `caraway_audit.rules`. A pack that fails to load is an
error, never a shrug.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from caraway_audit import extensions
from caraway_audit.annotate import Annotator, Need
from caraway_audit.errors import PluginError
from caraway_audit.language.acts import acts
from caraway_audit.model import Example, RuleMeta, Severity, SubjectKind
from caraway_audit.policy.load import Document, Mistake, Policy, merge, packaged, refuse, suggest
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
class Entry:
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

    entries: Mapping[str, Entry]
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
    entries: dict[str, Entry] = {}
    for section in SECTIONS:
        document = packaged("caraway_audit.rules", f"{section}.yaml")
        refuse(document.mistakes)
        for code, data in document.data.items():
            entries[code] = Entry(code, data, document, "default")
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
            entries[code] = Entry(code, data, document, extension.owner)
    annotators = {one.name: one.load() for one in extensions.installed(extensions.ANNOTATORS)}
    return Catalogue(entries, kinds, annotators)


def _unfit(code: str, data: Any, entries: Mapping[str, Entry], names: set[str]) -> str:
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
        entries[key] = Entry(key, value, document, document.place(("rules", key)), ("rules",))
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
            for rule in rules:
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
        for code, entry in sorted(catalogue.entries.items()):
            layers = [(("rules",), settings)] + [(("overrides", n, "rules"), overrides[n]) for n in key]
            rule = _rule(catalogue, policy, entry, layers, number, mistakes)
            if rule is None:
                off |= {code} if not key else set()
            elif selected(rule.meta):
                rules.append(rule)
                metas.setdefault(code, rule.meta)
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


def _rule(
    catalogue: Catalogue, policy: Policy, entry: Entry, layers: Sequence[Layer], variant: int, mistakes: list[Mistake]
) -> Rule | None:
    """One rule under its settings, or None where it is off or a mistake was noted."""
    data, on = dict(entry.data), True
    own = entry.base == ("rules",)
    steps: tuple[str | int, ...] | None = None
    if not own and (kind := catalogue.kinds.get(data.get("kind", ""))):
        data = dict(kind.over(data, policy.file))
    for base, settings in layers:
        if entry.code in settings:
            key, value = settings[entry.code]
            if isinstance(value, Mapping) and not (own and base == ("rules",)):
                on, steps = True, (*base, key)
                for name, item in _not_removed(data, value):
                    mistakes.append(policy.mistake((*steps, name, "remove"), f"“{item}” is not in {entry.code}'s {name}"))
                data = _laid_on(data, value)
            elif not isinstance(value, Mapping) and value is not None:
                on = value in (True, "on")
    if not on:
        return None

    def note(path: Iterable[str | int], what: str) -> None:
        location = tuple(path)
        set_here = steps is not None and any((*steps, *location[:1]) in d.marks for d in policy.documents)
        mistakes.append(policy.mistake((*steps, *location), what) if set_here and steps else entry.mistake(location, what))

    try:
        definition = RuleDefinition.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            note(item["loc"], f"“{'.'.join(map(str, item['loc']))}”: {str(item['msg']).removeprefix('Value error, ')}")
        return None
    kind = catalogue.kinds.get(definition.kind)
    if kind is None:
        note(("kind",), f"there is no kind “{definition.kind}”{suggest(definition.kind, catalogue.kinds)}")
        return None
    params = _params(kind, definition, policy, note)
    if params is None:
        return None
    rule = kind(_meta(entry, definition), params, variant)
    for act in rule.needed_acts() - set(acts()):
        note(("kind",), f"there is no dialogue act “{act}”{suggest(act, acts())}")
        return None
    known = {"match", *rule.facts}
    for name in _PLACEHOLDER.findall(str(getattr(params, "reason", ""))):
        if name not in known:
            note(("reason",), f"a {definition.kind} rule knows no {{{name}}}{suggest(name, known)}")
            return None
    return rule


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _laid_on(data: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """A team's settings over a rule; `{add: […], remove: […]}` changes a list instead of replacing it."""
    merged = merge(data, over)
    for key, value in over.items():
        if isinstance(value, Mapping) and set(value) <= {"add", "remove"} and value:
            kept = [item for item in data.get(key) or [] if item not in (value.get("remove") or [])]
            merged[key] = [*kept, *(value.get("add") or [])]
    return merged


def _not_removed(data: Mapping[str, Any], over: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What a policy takes from a list that does not hold it: a slip that would otherwise do nothing, in silence."""
    return [
        (name, item)
        for name, change in over.items()
        if isinstance(change, Mapping)
        for item in change.get("remove") or []
        if item not in (data.get(name) or [])
    ]


def _meta(entry: Entry, definition: RuleDefinition) -> RuleMeta:
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


def _params(
    kind: type[Rule], definition: RuleDefinition, policy: Policy, note: Callable[[Iterable[str | int], str], None]
) -> Any:
    """The parameters of a kind from YAML and policy, or None where a mistake was noted."""
    known = {item.name for item in dataclasses.fields(kind.Params)} - kind.set_by_policy
    unknown = [name for name in definition.parameters if name not in known]
    for name in unknown:
        note((name,), f"{definition.kind} rules have no “{name}”{suggest(name, known)}")
    try:
        given = {name: value for name, value in definition.parameters.items() if name in known}
        params = TypeAdapter(kind.Params).validate_python(given)
    except ValidationError as error:
        for problem in error.errors():
            note(problem["loc"], f"“{'.'.join(map(str, problem['loc']))}”: {str(problem['msg']).removeprefix('Value error, ')}")
        return None
    return None if unknown else kind.under(params, policy.file)
