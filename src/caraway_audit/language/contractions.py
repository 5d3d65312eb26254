"""Contractions, written out: "you're", "youre" and "you are" are the same two words, and "ill check" is "I will check"."""

import re

# Contractions, without their apostrophe. Only forms whose bare spelling is no other common word ("its", "were", "well",
# "ill", "hell", "shell", "wed", "id" are listed only with the apostrophe, below).
_BARE = {
    "youre": "you are", "youve": "you have", "youll": "you will", "youd": "you would", "ive": "i have", "im": "i am",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not", "cannot": "can not",
    "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "shouldve": "should have",
    "couldve": "could have", "wouldve": "would have", "wont": "will not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "werent": "were not", "hasnt": "has not", "havent": "have not", "hadnt": "had not",
    "mustnt": "must not", "neednt": "need not", "aint": "is not", "thats": "that is", "theres": "there is",
    "whats": "what is", "whens": "when is", "hows": "how is", "whos": "who is", "wheres": "where is", "heres": "here is",
    "theyre": "they are", "theyve": "they have", "theyll": "they will", "weve": "we have", "itll": "it will",
    "thatll": "that will", "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me",
    "lemme": "let me", "hes": "he is", "shes": "she is", "theyd": "they would",
    "kinda": "kind of", "dunno": "do not know", "yall": "you all", "shoulda": "should have",
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thank you",
    "cos": "because", "cuz": "because", "coz": "because", "thanx": "thanks",
    "thanku": "thank you", "tmrw": "tomorrow", "2moro": "tomorrow", "2day": "today",
    "asap": "as soon as possible", "wtf": "what the fuck", "tho": "though", "thru": "through", "wud": "would", "shud": "should",
    "cud": "could", "hav": "have", "wot": "what", "gd": "good", "msg": "message", "prob": "probably", "abt": "about",
    "alot": "a lot", "aswell": "as well", "thankyou": "thank you", "atleast": "at least", "incase": "in case",
    "infact": "in fact", "ofcourse": "of course", "noone": "no one", "eachother": "each other",
    # misspelt words that are too short to be told, or words themselves that nobody writes to a firm
    "teh": "the", "hte": "the", "adn": "and", "nad": "and", "yuo": "you", "wnat": "want", "helo": "hello", "enuf": "enough",
    "costumer": "customer", "costumers": "customers", "payed": "paid", "lier": "liar", "responce": "response", "theif": "thief",
    "sueing": "suing",
}  # fmt: skip
_APOSTROPHE = {
    "it's": "it is", "we're": "we are", "we'll": "we will", "we'd": "we would", "i'll": "i will", "i'd": "i would",
    "he's": "he is", "she's": "she is", "he'll": "he will", "she'll": "she will", "he'd": "he would",
    "she'd": "she would", "they'd": "they would", "let's": "let us", "o'clock": "oclock", "who'd": "who would",
    "that'd": "that would", "it'd": "it would", "y'all": "you all", "ma'am": "madam", "c'mon": "come on",
}  # fmt: skip
EXPANDED = {word: tuple(full.split()) for word, full in (_BARE | _APOSTROPHE).items()}


# Those whose bare spelling is a word too are told by the word that follows ("ill check", "id like") and by the one before ("may
# well be"), which says that it is none.
_VERBS = frozenset(
    "arrange ask be book call chase check confirm contact deliver email escalate find forward get investigate message note "
    "open organise organize pass phone post process raise refund replace reply resend ring send sort speak tell transfer "
    "update".split()
)
_MORE_VERBS = _VERBS | frozenset("also come do give go have just keep let look make need put see take try wait write".split())
_BY_NEXT = {
    "ill": (("i", "will"), _MORE_VERBS),
    "well": (("we", "will"), _VERBS),
    "id": (
        ("i", "would"),
        frozenset("appreciate be go guess have hate imagine like love prefer rather reckon say suggest think want".split()),
    ),
    "its": (("it", "is"), frozenset("a an been gone just no not the too very your".split())),
    # "your a liar", "ur not listening"; "your all inclusive stay" and "your so called offer" are what they say
    "your": (("you", "are"), frozenset("a always an being just kidding joking never not such welcome".split())),
    "lets": (("let", "us"), frozenset("check do get go have look not see start take try".split())),
}
NEXT = frozenset[str]().union(*(following for _, following in _BY_NEXT.values()))
"""Words before which `written_out` is worth asking."""

_NOT_AFTER = {
    "ill": frozenset(
        "am are be been being fall falls feel feeling fell felt he i is she so they too very was we were you".split()
    ),
    "well": frozenset(
        "all are as can could did do does he i is it may might not pretty quite she should they to very was we will would "
        "you".split()
    ),
    "id": frozenset(
        "an and any caller company customer his her my new no number order our photo user what which with your the".split()
    ),
}


def written_out(word: str, before: str, following: str) -> tuple[str, ...]:
    """What a word without its apostrophe is between two others, in full; nothing where it is itself."""
    full, shows = _BY_NEXT.get(word, ((), frozenset[str]()))
    return full if following in shows and before not in _NOT_AFTER.get(word, ()) else ()


def fold(word: str) -> tuple[str, ...]:
    """The folded form of one written word: usually one token, two or more for a contraction."""
    word = STRETCHED.sub(r"\1", word.lower())
    if expanded := EXPANDED.get(word):
        return expanded
    if not ("'" in word or "’" in word or "`" in word or "´" in word):
        return (word,)
    word = word.replace("’", "'").replace("`", "'").replace("´", "'")
    if expanded := EXPANDED.get(word) or EXPANDED.get(word.replace("'", "")):
        return expanded
    stem, _, tail = word.rpartition("'")
    if stem.rpartition("'")[2] and tail in _TAILS:  # couldn't've
        return (*fold(stem), _TAILS[tail])
    if tail == "s":
        return (stem, "'s") if stem else ("'s",)  # a phrase writes it apart: "(driver|courier) 's fault"
    return (word.replace("'", ""),)


STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "hiii", "sooo": one letter too often is once


_TAILS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
