"""Amounts of money: which currencies there are, and how a page writes an amount."""

from babel.numbers import format_currency, list_currencies
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


def amount_words(low: int | None, high: int | None, currency: str) -> str:
    """Return `US$8,099`, `US$5,000 to US$8,000`, `from …` or `up to …`; empty if both are None."""
    amounts = [
        # The English of the world: in that of the United States, $ alone is theirs.
        format_currency(amount, currency, "¤#,##0", locale="en_001", currency_digits=False)
        for amount in (low, high)
        if amount is not None
    ]
    if low is None or high is None:
        return "".join(f"{'from' if high is None else 'up to'} {amount}" for amount in amounts)
    return amounts[0] if low == high else f"{amounts[0]} to {amounts[1]}"
