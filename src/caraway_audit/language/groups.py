"""Words for groups of people: by origin, faith, sex, age, body, whom they love, and what tells of it ("that accent")."""

from collections.abc import Sequence
from itertools import pairwise

_PEOPLE = frozenset(
    "woman women female females girl girls lady ladies males blacks whites asians africans latinos latinas hispanics "
    "indians pakistanis bangladeshis arabs turks poles polacks mexicans romanians bulgarians albanians nigerians ghanaians "
    "somalis syrians afghans iranians iraqis moroccans algerians russians ukrainians italians germans greeks spaniards "
    "americans koreans filipinos jamaicans brazilians accent accents surname surnames countrymen homeland jew jews muslim "
    "muslims christians catholics protestants hindus sikhs buddhists atheists gays lesbian lesbians transsexuals bisexuals "
    "homosexual homosexuals queers immigrant immigrants migrant migrants refugee refugees foreigner foreigners gypsy "
    "gypsies cripple cripples pensioner pensioners".split()
)
_OF_PEOPLE = frozenset(
    "black white asian african latino latina hispanic indian pakistani bangladeshi chinese arab turk turkish pole polish "
    "polack mexican romanian bulgarian albanian nigerian ghanaian somali syrian afghan iranian iraqi moroccan algerian "
    "russian ukrainian italian german french greek spanish irish scottish welsh english american korean japanese vietnamese "
    "filipino thai jamaican brazilian jewish islamic christian catholic protestant hindu sikh buddhist atheist gay trans "
    "transgender transsexual bisexual queer lgbt roma traveller travellers disabled deaf autistic elderly seniors male "
    "men".split()
)
GROUPS = _PEOPLE | _OF_PEOPLE
"""What a sentence model takes for one and the same word."""

_PERSONS = frozenset(
    "people person persons man men woman women guy guys folk folks kid kids boy boys girl girls lad lads lady ladies family "
    "families lot bastard bastards bitch bitches scum vermin community worker workers customer customers client clients "
    "driver drivers couple couples student students immigrants".split()
)


def names_people(words: Sequence[str]) -> bool:
    """Whether tokens name a group of people: "Poles", "Polish people", but not "Polish food"."""
    return not _PEOPLE.isdisjoint(words) or any(one in _OF_PEOPLE and other in _PERSONS for one, other in pairwise(words))
