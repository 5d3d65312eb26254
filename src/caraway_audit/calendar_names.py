"""The English names of months and days of the week, in small letters and in their order."""

MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
SHORT = 3
"""So many letters of a name are its short form."""
