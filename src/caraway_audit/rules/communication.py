"""Section 2, communication: the kinds that no other section has; what belongs together is a module of its own."""

from caraway_audit.rules import answers, contradiction, hard_to_read, promises, repeated_reply, repeated_request
from caraway_audit.rules.base import Rule

KINDS: tuple[type[Rule], ...] = (
    *answers.KINDS,
    *promises.KINDS,
    *contradiction.KINDS,
    *repeated_request.KINDS,
    *repeated_reply.KINDS,
    *hard_to_read.KINDS,
)
