"""Names in fields that somebody pasted into a message, and what stands in such fields without being a name."""

import pytest

from tests.privacy.test_likely import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"customer":{"first":"Ines","last":"Okonkwo"}}', '{"customer":{"first":"[name]","last":"[name]"}}'),
        ("{'customer': {'first': 'ines', 'last': 'okonkwo'}}", "{'customer': {'first': '[name]', 'last': '[name]'}}"),
        ('{"name":{"first":"thistle","last":"okonkwo"}}', '{"name":{"first":"[name]","last":"[name]"}}'),
        ("{'name': 'Ines Okonkwo'}", "{'name': '[name]'}"),
        ("{'name': 'ines okonkwo', 'x': 'y'}", "{'name': '[name]', 'x': 'y'}"),
        ("{'customer': 'sean o'hagan', 'id': 5}", "{'customer': '[name]', 'id': 5}"),
        ("<customer>Ines Okonkwo</customer>", "<customer>[name]</customer>"),
        ("<lastName>okonkwo</lastName>", "<lastName>[name]</lastName>"),
        ("<customer><first>ines</first><last>okonkwo</last></customer>", 2 * "[name]"),
        ("customer=ines+okonkwo", "customer=[name]"),
        ("https://shop.example/?customer=ines%20okonkwo&x=1", "https://shop.example/?customer=[name]&x=1"),
        ('customer="ines okonkwo" failed', 'customer="[name]" failed'),
        ('username="ines okonkwo"', 'username="[name]"'),
        ('{"last_name": "Gold", "customer": "Gold Okonkwo"}', '{"last_name": "[name]", "customer": "[name]"}'),
        ('{"customer": "My Okonkwo"}', '{"customer": "[name]"}'),
        ('{"user": "ines okonkwo"}', '{"user": "[name]"}'),
        ('user="ines okonkwo 2" failed', 'user="[username]" failed'),
    ],
)
def test_a_name_in_a_field_is_masked_whole(text: str, shown: str) -> None:
    found = masked(text)
    assert not any(word in found.lower() for word in ("ines", "okonkwo", "thistle", "hagan", "gold"))
    assert found == shown or found.count("[name]") == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Oak Table"}',
        "{'name': 'oak table'}",
        "{'name': 'Rose Gold'}",
        '{"name": "summer sale"}',
        "<name>blue mug</name>",
        "<customer>required</customer>",
        "<customer type='new'>none</customer>",
        "<user>not logged in</user>",
        "customer=new and customer=returning&x=1",
        "recipient=all",
        'user="guest user" failed',
        '{"user": "not found"}',
        '{"links": {"first": "January", "last": "March"}}',
        '{"customer": {"first": "order", "last": "order"}}',
        '{"customer": {"product_name": "Oak Table"}}',
        '{"customer_name": "must not be empty"}',
        '{"customer_name": "Name is too long"}',
        "errors: {'customer': 'cannot be blank'}",
        '{"customer": "Field is required"}',
        'user="must not be empty"',
        "{'name': 'required'}",
        "{'customer': 'VIP', 'tier': 'gold'}",
        "<customer>Gold</customer>",
        'I typed user="my email" and it failed',
        "the customer's order isn't in the customers' list",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert masked(text) == text


def test_agents_stay_in_a_field_too() -> None:
    assert masked('{"user": "Lena Brandt"}', ("Lena Brandt",)) == '{"user": "Lena Brandt"}'
