import re

import pytest
from django.core.exceptions import ValidationError

from programs.money import amount_words, is_currency, validate_currency


@pytest.mark.parametrize("code", ["USD", "EUR", "GBP", "CAD", "INR", "ZAR"])
def test_codes_of_iso_4217_are_currencies(code: str):
    assert is_currency(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("DOLLARS", id="a-name"),
        pytest.param("usd", id="small-letters"),
        pytest.param("$", id="a-sign"),
        pytest.param("ABC", id="nobody-has-it"),
        pytest.param("", id="nothing"),
    ],
)
def test_another_code_is_refused_with_examples(code: str):
    sentence = f"“{code}” is not an ISO 4217 currency code. Examples: USD, EUR, GBP."

    with pytest.raises(ValidationError, match=re.escape(sentence)):
        validate_currency(code)


def test_a_known_code_is_not_refused():
    assert validate_currency("CHF") is None


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        pytest.param(8099, 8099, "USD", "US$8,099", id="one-amount"),
        pytest.param(5000, 8000, "USD", "US$5,000 to US$8,000", id="a-range"),
        pytest.param(5000, None, "EUR", "from €5,000", id="at-least"),
        pytest.param(None, 5000, "GBP", "up to £5,000", id="at-most"),
        pytest.param(1000, 1000, "CAD", "CA$1,000", id="another-dollar"),
        pytest.param(1_500_000, 1_500_000, "INR", "₹1,500,000", id="millions"),
        pytest.param(3500, 3500, "SGD", "SGD\N{NO-BREAK SPACE}3,500", id="letters-stand-apart"),
        pytest.param(0, 0, "USD", "US$0", id="zero-is-an-amount"),
        pytest.param(0, 500, "USD", "US$0 to US$500", id="from-zero"),
        pytest.param(None, None, "USD", "", id="nothing-stated"),
        pytest.param(None, None, "", "", id="not-even-a-currency"),
    ],
)
def test_amounts_read_as_a_page_writes_them(low, high, currency: str, words: str):
    assert amount_words(low, high, currency) == words
