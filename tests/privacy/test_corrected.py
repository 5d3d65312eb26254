"""What puts a value right, reads it back or gives another of its kind is masked; what only holds a number is not."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR, NOBODY = Detector(), NameIndex()


def masked(*lines: str) -> str:
    """The last line as it is masked within its conversation; each begins with "agent: " or "client: "."""
    said = [line.partition(": ") for line in lines]
    messages = [Message(f"m{n}", Role(who), "", text) for n, (who, _, text) in enumerate(said)]
    return Masker(DETECTOR, NOBODY, Client(), messages).mask(messages[-1].text)


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("client: I live at 14 Gorse Hill Road", "client: no, 41 not 14"), "no, [address] not [address]"),
        (("client: I live at 14 Gorse Hill Road", "agent: Sorry, is that number 14?"), "Sorry, is that number [address]?"),
        (("client: 118 Gorse Hill Road", "agent: Thank you.", "client: no its 18"), "no its [address]"),
        (
            ("agent: Your date of birth?", "client: 9 11 91", "agent: Sorry, is that 9 November?"),
            "Sorry, is that [date of birth]?",
        ),
        (("agent: Your date of birth?", "client: 4/1/64", "agent: I have 1965?", "client: no 64"), "no [date of birth]"),
        (("client: dob 12/04/1979", "client: and hers is 1st June '82"), "and hers is [date of birth]"),
        (("client: dob 12/04/1979", "client: 12.4.79 sorry"), "[date of birth] sorry"),
        (("agent: Your date of birth?", "client: sec", "client: feb 29th 84"), "[date of birth]"),
        (("client: my account number is 12345678", "agent: I have 12345687?"), "I have [bank account]?"),
        # what is nobody's
        (("client: I live at 14 Gorse Hill Road", "client: no, 2 boxes not 3"), "no, 2 boxes not 3"),
        (("client: I live at 14 Gorse Hill Road", "agent: Is that 4 pm?"), "Is that 4 pm?"),
        (("client: I live at 14 Gorse Hill Road", "client: sorry, it came at 10:30"), "sorry, it came at 10:30"),
        (("client: my account number is 12345678", "agent: So that's £40?"), "So that's £40?"),
        (("client: dob 12/04/1979", "agent: Your visit is on 12 March."), "Your visit is on 12 March."),
        (("client: dob 12/04/1979", "client: and it broke on 3 May"), "and it broke on 3 May"),
        (("client: two lamps please", "client: no, 3 not 2"), "no, 3 not 2"),
        (("client: Where is it?", "agent: Is that 9 November?"), "Is that 9 November?"),
    ],
)
def test_what_puts_a_value_right_is_masked(lines: tuple[str, ...], shown: str) -> None:
    assert masked(*lines) == shown
