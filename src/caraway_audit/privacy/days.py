"""How people write the months and the days of a month, as parts of patterns that know no case."""

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
YEAR_IN_WORDS = (
    r"(?:(?:nineteen|twenty|two thousand)"
    r"(?:[ -](?:and|oh|hundred|\w{3,5}teen|ten|eleven|twelve|\w{3,5}ty|\w{3,5})){1,3})"
)
