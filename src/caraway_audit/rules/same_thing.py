"""Whether two values are of one thing: the words beside them meet, and nothing tells the one thing from the other."""

from collections.abc import Collection

from caraway_audit.language.topics import stem
from caraway_audit.language.units import AT_LEAST
from caraway_audit.language.values import meets
from caraway_audit.rules.claims import CLASSES, Value


def is_same(one: Value, now: Value, vague: frozenset[str]) -> bool:
    """Whether two values are of one thing: the words beside them meet, and no name or quality tells them apart."""
    shared = one.words & now.words
    # The least of something is one of few, and so is what is said not to be so.
    vague = frozenset[str]() if now.of.endswith(AT_LEAST) or now.kind == "quality" else vague
    told = frozenset(word for word in shared - vague if not _of_another(word, one, now))
    if not told or not (one.about | now.about) & told:
        return False
    if one.kind == "clock" and told.isdisjoint(_HOURS_OF) and not are_of_one_day(one, now):
        return False
    if one.kind == "weekday" and _MEETING.isdisjoint(one.words | now.words):
        return False
    if one.kind == "quality" and told <= {stem(one.of)}:
        return False
    if (one.names - now.names) and (now.names - one.names):
        return False
    if _is_far_longer(one, now):
        return False
    for kind in {kind for kind, _ in one.beside} & {kind for kind, _ in now.beside}:
        days, others = ([at for k, at in value.beside if k == kind] for value in (one, now))
        if not any(meets(a, b, kind) for a in days for b in others):
            return False
    return not are_told_apart(one, now)


def is_bare(one: Value, now: Value, vague: frozenset[str], sole: Collection[str]) -> bool:
    """Whether two values are of how long, when or how much, and beside one of them nothing says of what: "it takes 14
    days", "the money comes in 30 days"."""
    if now.kind == "quality" and now.of in sole:
        first, second = (value.words - vague - _EMPTY for value in (one, now))
        return (not first or not second) and not are_told_apart(one, now) and not (one.names and now.names)
    kinds = _MATTERS.get(now.kind)
    if kinds is None or are_told_apart(one, now) or (one.names and now.names) or _is_far_longer(one, now):
        return False
    first, second = (value.words - kinds - vague - _EMPTY for value in (one, now))
    if now.kind in _SOLE:  # the only one that was named: "have 27.95 ready at the till", "it's 28 days after check out"
        return not second and bool(kinds & (one.words | now.words))
    return bool(kinds & one.about and kinds & now.about) and (not first or not second)


def are_told_apart(one: Value, other: Value) -> bool:
    """Whether a word beside one value makes it one of another thing: "child" by itself, "start" where the other has its own."""
    first, second = one.about - other.about, other.about - one.about
    if one.kind == "quality":
        return bool(first & (CLASSES | _APART) and second & (CLASSES | _APART))
    paid = one.kind in ("money", "percent")
    classes, apart = (CLASSES, _APART) if paid else (CLASSES - _PAID, _APART | _EVENTS)
    return bool((first | second) & classes or (other.classes - one.classes) & classes or (first & apart and second & apart))


def are_of_one_unit(one: Value, other: Value) -> bool:
    """Whether two values of a kind are of one unit: what is free is free by the month, too."""
    return one.of == other.of or (one.kind == "money" and 0 in (one.range[0], other.range[0]))


def are_of_one_day(one: Value, other: Value) -> bool:
    """Whether a day stands beside both, and it is the same."""
    return any(a == b and meets(x, y, a) for a, x in one.beside for b, y in other.beside)


def _is_far_longer(one: Value, other: Value) -> bool:
    """Whether one span of time is so much longer that it is one of something else: "the forms take ten minutes"."""
    spans = one.kind == "span" and other.kind == "span"
    return spans and max(one.range[0], other.range[0]) > _LONGER * min(one.range[1], other.range[1])


def _of_another(word: str, one: Value, other: Value) -> bool:
    """Whether a shared word speaks of one thing here and of another there: "repair of the kettle", "of the toaster"."""
    first, second = ({said for about, said in value.nearer if about == word} for value in (one, other))
    return bool(first and second and first.isdisjoint(second))


_WHEN = frozenset(
    map(
        stem,
        "ready arrive arrives arriving reach reaches come comes coming land lands ship ships leave leaves take takes taking "
        "finish finished done deliver delivered delivery dispatched sent get gets live released planned paid pays due expect "
        "decided there back kept stays stay hold held".split(),
    )
)
_HOW_MUCH = frozenset(map(stem, "cost costs price pay pays paid charge charged charges fee rate total comes come".split()))
_HOW_BIG = frozenset(map(stem, "hold holds get gets have plan weigh weighs long wide high deep limit size".split()))
_MEETING = frozenset(map(stem, "appointment slot visit booked booking session lesson test exam viewing see seen table".split()))
_MATTERS = {
    "span": _WHEN, "window": _WHEN, "date": _WHEN | _MEETING, "weekday": _MEETING, "money": _HOW_MUCH, "percent": _HOW_MUCH,
    "offset": _WHEN, "bay": _WHEN, "measure": _HOW_BIG,
}  # fmt: skip
"""What says of a value that it is how long, when or how much."""
_SOLE = frozenset({"money", "weekday", "date", "window", "offset", "bay", "measure"})
"""Kinds of which a second value needs no words beside it."""
_EMPTY = frozenset(
    map(
        stem,
        "van truck driver parcel money checkout counter end today tomorrow please note just so bring remember ready till desk "
        "door due set worries set see in go head there".split(),
    )
)

_LONGER = 40
"""So many times."""

_HOURS_OF = frozenset({stem("close"), stem("open"), stem("appointment")})
"""Stems by which hours are of one thing: when a house closes, or when "your appointment" is. Else a day has to tell it:
appointments are many."""

_APART = frozenset(
    map(
        stem,
        "plus pro first second third one-way weekday weekend weekends annually total least without air sea road north "
        "south east west upper lower small medium large big old new previous former current early late breakfast "
        "lunch dinner before after discount fee saving save left paid online phone store shop morning evening night "
        "peak sale offer promotion reduced full non-member later afterwards delivery collection".split(),
    )
)
"""Stems that do so where each value has one of its own beside it."""
_EVENTS = frozenset(
    map(
        stem,
        "opening open start begin end finish closing close arrive arrival leave departure depart check-in check-out".split(),
    )
)
"""And these where the values are times."""
_PAID = frozenset(map(stem, "return upgrade renewal balance".split()))
"""Classes of sums, not of times."""
