"""What people are called by what they do or are to somebody: "our loss adjuster", "the driver", "her sister"."""

OCCUPATIONS = (
    "manager|lead|leader|head|director|driver|engineer|technician|doctor|teacher|nurse|officer|surveyor|colleague|plumber|specialist|"
    "supervisor|boss|agent|clerk|receptionist|secretary|fitter|cleaner|carer|consultant|advisor|adviser|expert|partner|owner|"
    "founder|chef|cook|host|ombudsman|lawyer|solicitor|accountant|neighbour|friend|husband|wife|son|daughter|mother|father|brother|"
    "sister|mum|dad|man|woman|lady|assistant|coordinator|planner|trainer|coach|guide|steward|warden|curator|mechanic|courier|vet|"
    "midwife|groomer|hairdresser|barber|gardener|builder|joiner|painter|caretaker|housekeeper|porter|concierge|waiter|waitress|"
    "superintendent|registrar|bursar|matron|inspector|sergeant|vicar|chaplain|imam|priest|rabbi|foreman|forewoman|principal|"
    "adjuster|assessor|broker|underwriter|examiner|interpreter|translator|counsellor|surgeon|decorator|roofer|glazier|investigator|"
    "organiser|volunteer|mentor|librarian|photographer|conductor|"
    "headteacher|headmaster|headmistress|dean|councillor|mayor|janitor|usher|verger|deputy|dispatcher|buyer|"
    "instructor|tutor|editor|auditor|handler|representative|rep|apprentice|intern|tenant|landlord|pilot|captain|keeper|"
    r"\w{2,}ist|\w{2,}ician"
)
"""Alternatives of a pattern, in small letters."""
