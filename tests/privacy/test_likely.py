"""Values that words beside them make likely: masked, and nobody is accused by them."""

import pytest

from caraway_audit.model import Client
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker
from caraway_audit.privacy.names import NameIndex

DETECTOR = Detector()


def masked(text: str, public: tuple[str, ...] = ()) -> str:
    return Masker(DETECTOR, NameIndex.of(()), Client(), public=public).mask(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Your code is 771 204", "Your code is [secret]"),
        ("the door code is 2580X leave it in the hall", "the door code is [secret] leave it in the hall"),
        ("i tried letmein as password", "i tried [secret] as password"),
        ("i passed 12 exams", ""),
        ("my reg plate is BD51 SMR", "my reg plate is [identity number]"),
        ("reg bd51 smr and it is blue", "reg [identity number] and it is blue"),
        ("number plate 123 ABC", "number plate [identity number]"),
        ("my reg is AB12 WAS", "my reg is [identity number]"),
        ("the plate ends in 7FX on that van", "the plate ends in [identity number] on that van"),
        ("Kennzeichen M-XY 123", "Kennzeichen [identity number]"),
        ("username: mrs_tiggy", "username: [username]"),
        ("my handle is pixelwitch", "my handle is [username]"),
        ("my login is broken", ""),
        ("mail ffion.vaughan @btinternet.com", "mail [e-mail]"),
        ("pls refund to 204511 43871209 barclays", "pls refund to [bank account] barclays"),
        ("visa 4539 1488 0343 6468", "visa [card •••• 6468]"),
        ("see https://x.example/?name=Orlaith+Gallagher", "see https://x.example/?name=[name]"),
        ("the plates 4 inch are broken", ""),
        ("the code was C7-99-KP", "the code was [secret]"),
        ("my password: correct horse battery staple", "my password: [secret]"),
        ('new password "blue sky 9" please', 'new password "[secret]" please'),
        ("pw four four seven one", "pw [secret]"),
        ("curl -u rosa:hunter24 https://api.example/v1", "curl -u [secret] https://api.example/v1"),
        ("Cookie: session=9f8e7d6c5b4a39281706", "Cookie: [secret]"),
        ("Authorization: Basic cm9zYTpodW50ZXIy", "Authorization: [secret]"),
        ("cvv is one two three", "cvv is [security code]"),
        ("the card, expiry september 27", "the card, expiry [expiry]"),
        ("my birthday is 14 July", "my birthday is [date of birth]"),
        ("born on the fourteenth of July", "born on the [date of birth]"),
        ("i was born in 1952", "i was born in [date of birth]"),
        ("my email: rosalind7 at gmail com", "my email: [e-mail]"),
        ("it's spelled K-A-L-T-E-N-B-A-C-H", "it's spelled [name]"),
        ("my venmo @Rosa-Lind-7", "my venmo @[username]"),
        ("card 4111=1111=1111=1111 it is", "card [card •••• 1111] it is"),
        ("jarek16thistle, gmail of course", "[e-mail], gmail of course"),
        ("call me 077oo9oo099", "call me [phone •• 99]"),
        ("or 07700, 900, 834", "or [phone •• 34]"),
        ("Wendell Vanderbeek added +44 7700 900882", "[name] added [phone •• 82]"),
        ('card 4111"1111"1111"1111 it is', "card [card •••• 1111] it is"),
        ("its forty four twenty one, ninety nine oh seven, sixty three eleven, eighty two fifty", "its [number in words]"),
        ("mgreenhalgh is my login.", "[username] is my login."),
        ("ID&V passed: memorable word otter, DOB ok", "ID&V passed: memorable word [secret], DOB ok"),
        ("order for Quentin de la Fontaine-Roux please.", "order for [name] please."),
        ("hello\n\nname\nEsmeralda Quince\n\npostcode\nBA2 9XZ", "hello\n\nname\n[name]\n\npostcode\n[postcode]"),
        ("we live at The Old Forge, Little Snoring.", "we live at [address]."),
        ("deliver to Honeysuckle Cottage, Church Row, Blakeney.", "deliver to [address]."),
        ("my date of birth is the third of the ninth seventy four", "my date of birth is the [date of birth]"),
        ("my birthday is 17/8 so I want the discount.", "my birthday is [date of birth] so I want the discount."),
        ("mon numéro client est le 77120946", "mon numéro client est le [reference]"),
        ("Kundennummer 88127734 bitte prüfen.", "Kundennummer [reference] bitte prüfen."),
        ("https://goo.gl/maps/place/17+Foxglove+Terrace+Leeds", "https://goo.gl/maps/place/[address]"),
        ("my mpan is 1900 0912 3456 7 and", "my mpan is [identity number] and"),
        ("second of the eleventh sixty eight. the parcel", "[date of birth]. the parcel"),
        ("the second of the third fifty boxes", ""),
        ("mem word pineapple. OK", "mem word [secret]. OK"),
        ("the answer to the question is Fiat Panda", "the answer to the question is [secret]"),
        ("fav colour teal if you ask", "fav colour [secret] if you ask"),
        ("the three digit thing is 019", "the three digit thing is [security code]"),
        ("I live at Hollow Farm.", "I live at [address]."),
        ("im at rose cottage, same lane", "im at [address], same lane"),
        ("insta is @marigold.makes dm me", "insta is @[username] dm me"),
        ("my youtube channel is GranOnWheels", "my youtube channel is [username]"),
        ("the employee login EX\\jfarrow fails", "the employee login [username] fails"),
        ("my name is Will Power, really", "my name is [name], really"),
        ("Добрый день, меня зовут Анастасия Кузнецова.", "Добрый день, меня зовут [name]."),
        ("我叫王小明，包裹没到", "我叫[name]，包裹没到"),
        ("私は佐藤花子です。", "私は[name]です。"),
        ("제 이름은 김민수입니다", "제 이름은 [name]입니다"),
        ("με λένε Νίκος Παπαδάκης και περιμένω", "με λένε [name] και περιμένω"),
        ("the answer to the question is on page 4", ""),
        ("fav colour teal for the sofa", ""),
        ("I am at the coffee house", ""),
        ("we live in a big farm house", ""),
        ("we are at the old mill every day", ""),
        ("email is my login", ""),
        ("the memorable word you set was wrong", ""),
        ("table for Cafe de Paris at 8", ""),
        ("deliver it to the Old Mill please", ""),
        ("the birthday is 1/2 off today", ""),
        ("EHIC 80826004417903388120", "EHIC [identity number]"),
        ("a b c one two three, as easy as that", ""),
        ("sort 08/99/97 today", "sort [bank code] today"),
        ("sort 08/09 out", ""),
        ("fname=Otto&mob=447700900634", "fname=[name]&mob=[phone •• 34]"),
        ("ni is alpha bravo one two three four five six charlie", "ni is [NINO]"),
        (
            "forty nine seventeen, sixty one oh two, thirty three forty four and then eighty one ninety five",
            "[number in words]",
        ),
        # what only looks like one
        ("we moved in nineteen eighty four, then twenty twelve", ""),
        ("prices 100, 200, 300", ""),
        ("Reg 12 of the contract", ""),
        ("see reg 7(2), it is in reg 12", ""),
        ("registration 1 of 2 is done, plate 12 is broken", ""),
        ("reg under 12 rules, registration opens 12 March", ""),
        ("I forgot my password: the one for the app", ""),
        ("Your code is on the label.", ""),
        ("my last name changed", ""),
        ("the warranty is valid until march 27", ""),
        ("spelled wrong twice, I e-mailed you", ""),
        ("I was born in Leeds", ""),
    ],
)
def test_what_is_likely_a_value_is_masked(text: str, shown: str) -> None:
    assert masked(text) == (shown or text)
    assert not [one for one in DETECTOR.detect(text) if one.kind in ("CREDENTIAL", "DATE_OF_BIRTH") and one.score > 0.3]


@pytest.mark.parametrize(
    "text", ["Ben is born 06SEP15.", "geb. am 3. Oktober 1992", "DOB. 1st Oct. '90", "Maëlys, née le 12 août 2001"]
)
def test_days_of_birth_are_sure_however_they_are_written(text: str) -> None:
    assert [one.kind for one in DETECTOR.detect(text)] == ["DATE_OF_BIRTH"]


def test_two_agents_together_are_somebody_else() -> None:
    agents = ("Tomas Reyes", "Lena Brandt")
    assert masked("I gave it to Lena Brandt, Tomas was away", agents) == "I gave it to Lena Brandt, Tomas was away"
    assert masked("send it to my son Tomas Brandt please", agents) == "send it to my son [name] please"
    assert masked('{"requester": "Lena Brandt"}, {"requester": "lena vole"}', agents) == (
        '{"requester": "Lena Brandt"}, {"requester": "[name]"}'
    )
    assert masked("my neighbour Harriet Brandt saw it", agents) == "my neighbour [name] saw it"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jürgen Kaltenbach lives at 27 Cressy Close", "[name] lives at [address]"),
        ("the last one went to a Graham Tolley by mistake", "the last one went to a [name] by mistake"),
        ("it went to 7 Bank Top, HX2 5JJ, not here", "it went to [address], [postcode], not here"),
        ("Date of birth is the fourth of June nineteen forty-one.", "Date of birth is [date of birth]."),
        ("my dob: twenty first of march nineteen eighty two", "my dob: [date of birth]"),
        ("registered in England 09912345", "registered in England 09912345"),
        ("gas 04417, electric 23114", "gas 04417, electric 23114"),
        ("bollocks. i paid on friday", "bollocks. i paid on friday"),
        ("our home is 27 Cressy Close where we lived at first", "our home is [address] where we lived at first"),
        ("Parcel for ANNABEL FEATHERSTONE please", "Parcel for [name] please"),
        ("I sent passport_Gudrun_Meisel.pdf yesterday", "I sent passport_[name].pdf yesterday"),
        ("I'd lie on the form", ""),
        ("Begin forwarded message: hello", ""),
        ("last name first, please", ""),
        ("Guten Morgen Herr Schreiber, here is my card", "Guten Morgen [name], here is my card"),
        ("Buongiorno, I must cancel our room", ""),
        ("Tracking's in your email. Friday's fine.", ""),
    ],
)
def test_names_are_masked_whole_and_words_of_every_day_are_not(text: str, shown: str) -> None:
    assert masked(text) == (shown or text)


def test_the_words_of_what_was_replaced_tell_nothing() -> None:
    assert not DETECTOR.detect("ends [bank account]\nalso: [secret]; your code is 1 2 3: ends [wallet]")


@pytest.mark.parametrize(
    "text",
    [
        "does the phone work w esim",
        "the flight was late, do i get money under uk261",
        "i get 404 on checkout and then 502 bad gateway",
        "the console says TypeError cannot read properties of undefined",
        "do you have the castle lego hogwarts 71043",
        "205/55 R16 91V tyres, how much fitted",
        "vitamin d 1000iu or 4000",
        "part number 11065900 for bosch filter",
        "whats the point of chip and pin if contactless is 100",
    ],
)
def test_things_laws_and_measures_are_nobodys(text: str) -> None:
    assert masked(text) == text


def test_a_pin_beside_contactless_is_still_one() -> None:
    assert masked("contactless is off and my pin is 4821") == "contactless is off and my pin is [secret]"
