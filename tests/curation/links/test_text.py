"""The hash of a page changes with what it says, and with nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.curation.links.text import text_hash, visible_text

PAGE = "<title>Residency</title><body><h1>A residency</h1><p>Apply by 5 May. 12 places.</p></body>"


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        pytest.param("<p>", '<p class="x" data-at="17:03">', id="attributes"),
        pytest.param("<p>", "<script>var a = '<p>1</p>'; at(7)</script><p>", id="script"),
        pytest.param("<p>", "<SCRIPT nonce='a>b'>1 < 2</SCRIPT ><p>", id="loud-script"),
        pytest.param("<p>", "<style>p { color: red }</style><p>", id="style"),
        pytest.param("<p>", "<!-- made at 12:00 <p> --><p>", id="comment"),
        pytest.param("<p>", "<noscript>Turn it on.</noscript><p>", id="noscript"),
        pytest.param("<p>", "<svg><title>Logo</title></svg><p>", id="drawing"),
        pytest.param("<p>", "<nav><a href='/'>Home</a></nav><p>", id="menu"),
        pytest.param("<p>", "<footer>News of today</footer><p>", id="footer"),
        pytest.param("Apply by", "Apply \n\t by&nbsp;", id="white-space"),
        pytest.param("5 May", "<b>5</b> May", id="emphasis"),
        pytest.param("places.", "places. 10:45", id="clock"),
        pytest.param("places.", "places. 9:05:11 p.m.", id="clock-with-seconds"),
        pytest.param("places.", "places. 3 minutes ago", id="time-ago"),
        pytest.param("places.", "places. © 2019–2026", id="year-of-copyright"),
        pytest.param("places.", "places. 1,234 stars", id="stars"),
        pytest.param("places.", "places. 5.3k already enrolled", id="learners"),
    ],
)
def test_what_says_nothing_new_changes_no_hash(was, is_):
    assert text_hash(PAGE.replace(was, is_, 1)) == text_hash(PAGE)


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        pytest.param("5 May", "6 May", id="deadline"),
        pytest.param("12 places", "10 places", id="number"),
        pytest.param("A residency", "A fellowship", id="heading"),
        pytest.param("</p>", "</p><p>This program is closed.</p>", id="more"),
        pytest.param("Apply by 5 May.", "", id="less"),
        pytest.param("12 places", "2026", id="year"),
        pytest.param("12 places", "age < 30", id="sign"),
    ],
)
def test_what_a_reader_would_notice_changes_the_hash(was, is_):
    assert text_hash(PAGE.replace(was, is_, 1)) != text_hash(PAGE)


def test_entities_and_signs_are_read():
    assert visible_text("<p>R&amp;D, age < 30 &lt; 40</p>").strip() == "R&D, age < 30 < 40"


@pytest.mark.parametrize("page", ["", "<p></p>", "<script>1</script>", "<!-- nothing -->", "12:30"])
def test_a_page_that_says_nothing_has_no_hash(page):
    assert text_hash(page) == ""


def test_plain_text_is_read_as_it_is():
    assert text_hash("<script>x</script>", is_html=False) == text_hash(
        "&lt;script>x&lt;/script>", is_html=True
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("a<script>b", "a", id="script"),
        pytest.param("a<style>b", "a", id="style"),
        pytest.param("a<!-- b", "a", id="comment"),
        pytest.param("a<nav>b<main>c", "a b c", id="menu"),
        pytest.param("a<p class='x>b", "a b", id="quote"),
        pytest.param("a<p", "a", id="tag"),
        pytest.param("a<", "a<", id="sign"),
    ],
)
def test_what_never_ends_hides_no_more_than_in_a_browser(page, text):
    assert " ".join(visible_text(page).split()) == text


@given(st.lists(st.sampled_from(["<", ">", "<!--", "-->", "<script>", "</script", "<nav>", '"a'])))
def test_any_tags_are_read_to_their_end(parts):
    assert "<script" not in visible_text("".join(parts))


HARD = {
    "deep": "<div>",
    "signs": "<",
    "comments": "<!--",
    "attributes": "<a x ",
    "quotes": "<a \"'",
    "menus": "<nav>",
    "half-closed": "<nav></nav",
    "scripts": "<script>",
    "entities": "&#1",
    "figures": "1,",
    "clocks": "10:",
    "copyrights": "copyright ©,",
    "long-number": "&#111111",
}


@pytest.mark.parametrize("part", HARD.values(), ids=HARD)
def test_a_page_that_is_made_to_be_hard_takes_no_longer_than_its_length(part):
    def seconds(length):
        page = (part * length)[:length]
        began = time.process_time()
        text_hash(page)
        return time.process_time() - began

    # Ten times the length takes ten times as long, and not a hundred times.
    assert seconds(400_000) < 40 * max(seconds(40_000), 0.01)


def test_a_number_of_thousands_of_digits_is_no_character():
    assert text_hash("a &#" + "1" * 5_000 + ";")
