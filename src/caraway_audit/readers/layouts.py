"""How pages and programs lay out a conversation that is copied from them, written as the lines that `transcripts.py` reads.

A ticket page puts name and time on lines of their own, a mail program a block of headers, a messenger the time above the name;
notes begin their lines with a bullet or in bold type. Each line stays where it is, so that problems name the right one: what
is taken into another is left empty.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from caraway_audit.calendar_names import ALL_WEEKDAYS, NEAR_DAYS, SHORT, SHORT_WEEKDAYS, all_months
from caraway_audit.folding import folded

Speaks = Callable[[str], bool]
"""Whether words could be a speaker: a name, or a word for a role."""

_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d]"
_WORDS = r"[^\W\d_][\w .,'’&@+/#-]{0,48}?"
_CLOCK = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:[\s\u202f\xa0]?[AaPp]\.?[Mm]\.?)?"


def _beginnings_of_months() -> dict[str, int]:
    """As few letters of each month's names, three at least, as tell it from all others."""
    names = sorted({(number, one) for number, name in all_months() for one in (name, folded(name))})
    found = {}
    for number, name in names:
        begins = (name[:size] for size in range(SHORT, len(name) + 1))
        found[next(one for one in begins if {n for n, other in names if other.startswith(one)} == {number})] = number
    return found


_MONTHS = _beginnings_of_months()
_MONTH = rf"(?P<month>(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[^\W\d_]{{0,7}})\.?"
_OF_TWO = "|".join(sorted(name for name in SHORT_WEEKDAYS if len(name) == 2))
_WEEKDAY = (
    rf"(?:(?:{'|'.join(sorted({*ALL_WEEKDAYS, *(name for name in SHORT_WEEKDAYS if len(name) > 2)}, key=len, reverse=True))})"
    rf"\.?,?\s(?:den\s)?|(?:{_OF_TWO})(?:\.,?|,)\s|(?:{_OF_TWO})\s(?=\d{{1,2}}\.\s?(?:\d|[^\W\d_]{{3}})))"
)
"""A weekday before a date or a time; of two letters only with a mark or before a date: "so 10:30" is talk."""
_DAY = (
    rf"(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?{_MONTH}|{_MONTH.replace('month', 'named')}\s"
    r"(?P<second>\d{1,2})(?:st|nd|rd|th)?)(?:,?\s(?:de\s)?(?P<year>(?:19|20)\d\d))?"
)
_NUMBERS = r"(?P<numbers>\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
_WHEN = re.compile(  # "a day ago (Mon, 2 Mar 2026 at 10:02 AM)", "Today at 10:07 AM", "— 02/03/2026 10:05", "Mar 2 10:02"
    rf"(?:[—–-]\s)?(?:(?:an?|\d+|yesterday|today)\s?[\w ]{{0,16}}ago\s?\(?|:\w{{1,20}}:\s+)?{_WEEKDAY}?"
    rf"(?:(?:{'|'.join(NEAR_DAYS)}|{_DAY}|{_NUMBERS})"
    rf"(?:,|,?\s(?:at|um|à|om|alle|a las|às)|\s·|\s-)?\s{{1,2}})?(?P<clock>{_CLOCK})(?:\s?(?:uhr|h)\b)?"
    r"(?:,\s[A-Z][a-z]{2,8}\s\d{1,2}(?:,\s\d{4})?)?(?:\s?(?:UTC|GMT|BST|CET|CEST|[ECMP][SD]T))?"
    r"(?:[\s,]{1,2}[A-Z][a-z]+/[A-Z][\w/]+)?\)?(?:\s\([\w ]{1,20}\sago\))?",
    re.IGNORECASE,
)
_DOES = (
    r"(?:reported via \w+|replied|wrote|said|commented|sent|responded|posted|writes|schrieb|a écrit|escribió|via \w+)"
    r"(?: (?:to|an?) [\w ]{1,30})?"
)
_NAME = re.compile(
    rf"(?P<name>{_WORDS})(?:\s<[^<>\s]+@[^<>\s]+>)?(?:\s?[(\[](?P<aside>[^()\[\]]{{1,30}})[)\]])?(?:\s{_DOES})?:?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@?(?=\S*[\d_.])[^\W\d_][\w.-]{2,30}")
_YOU = re.compile(r"(?:you sent|you|me)", re.IGNORECASE)
_TO = re.compile(r"(?:to|cc|bcc|an|para|à|from)\b:?\s.{1,200}", re.IGNORECASE)
_MAIL_FROM = re.compile(r"\W{0,3}(?:from|von|de|da|van)\W{0,3}:\s*(?P<name>.{2,120})", re.IGNORECASE)
_MAIL_SENT = re.compile(
    r"\W{0,3}(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden)\W{0,3}:\s*(?P<when>.{5,80})",
    re.IGNORECASE,
)
_MAIL_OTHER = re.compile(
    r"\W{0,3}(?:to|cc|bcc|subject|an|betreff|à|objet|para|asunto|a|oggetto|aan|onderwerp|reply-to|importance|attachments?)"
    r"\W{0,3}:\s.*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:like|comment|reply|share|\d+ (?:views?|replies|reply|likes?)|today|yesterday|new|delivered|seen|read|edited"
    r"|show (?:more|less)|seen by .{1,60}"
    r"|(?:\*{3} )?.{1,60} (?:joined|left|has joined|has left)(?: the (?:chat|conversation)| #\w+)?(?: \*{3})?)",
    re.IGNORECASE,
)
_LONGEST_NAME = 60


def as_lines(lines: Sequence[str], speaks: Speaks) -> list[str]:
    """As many lines, in which speakers and times stand as transcripts have them; `speaks` knows a speaker."""
    plain = _undressed(list(lines), speaks)
    plain = _mail_blocks(plain)
    return _with_their_times(plain, speaks)


_AFTER_EDGE = rf"(?P<label>{_WORDS})(?P<colon>\s{{0,2}}:(?:\*\*)?|:\*\*)(?P<text>\s.*|$)"
_BULLET = re.compile(rf"\s*(?:[-*•>]|\d{{1,3}}[.)])\s{{1,3}}{_AFTER_EDGE}")
_BOLD = re.compile(  # "**Agent:** …", "- **Owen Tarrant** (10:02): …"
    rf"\s*(?:[-*]\s)?(?:\*\*|__)(?P<label>{_WORDS})(?:(?:\*\*|__)(?:\s\((?P<when>{_CLOCK})\))?\s?:|:\s?(?:\*\*|__))(?P<text>.*)"
)
_BRACKETED = re.compile(rf"\s*(?:<(?P<irc>{_WORDS})>|\[(?P<box>{_WORDS})\]\s?:)(?P<text>\s.*|$)")
_ROUND_CLOCK = re.compile(rf"(\s*)\(({_CLOCK})\)(?=\s\S)")
_ZONED_CLOCK = re.compile(rf"(\s*{_CLOCK})\s(?:UTC|GMT|[A-Z]{{3,4}})(?=\s[|–-]?\s?\S)")
_ISO = re.compile(r"(\s*)(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)(?=\s\S)")
_CLOCK_FIRST = re.compile(rf"(\s*\[)({_CLOCK}), (\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})(?=\])")
_ADORNED = re.compile(
    rf"(?P<lead>\s*(?:\[[^\]\n]{{3,40}}\]\s|{_CLOCK}\s)?)(?:{_EMOJI}+\s?|~\s)?(?P<label>{_WORDS})\s?{_EMOJI}*(?P<end>:(?:\s|$))"
)
_REWRITTEN = ((_ROUND_CLOCK, r"\1\2"), (_ZONED_CLOCK, r"\1"), (_ISO, r"\1[\2]"), (_CLOCK_FIRST, r"\1\3, \2"))


def _undressed(lines: list[str], speaks: Speaks) -> list[str]:
    """Lines without what stands around a speaker: a bullet, bold type, a picture, brackets, a zone behind the time."""
    lines = [line.replace("：", ": ", 1) if "：" in line[:60] else line for line in lines]
    for place, line in enumerate(lines):
        if match := _BOLD.fullmatch(line):
            when = f"[{match['when']}] " if match["when"] else ""
            lines[place] = f"{when}{match['label']}: {match['text'].strip()}"
        elif match := _BRACKETED.fullmatch(line):
            label = match["irc"] or match["box"]
            lines[place] = f"{label}: {match['text'].strip()}" if speaks(label) else line
        else:
            for pattern, put in _REWRITTEN:
                line = pattern.sub(put, line, count=1) if pattern.match(line) else line
            if match := _ADORNED.match(line):
                line = f"{match['lead']}{match['label']}{match['end']}{line[match.end() :]}"
            lines[place] = _in_columns(_timed(line), speaks)
    dashed = [match for line in lines if (match := _DASHED.fullmatch(line)) and speaks(match["label"])]
    if len({match["label"] for match in dashed}) == _TWO_SIDES and len(dashed) > _TWO_SIDES:
        lines = [_DASHED.sub(r"\g<label>: \g<text>", line) if _DASHED.fullmatch(line) else line for line in lines]
    listed = {place: match for place, line in enumerate(lines) if (match := _BULLET.fullmatch(line))}
    often = Counter(match["label"] for match in listed.values())
    if len(often) > 1 and max(often.values(), default=0) > 1:  # two who take turns, and no list within a message
        for place, match in listed.items():
            if speaks(match["label"]):
                lines[place] = f"{match['label']}: {match['text'].strip()}"
    return lines


_TWO_SIDES = 2
_DASHED = re.compile(rf"(?P<label>{_WORDS})\s[-–—]\s(?P<text>\S.*)")
_NAME_THEN_TIME = re.compile(  # "Owen Tarrant, [2 Mar 2026 at 10:02:11]: …", "Dr. Ines O'Kell, 10:02: …"
    rf"(?P<label>{_WORDS})(?P<aside>\s?\([^()\n]{{1,30}}\))?,\s"
    rf"(?:\[(?P<box>[^\[\]\n]{{4,40}})\]|(?P<clock>{_CLOCK})):(?P<text>\s.*|$)"
)


def _timed(line: str) -> str:
    """A line that has the time between the speaker and the colon, with the time before both."""
    match = _NAME_THEN_TIME.fullmatch(line)
    when = _time_alone(match["box"] or match["clock"]) if match else ""
    return f"[{when}] {match['label']}{match['aside'] or ''}:{match['text']}" if match and when else line


def _in_columns(line: str, speaks: Speaks) -> str:
    """A line of columns parted by tabs (time, speaker and text, in either order of the first two) with a colon."""
    first, tab, rest = line.strip().partition("\t")
    second, _, text = rest.strip("\t").partition("\t")
    if not tab:
        return line
    for when, name in ((first, second), (second, first)):
        if (at := _time_alone(when)) and (speaker := _name_alone(name, speaks)):
            return f"[{at}] {speaker}: {text.strip()}" if text.strip() else f"{speaker}\t{at}"
    return line


def _mail_blocks(lines: list[str]) -> list[str]:
    """Lines in which the headers of a mail are the name and the time of who wrote it."""
    place = 0
    while place < len(lines):
        writer = _MAIL_FROM.fullmatch(lines[place].strip())
        end = place + 1
        when = ""
        while writer and end < len(lines) and end - place < _HEADERS:
            line = lines[end].strip()
            if match := _MAIL_SENT.fullmatch(line):
                when = _canonical(match["when"])
            elif not _MAIL_OTHER.fullmatch(line):
                break
            end += 1
        if writer and when:
            name = re.sub(r"\s*[<\[(][^<>\[\]()]*@[^<>\[\]()]*[>\])]", "", writer["name"]).strip("\" ',*")
            family, comma, given = name.partition(", ")
            name = f"{given} {family}" if comma and " " not in given.strip() else name
            lines[place:end] = [f"{name}\t{when}", *([""] * (end - place - 1))]
        place = end
    return lines


_HEADERS = 8


def _with_their_times(lines: list[str], speaks: Speaks) -> list[str]:
    """Lines, where a name that has the time on the line below it, or above, has it on its own."""
    times = {place: when for place, line in enumerate(lines) if (when := _time_alone(line))}
    if not times:
        return lines
    names = {place: name for place, line in enumerate(lines) if (name := _name_alone(line, speaks))}
    if any(place + 1 in times for place in names):  # so they stand here, also with a day that is written in a way of its own
        first = (place for place in names if place + 1 not in times and (place == 0 or not lines[place - 1].strip()))
        times |= {place + 1: when for place in first if (when := _a_time(lines, place + 1))}
    below = [place for place in names if place + 1 in times]
    above = [place for place in names if place - 1 in times and place - 1 not in {one + 1 for one in below}]
    if not below and not above:
        return lines
    found = list(lines)
    at = ""
    pairs = {place: place + 1 for place in below} if len(below) >= len(above) else {place: place - 1 for place in above}
    opening = min(names)
    if len(above) > len(below) and opening < min(times) and max(times) > max(above):  # the time stands below what was said
        ends = sorted(times)
        pairs = {place: next(end for end in ends if end > place) for place in (opening, *above)}
    for place in sorted({*pairs, *(p for p, line in enumerate(lines) if _YOU.fullmatch(line.strip()))}):
        if place in pairs:
            at = times[pairs[place]]
            found[pairs[place]] = ""
        if place in pairs or at:
            found[place] = f"{names.get(place) or lines[place].strip().split()[0].title()}\t{at}"
    taken = set(pairs.values())
    before = -1  # the line above that is not empty
    for place, line in enumerate(lines):
        bare = line.strip()
        is_left = place in times and place not in taken
        is_addressed = (before in taken or before in pairs) and _TO.fullmatch(bare) is not None
        before = place if bare else before
        if place not in pairs and (is_left or is_addressed or _FURNITURE.fullmatch(bare)):
            found[place] = ""
    return found


def _time_alone(line: str) -> str:
    """The time that is all of a line, as transcripts have it; "" where there is none."""
    bare = line.strip().strip("[]").strip()
    return _canonical(bare) if len(bare) <= _LONGEST_NAME and _WHEN.fullmatch(bare) else ""


_OTHERWISE = re.compile(
    rf"(?=.*(?:\b\d{{1,2}}(?![:h\d])|\b(?:{'|'.join(NEAR_DAYS)})\b))"
    r"(?:[^\s:]{1,12}\s){1,6}(?P<clock>\d{1,2}[:h]\d\d)(?:\s(?:uhr|[A-Z]{2,4}))?",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"(?i)\b(?:me|you|i|we|us|it|is|be|call|ring|by|until|till|from|before|after|around|about|not|no|yes|ok|the|slot|total)\b"
)


def _a_time(lines: Sequence[str], place: int) -> str:
    """The clock of a short line below a name that ends in one, names a day and says nothing else."""
    bare = lines[place].strip() if place < len(lines) else ""
    match = _OTHERWISE.fullmatch(bare) if len(bare) <= _LONGEST_NAME else None
    return match["clock"].lower().replace("h", ":") if match and not _TALK.search(bare) else ""


def _canonical(written: str) -> str:
    """A time with the date that it names, in numbers; of a day without a year only the clock."""
    match = _WHEN.search(written)
    if match is None:
        return ""
    clock = match["clock"].lower().replace("h", ":")
    if match["numbers"]:
        return f"{match['numbers']} {clock}"
    name = (match["month"] or match["named"] or "").lower()
    month = next((number for begin, number in _BY_LENGTH if name.startswith(begin)), 0)
    if month and match["year"]:
        return f"{match['year']}-{month:02}-{int(match['first'] or match['second']):02} {clock}"
    return clock


_BY_LENGTH = sorted(_MONTHS.items(), key=lambda one: -len(one[0]))


def _name_alone(line: str, speaks: Speaks) -> str:
    """The speaker who is all of a line, with what they are behind them; "" where there is none."""
    bare = line.strip()
    if not bare or len(bare) > _LONGEST_NAME or _FURNITURE.fullmatch(bare):
        return ""
    if _HANDLE.fullmatch(bare):
        return bare
    match = _NAME.fullmatch(bare)
    if match is None or not speaks(match["name"].strip()):
        return ""
    return f"{match['name'].strip()} ({match['aside']})" if match["aside"] else match["name"].strip()
