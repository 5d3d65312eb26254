"""Presidio's recognisers: its long tail behind a cheap gate, and those that a firm brings. The only door to presidio.

Presidio takes about a second to import, so that it is imported when the first text passes the gate. It runs without a language
model and with its network access switched off. A firm's own recognisers (entry point group `caraway_audit.recognizers`, each a
presidio `EntityRecognizer` or several) look at every text; words of their `context` count as presidio counts them, by the words
as they stand.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caraway_audit import extensions
from caraway_audit.errors import PluginError
from caraway_audit.extensions import Extension
from caraway_audit.privacy.formats import Entity

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

THRESHOLD = 0.35
"""Presidio scores below this flag any number (its licence and bank recognisers)."""

_LONG_TAIL = ("IpRecognizer", "CryptoRecognizer", "MacAddressRecognizer")

# What those could match at all, each alternative one or two of them.
_BYTE = r"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)"
_GATE = re.compile(
    rf"""\b(?:{_BYTE}\.){{3}}{_BYTE}\b # IP addresses
      | [0-9A-Fa-f]{{1,4}}::|::[0-9A-Fa-f]{{1,4}}|(?:[0-9A-Fa-f]{{1,4}}:){{4}}
      | [0-9A-Fa-f]{{2}}(?:[:-][0-9A-Fa-f]{{2}}){{5}} | (?:[0-9A-Fa-f]{{4}}\.){{2}}[0-9A-Fa-f]{{4}} # device addresses
      | (?i:bc1)[A-Za-z0-9]{{25}} | \b[13][A-HJ-NP-Za-km-z1-9]{{25}} # wallets
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\w+")
_SURE_DEVICE = 0.96


class LongTail:
    """Network and device addresses, and wallets."""

    def find(self, text: str) -> Iterator[Entity]:
        """The values of a text, less sure than what our own matchers tell, but for devices, which look like phones."""
        if not _GATE.search(text):
            return
        capitals = text.upper()  # some of its patterns know only capitals ("de89 3704 …"), some need the text as it is
        for version in {text, capitals if len(capitals) == len(text) else text}:
            for one in self._engine.analyze(version, language="en", score_threshold=THRESHOLD):
                is_device = one.entity_type == "MAC_ADDRESS" and not version[one.start : one.end].replace(".", "").isdigit()
                yield Entity(one.entity_type, one.start, one.end, _SURE_DEVICE if is_device else one.score - 0.01)

    @cached_property
    def _engine(self) -> "AnalyzerEngine":
        from presidio_analyzer import predefined_recognizers

        return _engine([getattr(predefined_recognizers, name)() for name in _LONG_TAIL])


class OwnRecognizers:
    """Recognisers of installed packages. There is nothing to ask where there are none."""

    def __init__(self) -> None:
        self._extensions = extensions.installed(extensions.RECOGNIZERS)

    def __bool__(self) -> bool:
        return bool(self._extensions)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of values that they find, sorted."""
        return tuple(sorted({kind for recognizer in self._made for kind in recognizer.supported_entities})) if self else ()

    def find(self, text: str) -> Iterator[Entity]:
        """The values of a text, as sure as presidio is of them."""
        engine = self._engine
        try:
            found = engine.analyze(text, language="en", score_threshold=THRESHOLD, nlp_artifacts=_artifacts(text))
        except (Exception, SystemExit) as error:  # its own words may hold the text
            raise self._failed(f"failed with {type(error).__name__}") from None
        for one in found:
            start, end, kind = one.start, one.end, one.entity_type
            if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
                raise self._failed(f"says that a value stands from {start!r} to {end!r} in a text of {len(text)} characters")
            if kind not in self.kinds:
                raise self._failed("finds a kind that it does not name among its `supported_entities`")
            yield Entity(kind, start, end, one.score)

    def _failed(self, how: str) -> PluginError:
        owners = ", ".join(extension.owner for extension in self._extensions)
        return PluginError(f"{owners}: a recogniser ({extensions.RECOGNIZERS}) {how}. Mend or uninstall it.")

    @cached_property
    def _made(self) -> list[Any]:
        from presidio_analyzer import EntityRecognizer

        made: list[Any] = []
        for extension in self._extensions:
            given = extension.make()
            for recognizer in given if isinstance(given, list | tuple) else [given]:
                if not isinstance(recognizer, EntityRecognizer):
                    raise extension.refused(f"gives a {type(recognizer).__name__}, no EntityRecognizer of presidio")
                _check(recognizer, extension)
                made.append(recognizer)
        return made

    @cached_property
    def _engine(self) -> "AnalyzerEngine":
        return _engine(self._made)


_KIND = re.compile(r"[A-Z][A-Z0-9_]{1,30}")


def _check(recognizer: Any, extension: Extension) -> None:
    """Refuse what presidio would pass over in silence, or what could not be shown."""
    if recognizer.supported_language != "en":
        raise extension.refused(f"is for the language “{recognizer.supported_language}”; every text is asked as “en”")
    for kind in recognizer.supported_entities:
        if not _KIND.fullmatch(kind):
            raise extension.refused(f"finds “{kind}”; write kinds as MEMBER_NUMBER")


def _engine(recognizers: Sequence[Any]) -> "AnalyzerEngine":
    import logging

    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    import tldextract
    import tldextract.tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Presidio's e-mail recogniser would look the public suffix list up online.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    nlp = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "no_op", "models": [{"lang_code": "en", "model_name": "no_op"}]}
    ).create_engine()
    return AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=list(recognizers)), nlp_engine=nlp, supported_languages=["en"]
    )


def _artifacts(text: str) -> Any:
    """The words of a text, by which presidio weighs the words of a recogniser's context."""
    from presidio_analyzer.nlp_engine import NlpArtifacts

    words = list(_WORD.finditer(text))
    tokens: Any = [match.group() for match in words]
    artifacts = NlpArtifacts([], tokens, [match.start() for match in words], [one.lower() for one in tokens], None, "en")
    artifacts.keywords = artifacts.lemmas
    return artifacts
