"""A result in words: its sentence and its table, the same for page, command, worksheet and screen reader. One file a result."""

from bertplay.summaries.base import Cell, Column, Kind, Measure, Summary, Table

__all__ = ["Cell", "Column", "Kind", "Measure", "Summary", "Table"]
