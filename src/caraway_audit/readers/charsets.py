"""Text from bytes whose charset is claimed wrongly, oddly or not at all."""

import codecs
from functools import lru_cache

# By these names programs mean cp1252, and send UTF-8.
_MEANINGLESS = frozenset({
    "", "ascii", "us-ascii", "ansi_x3.4-1968", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1",
    "windows-1252", "cp1252", "cp-1252", "win-1252", "unknown-8bit", "x-unknown", "unknown", "default", "x-user-defined",
    "binary", "8bit", "7bit", "none", "utf-8", "utf8", "utf_8", "utf8mb4", "unicode-1-1-utf-8",
})  # fmt: skip
# Names that Python does not know, and charsets of which senders use more than the name allows.
_WIDER = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-cn": "gb18030",
    "big5": "big5hkscs", "x-big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "iso-2022-jp": "iso2022_jp_ext",
}  # fmt: skip
# Not charsets of texts; some take time squared over what they decode.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})


def decode_bytes(raw: bytes, charset: str) -> str:
    """Text by the charset that is claimed, else UTF-8, else what fits best, with the rest shown as U+FFFD."""
    if raw.isascii() and not charset:
        return raw.decode("ascii")
    codec = _codec(charset.strip().casefold())
    for candidate in (codec, "utf-8") if codec else ("utf-8",):
        try:
            return raw.decode(candidate)
        except ValueError:
            continue
    if codec:
        return raw.decode(codec, errors="replace")
    text = raw.decode("utf-8", errors="replace")
    # One broken character in a text of UTF-8 is damage, many are another charset.
    damaged = text.count("\ufffd")
    return text if damaged < sum(1 for c in text if c > "\x7f") - damaged else raw.decode("cp1252", errors="replace")


@lru_cache(maxsize=256)
def _codec(name: str) -> str:
    """The codec of a charset; "" where the name says nothing."""
    if name in _MEANINGLESS:
        return ""
    try:
        codec = codecs.lookup(_WIDER.get(name, name))
        "".encode(codec.name)  # refuses what turns bytes into bytes
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if codec.name in _NO_CHARSETS else codec.name
