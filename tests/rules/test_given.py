"""What of an agent's message is the agent's own: the lines below where it is signed."""

import pytest

from caraway_audit.model import Message, Role
from caraway_audit.rules.given import in_signature, is_signed

PHONE = "0113 496 0455"


def _written(below: str) -> tuple[Message, tuple[int, int]]:
    text = f"Hello,\nit left today.\n\nKind regards\nDana Fox\n{below}"
    start = text.index(PHONE)
    return Message("m1", Role.AGENT, "Dana Fox", text), (start, start + len(PHONE))


@pytest.mark.parametrize("below", [f"Tel {PHONE}", f"Bell Ltd | {PHONE} | Weir House, Mill Lane, where we are until May"])
def test_a_number_below_a_name_is_of_the_signature(below: str) -> None:
    assert is_signed(*_written(below))
    assert in_signature(*_written(below))


@pytest.mark.parametrize("mark", ["PS", "P.S.", "  p.s.", "PPS", "P.P.S.", "- PS:"])
def test_what_a_postscript_says_is_no_signature(mark: str) -> None:
    message, span = _written(f"{mark} Mary Hobbs has {PHONE}")
    assert not is_signed(message, span)
    assert not in_signature(message, span)
