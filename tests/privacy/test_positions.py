"""Places on a map, and numbers that only look like one."""

import pytest

from tests.privacy.test_likely import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("52.8451N, 0.7861E", "[address]"),
        ("we are at 52.8451° N 0.7861° W now", "we are at [address] now"),
        ("52.8451°N, 0.7861°E", "[address]"),
        ("N52.8451 E0.7861", "[address]"),
        ("52° 50.706' N, 0° 47.166' E", "[address]"),
        ("55°58'32.5\"N 3°10'32.5\"W", "[address]"),
        ("lat 52.8451 N, lon 0.7861 E", "lat [address]"),
        ("my gps says 52.845, 0.786", "my gps says [address]"),
        ("52.845, 0.786 on the map", "[address] on the map"),
        ("my location\n52.845, 0.786", "my location\n[address]"),
        ("driving to 51.507, -0.128 now", "driving to [address] now"),
    ],
)
def test_a_place_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "The deviation was 10.125, -0.375",
        "Latest prices: 1.234, 1.245",
        "The sitemap has 1.234, 1.245",
        "flat rates of 1.234, 1.245",
        "The scores were 12.125, -3.375",
        "Offsets 12.125, -0.375 in the report",
        "Rotation of 10.125, -0.375",
        "It is 5.25 N, 3.75 S",
        "size 10.5 N 8.5 E width",
        "a map of 12 stores, 1.25, 1.50 each",
        "the price of maps went from 1.234 to 1.299",
        "20° C outside, 30° in the van",
        "translation 1.234, 1.245 and platform 2.345, 2.346",
    ],
)
def test_numbers_that_are_no_place_stay(text: str) -> None:
    assert masked(text) == text
