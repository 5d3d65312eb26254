"""What installed packages add: rules, annotators, readers, report formats and recognisers of personal values, each under an
entry point group of its own.

A package that fails to load is an error, never a shrug.
"""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from caraway_audit.errors import PluginError

RULES = "caraway_audit.rules"
ANNOTATORS = "caraway_audit.annotators"
READERS = "caraway_audit.readers"
REPORTERS = "caraway_audit.reporters"
RECOGNIZERS = "caraway_audit.recognizers"


@dataclass(frozen=True)
class Extension:
    """One entry of a package."""

    _point: EntryPoint

    @property
    def name(self) -> str:
        """The name that it is registered under."""
        return self._point.name

    @property
    def owner(self) -> str:
        """The package that it comes from."""
        return self._point.dist.name if self._point.dist else self._point.name

    def load(self) -> Any:
        """What is registered; raises `PluginError` naming the package."""
        try:
            return self._point.load()
        except (Exception, SystemExit) as error:
            raise self.refused(f"cannot be loaded: {type(error).__name__}: {error}") from error

    def make(self) -> Any:
        """As `load`, and called without arguments."""
        factory = self.load()
        try:
            return factory()
        except (Exception, SystemExit) as error:
            raise self.refused(f"cannot be made: {type(error).__name__}: {error}") from error

    def refused(self, why: str) -> PluginError:
        """The error that says what is wrong with it, and where it comes from."""
        point = self._point
        return PluginError(f"{self.owner}: {point.value} ({point.group}) {why}. Mend or uninstall the package.")


def installed(group: str) -> list[Extension]:
    """What packages register under a group, by name."""
    return [Extension(point) for point in sorted(entry_points(group=group), key=lambda point: point.name)]
