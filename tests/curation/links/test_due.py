"""Which addresses are asked, and when: each at most once a day, whoever asks."""

import pytest

from programs.choices import LinkOutcome
from programs.curation.links import check_links
from programs.curation.links.due import known_as
from programs.models import LinkCheck, LinkVisit, Program
from tests.curation.links.asking import NOON, OK, Asking, days_later, run
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def test_pages_and_sources_of_published_programs_are_asked():
    ProgramFactory(url="https://a.example/x", source_url="https://b.example/y")
    ProgramFactory(url="https://c.example/", draft=True)
    ask = Asking()

    asked = run(ask)

    assert sorted(ask.urls) == ["https://a.example/x", "https://b.example/y"]
    assert (asked.total, asked.counts[LinkOutcome.OK], asked.left) == (2, 2, 0)


def test_an_address_is_asked_once_a_day():
    ProgramFactory(url="https://a.example/")
    ask = Asking()

    first, second, tomorrow = run(ask), run(ask), run(ask, at=days_later(1))

    assert len(ask.urls) == 2
    assert [(one.total, one.resting) for one in (first, second, tomorrow)] == [
        (1, 0),
        (0, 1),
        (1, 0),
    ]


def test_an_address_of_several_programs_is_asked_once_for_all():
    ProgramFactory(url="https://a.example/x", source_url="https://A.example/x#apply")
    ProgramFactory(url="https://b.example/", source_url="HTTPS://a.example/x")
    ProgramFactory(url="https://a.example/x", draft=True)
    ask = Asking()

    run(ask)

    assert sorted(ask.urls) == ["https://a.example/x", "https://b.example/"]
    # For each program, in the spelling that stands there.
    assert LinkCheck.objects.count() == 5


def test_what_nobody_asked_for_longest_comes_first():
    for day, name in enumerate(["c", "a", "b"]):
        ProgramFactory(url=f"https://{name}.example/")
        run(at=days_later(day))
    ProgramFactory(url="https://new.example/")
    ask = Asking()

    asked = run(ask, at=days_later(9), limit=2)

    assert sorted(ask.urls) == ["https://c.example/", "https://new.example/"]
    assert (asked.total, asked.left) == (2, 2)


def test_only_the_programs_that_are_named_are_asked():
    chosen = ProgramFactory(url="https://a.example/", draft=True)
    ProgramFactory(url="https://b.example/")
    ask = Asking()

    run(ask, programs=Program.objects.filter(pk=chosen.pk))

    assert ask.urls == ["https://a.example/"]


def test_what_another_process_asks_meanwhile_is_left_to_it():
    ProgramFactory(url="https://a.example/1")
    ProgramFactory(url="https://a.example/2")
    urls = []

    def ask(url):
        urls.append(url)
        return OK

    def now():
        # The other one takes all that is left as soon as the first was asked.
        if urls:
            for page in "12":
                LinkVisit.objects.get_or_create(
                    url=f"https://a.example/{page}", defaults={"asked_on": NOON.date()}
                )
        return NOON

    asked = check_links(Program.objects.published(), ask=ask, now=now)

    assert len(urls) == 1
    assert (asked.total, asked.resting, asked.left) == (1, 1, 0)


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("HTTPS://A.Example/Path?Q#part", "https://a.example/Path?Q"),
        (" http://a.example ", "http://a.example"),
        ("no address", "no address://"),
    ],
)
def test_an_address_is_known_in_one_spelling(url, known):
    assert known_as(url) == known.removesuffix("://")


def test_looking_for_what_is_due_takes_few_queries(django_assert_max_num_queries):
    for number in range(30):
        ProgramFactory(url=f"https://a.example/{number}")
    run()

    with django_assert_max_num_queries(4):
        run()
