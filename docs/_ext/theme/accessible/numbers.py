"""Cells of tables that are numbers: they are set flush right, and with the minus sign of mathematics."""

import re

MINUS = "−"
_NUMBER = re.compile(r"[-+−]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+−]?\d+)?\s?%?|[-+−]?inf|nan|–", re.IGNORECASE)


def is_number(cell: str) -> bool:
    """Whether all that stands in a cell is one number, or the dash for none."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def typeset(number: str) -> str:
    """The number with minus signs in place of hyphens."""
    return number.replace("-", MINUS)
