import pytest

from programs.curation.proposals import read_proposed


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        ("degree_minimum", "Bachelor's degree", {"degree_minimum": "bachelor"}),
        ("degree_minimum", " MSc ", {"degree_minimum": "master"}),
        ("sponsors_visa", "no", {"sponsors_visa": False}),
        ("minimum_age", "18", {"minimum_age": 18}),
        ("cost", "free", {"cost": "free"}),
        ("cost", "US$ 4,500", {"cost_min": 4500, "cost_max": 4500, "cost_currency": "USD"}),
        ("duration_weeks_min", "10-12 weeks", {"duration_weeks_min": 10, "duration_weeks_max": 12}),
        ("url", "https://example.org/new", {"url": "https://example.org/new"}),
        ("name", "A new name", {"name": "A new name"}),
    ],
)
def test_what_is_clear_is_read(field, text, values):
    assert read_proposed(field, text) == values


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("degree_minimum", "they told me that none is needed"),
        ("minimum_age", "eighteen"),
        ("cost", "ask them"),
        ("url", "on their site"),
        ("degree_minimum", "   "),
        ("", "anything"),
        ("colour", "blue"),
    ],
)
def test_what_is_not_clear_is_left_to_a_person(field, text):
    assert read_proposed(field, text) == {}
