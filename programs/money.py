"""Amounts of money: which currencies there are, and how a page writes an amount."""

from functools import lru_cache

from babel.numbers import format_decimal, get_currency_symbol, list_currencies
from django.core.exceptions import ValidationError


def is_currency(code: str) -> bool:
    """Return whether ISO 4217 (as the Unicode CLDR lists it) has the code."""
    return code in list_currencies()


def validate_currency(code: str) -> None:
    """Raise ValidationError unless ISO 4217 has the code."""
    if not is_currency(code):
        raise ValidationError(
            f"“{code}” is not an ISO 4217 currency code. Examples: USD, EUR, GBP."
        )


@lru_cache(maxsize=2_000)
def amount_words(low: int | None, high: int | None, currency: str) -> str:
    """Return `US$8,099`, `US$5,000 to US$8,000`, `from …` or `up to …`; empty if both are None."""
    amounts = [_amount(amount, currency) for amount in (low, high) if amount is not None]
    if low is None or high is None:
        return "".join(f"{'from' if high is None else 'up to'} {amount}" for amount in amounts)
    return amounts[0] if low == high else f"{amounts[0]} to {amounts[1]}"


def _amount(amount: int, currency: str) -> str:
    # The English of the world: in that of the United States, $ alone is theirs.
    symbol = get_currency_symbol(currency, locale="en_001")
    space = "\N{NO-BREAK SPACE}" if symbol[-1].isalpha() else ""
    return f"{symbol}{space}{format_decimal(amount, '#,##0', locale='en_001')}"
