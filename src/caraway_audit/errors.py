"""What can go wrong, and the exit code that says so.

A refusal names file, place and remedy. Data that cannot be read is not an exception: readers report it as an
`InputProblem` and go on (see `model.py`).
"""

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every command."""

    CLEAN = 0
    FINDINGS = 1  # findings at or over the threshold
    USAGE = 2  # the command line, the policy or a plugin
    INCOMPLETE = 3  # unreadable input, a crashed rule, nothing matched
    INTERRUPTED = 130


class CarawayError(Exception):
    """A refusal: `str(error)` is the whole message for the user, `exit_code` what the process ends with."""

    exit_code = ExitCode.USAGE


class UsageError(CarawayError):
    """The command line asks for something that cannot be done."""


class PolicyError(CarawayError):
    """One or more `mistakes` in a policy file; the message lists all of them with file:line:col."""

    def __init__(self, message: str, mistakes: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.mistakes = tuple(mistakes)


class PluginError(CarawayError):
    """A third-party rule, annotator, reader or reporter could not be loaded."""


class IncompleteError(CarawayError):
    """The audit could not be carried out on the data given (nothing to read, output not writable)."""

    exit_code = ExitCode.INCOMPLETE


class LeakError(IncompleteError):
    """A personal value that was found in the input was about to be shown at a `place`, which says nothing of the value."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"a personal value that was found in the input was about to be shown ({place}); that was not done. It is a bug: "
            "please report it, with a made-up conversation that shows it."
        )
