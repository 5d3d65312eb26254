"""Patterns of names that people give of themselves in scripts that the tagger knows no word of: "меня зовут …", "私は…です".

Rows as in `likely.py`, without the kind. Only what says that a name follows makes one here: a message in such a
script is otherwise kept as it is, but for the names that the export holds and for what a form or a checksum tells.
"""

_CYRILLIC = r"(?-i:[А-ЯЁІЇЄҐЎЈЉЊЂЋЏ][а-яёіїєґўјљњђћџ’'-]{1,20}(?:[ -][А-ЯЁІЇЄҐЎЈЉЊЂЋЏ][а-яёіїєґўјљњђћџ’'-]{1,20}){0,2})"
_GREEK = r"(?-i:[Α-ΩΆΈΉΊΌΎΏ][α-ωάέήίόύώϊϋΐΰς]{1,20}(?: [Α-ΩΆΈΉΊΌΎΏ][α-ωάέήίόύώϊϋΐΰς]{1,20}){0,2})"
_HEBREW, _ARABIC, _HAN = r"[א-ת'׳-]{2,12}(?: [א-ת'׳-]{2,12})?", r"[ء-ي]{2,12}(?: [ء-ي]{2,12}){0,2}", r"[一-鿿]"
_HANGUL, _KANA_OR_HAN = r"[가-힣]{2,5}", r"[一-鿿ぁ-んァ-ヶー]{1,6}(?:[ 　][一-鿿ぁ-んァ-ヶー]{1,6})?"

IN_OTHER_SCRIPTS: tuple[tuple[str, str], ...] = (
    (
        "зовут имя звати звуть ім",
        rf"\b(?:меня зовут|мо[её] имя|мене (?:звати|звуть)|мо[єе] ім[’']?я)[ :—-]{{1,4}}(?P<value>{_CYRILLIC})",
    ),
    (
        "казвам зовем името име",
        rf"\b(?:казвам се|зовем се|името ми е|моето име е|моје име је)[ :]{{1,3}}(?P<value>{_CYRILLIC})",
    ),
    (
        "λένε λέγομαι ονομάζομαι όνομά",
        rf"\b(?:με λένε|λέγομαι|ονομάζομαι|(?:το )?όνομά μου είναι)[ :]{{1,3}}(?P<value>{_GREEK})",
    ),
    ("שמי קוראים", rf"(?<![א-ת])(?:שמי|השם שלי(?: הוא)?|קוראים לי)[ :]{{1,3}}(?P<value>{_HEBREW})"),
    ("اسمي", rf"(?<![ء-ي])(?:أنا )?اسمي[ :]{{1,3}}(?P<value>{_ARABIC})"),
    (
        "我叫 名字 姓名",
        rf"(?:我叫|我的名字(?:是|叫)|名字是|姓名[：:])\s?(?P<value>{_HAN}{{2,4}}?)(?=[，。,.、！!？?；;\s]|$|是|的|住)",
    ),
    ("私は 名前は わたしは", rf"(?:私は|わたしは|名前は)(?P<value>{_KANA_OR_HAN}?)(?=(?:です|と申します|といいます))"),
    ("申します", r"(?:^|[。、\s])(?P<value>[一-鿿ァ-ヶー]{1,6}(?:[ 　][一-鿿ァ-ヶー]{1,6})?)(?=と申します)"),
    ("이름은 저는", rf"(?:이름은|저는)\s?(?P<value>{_HANGUL})(?=(?:입니다|이에요|예요|이라고|라고))"),
)
"""Parts of words of which one stands in a text that is worth a look, and where the name stands."""
