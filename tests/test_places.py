import pytest
from django_countries import countries

from programs.places import STATES, country_code, country_name, is_city_in_state, state_code


@pytest.mark.parametrize("code", [code for code, _ in countries])
def test_every_country_is_known_by_its_codes_and_its_name(code):
    for text in (code, code.lower(), countries.alpha3(code), country_name(code)):
        assert country_code(text) == code
        assert country_code(f" {text.upper()} ") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("USA", "US"), ("U.S.A.", "US"), ("the United States", "US"), ("America", "US")),
        *(("UK", "GB"), ("U.K.", "GB"), ("England", "GB"), ("Great Britain", "GB")),
        *(("South Korea", "KR"), ("Holland", "NL"), ("The Netherlands", "NL"), ("UAE", "AE")),
        *(("Czech Republic", "CZ"), ("Vietnam", "VN"), ("Russia", "RU"), ("Turkey", "TR")),
        *(("", ""), ("Europe", ""), ("worldwide", ""), ("NY", ""), ("XX", "")),
    ],
)
def test_country_is_known_by_what_people_call_it(text, code):
    assert country_code(text) == code


def test_every_state_is_known_by_its_code_and_its_name():
    assert len(STATES) == 51
    for code, name in STATES.items():
        assert state_code(code) == state_code(name.upper()) == code
    assert state_code("Ontario") == state_code("") == ""


def test_larger_cities_are_known_in_their_own_states_only():
    assert is_city_in_state("ATLANTA", "GA")
    assert not is_city_in_state("Atlanta", "IN")
    assert not is_city_in_state("Tbilisi", "GA")
    assert not is_city_in_state("", "GA")
    assert not is_city_in_state("Austin", "TX")  # No country has the code.
