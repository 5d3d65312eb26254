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
    "gypsies cripple cripples pensioner pensioners orientals hungarians lithuanians latvians estonians czechs slovaks serbs "
    "croats bosnians kosovans macedonians belarusians armenians kazakhs uzbeks kurds egyptians tunisians libyans ethiopians "
    "eritreans kenyans ugandans zimbabweans cameroonians gambians angolans palestinians israelis saudis yemenis nepalis tamils "
    "cambodians malaysians indonesians mongolians tibetans colombians venezuelans peruvians ecuadorians bolivians argentinians "
    "chileans cubans haitians dominicans guatemalans maoris aboriginals swedes norwegians danes finns austrians belgians "
    "canadians australians mormons amputees".split()
)
_OF_PEOPLE = frozenset(
    "black white asian african latino latina hispanic indian pakistani bangladeshi chinese arab turk turkish pole polish "
    "polack mexican romanian bulgarian albanian nigerian ghanaian somali syrian afghan iranian iraqi moroccan algerian "
    "russian ukrainian italian german french greek spanish irish scottish welsh english american korean japanese vietnamese "
    "filipino thai jamaican brazilian jewish islamic christian catholic protestant hindu sikh buddhist atheist gay trans "
    "oriental hungarian portuguese lithuanian latvian estonian czech slovak serbian croatian bosnian kosovan macedonian "
    "belarusian armenian kazakh uzbek kurdish egyptian tunisian libyan sudanese ethiopian eritrean kenyan ugandan congolese "
    "cameroonian gambian angolan lebanese palestinian israeli saudi yemeni nepali nepalese tamil burmese cambodian malaysian "
    "indonesian mongolian taiwanese tibetan colombian venezuelan peruvian ecuadorian bolivian argentinian chilean cuban "
    "haitian dominican guatemalan maori aboriginal mormon "
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

_TOLD_BY = frozenset(
    "people man men gentleman gentlemen mother mothers mum mums mom moms father fathers dad dads wife wives husband husbands "
    "boy boys lad lads bloke kid kids children nan nans gran grans granny grannies grandma grandmas grandmother grandmothers "
    "granddad oldie oldies elderly senior seniors youngster youngsters teenager teenagers boomer boomers millennial "
    "millennials generation religion religious mosque turban headscarf veil foreign natives locals travellers tribe "
    "aussie aussies kiwi kiwis brit brits yank yanks paddy scouser scousers brummie southerner southerners northerner "
    "northerners chav chavs peasant peasants benefits dole wheelchair blind deaf disabled autistic disability lisp stutter "
    "seventies eighties nineties blonde blondes housewife housewives spinster bachelor gay straight married childless "
    "uneducated peasantry asylum".split()
)
"""Words that tell of people, though not always of a group of them."""

_AMONG = frozenset(
    "sort sorts kind type types lot age religion faith generation name names country culture language tribe community accent "
    "neighbourhood background".split()
)
_WHOSE = frozenset({"your", "you", "their", "that", "those", "these", "them", "his", "her", "at"})
_FROM = frozenset(
    {
        ("over", "there"),
        ("back", "home"),
        ("born", "in"),
        ("born", "here"),
        ("round", "there"),
        ("your", "country"),
        ("this", "country"),
    }
)


_FOR_PEOPLE = frozenset(
    "toilet toilets loo loos bay bays parking space spaces seat seats seating ramp access badge lift entrance changing "
    "fitting department section shoes wear clothing clothes fashion jacket coat size sizes ticket tickets rate price "
    "discount meal menu portion team club bike car pass railcard".split()
)
"""What is made for people, and is none of them: "the disabled toilet", "a senior ticket"."""

_LOOKS = frozenset(
    "hair haired beard bearded moustache glasses wearing dressed uniform aged tall build tattoo tattoos bald".split()
)
"""What describes one person, to be found again."""


_CALLS = frozenset("no yes yeah yep hey hi hello thanks ok okay oh aw ah lord well right morning cheers ta listen".split())
_CALLED = frozenset("girl girls man boy boys lad lads lady ladies gentleman gentlemen guy guys folks kid mum dad".split())
_TALKS_TO = frozenset("you i we it that this thanks thank what how where when can could please".split())
"""Who is called, and judged by nothing, and how it goes on: not "no girl should drive one"."""


def names_people(words: Sequence[str]) -> bool:
    """Whether tokens name a group of people, or tell of one: "Poles", "Polish people", "your sort", but not "Polish food",
    "the ladies' toilet" or "a young man, dark hair"."""
    if not _LOOKS.isdisjoint(words):
        return False
    if len(words) > 2 and words[0] in _CALLS and words[1] in _CALLED and words[2] in _TALKS_TO:
        words = words[2:]  # "no, girl, you've given me my sleep back"
    words = [word for word, following in pairwise((*words, "")) if following not in _FOR_PEOPLE]
    return not (_PEOPLE.isdisjoint(words) and _TOLD_BY.isdisjoint(words)) or any(
        (one in _OF_PEOPLE and other in _PERSONS) or (one in _WHOSE and other in _AMONG) or (one, other) in _FROM
        for one, other in pairwise(words)
    )
