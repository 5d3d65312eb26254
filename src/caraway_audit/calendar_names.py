"""The names of months and days, in small letters: English, which is what is talked, in their order, and those of seven
languages, which stand in exports and on pages that are pasted."""

from collections.abc import Iterator

MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
SHORT = 3
"""So many letters of a name are its short form."""
ALL_MONTHS = (
    MONTHS,
    tuple("januar februar märz april mai juni juli august september oktober november dezember".split()),
    tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    tuple("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()),
    tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    tuple("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()),
)
_WRITTEN_OTHERWISE = {"jänner": 1, "jaenner": 1, "maerz": 3, "mrt": 3, "mrz": 3, "sept": 9}


def all_months() -> Iterator[tuple[int, str]]:
    """The number of a month and a name of it, in all languages and with what is written without accents or in short."""
    yield from ((number, name) for names in ALL_MONTHS for number, name in enumerate(names, 1))
    yield from ((number, name) for name, number in _WRITTEN_OTHERWISE.items())


NEAR_DAYS = "today yesterday heute gestern hoy ayer vandaag gisteren oggi ieri hoje ontem aujourd'hui aujourd’hui hier".split()
"""Words for a day that stand where a date does."""
ALL_WEEKDAYS = frozenset(
    " ".join(
        (
            *WEEKDAYS,
            "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi",
            "dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato",
            "domenica",
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag segunda terça quarta quinta sexta segunda-feira",
            "terça-feira quarta-feira quinta-feira sexta-feira tues weds thur thurs",
        )
    ).split()
)
"""Full names, and short ones of four letters and more."""
SHORT_WEEKDAYS = frozenset(
    "mon tue wed thu fri sat sun lun mar mer jeu ven sam dim mié jue vie sáb dom gio seg ter qua qui sex mo di mi do fr sa so "
    "ma wo vr za zo".split()
)
"""Short names; of two letters they are words of talk, too."""
