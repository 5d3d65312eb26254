"""caraway-audit: a linter for customer-service conversations."""

__version__ = "0.2.0"
