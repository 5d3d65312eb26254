"""caraway-audit: a linter for customer-service conversations."""

__version__ = "0.2.0"

FEW_COLLECTIONS = (100_000, 50, 100)
"""Thresholds of the garbage collector in every process of ours: an audit makes no cycles, and looking through every message
again and again costs a tenth of the time; at the start, through all rules, a fourteenth of `check`."""
