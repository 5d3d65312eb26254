"""What a package of one's own needs, in one place. These names are stable; the modules behind them may move."""

from caraway_audit.annotate import AnnotatedConversation, ExportFacts, Note, Turn
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.tokens import Tokens
from caraway_audit.model import (
    AuditResult,
    Client,
    Confidence,
    Conversation,
    Finding,
    InputFile,
    InputProblem,
    Message,
    Outcome,
    Role,
    Source,
    Subject,
    SubjectKind,
    Visibility,
)
from caraway_audit.readers.base import Item, Reader, ReaderSettings
from caraway_audit.rules.base import AcrossRule, Rule, author, public, responsible, says, team
from caraway_audit.rules.parameters import Duration, Phrases
from caraway_audit.rules.registry import RulePack

__all__ = [
    "AcrossRule", "AnnotatedConversation", "AuditResult", "Client", "Confidence", "Conversation", "Duration", "ExportFacts",
    "Finding", "Hit", "InputFile", "InputProblem", "Item", "Message", "Note", "Outcome", "PatternSet", "PhraseSet", "Phrases",
    "Reader", "ReaderSettings", "Role", "Rule", "RulePack", "Source", "Subject", "SubjectKind", "Tokens", "Turn", "Visibility",
    "author", "public", "responsible", "says", "team",
]  # fmt: skip
