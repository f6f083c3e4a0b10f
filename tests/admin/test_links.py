"""Links are checked from the list of programs."""

import pytest
from django.urls import reverse

from programs.admin.links import MOST
from programs.curation.links.pace import Pace
from programs.models import LinkCheck
from tests.curation.links.servers import Reply, serving
from tests.factories import LinkCheckFactory, ProgramFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programs_program_changelist")


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(Pace.__init__, "__defaults__", (0.0, *Pace.__init__.__defaults__[1:]))
    with serving() as one:
        settings.LINK_CHECK_ALLOW = [f"127.0.0.1:{one.port}"]
        yield one


def check(client, *programs):
    """Choose the action for these programs and return the messages of the page that follows."""
    data = {"action": "check_links_of", "_selected_action": [one.pk for one in programs]}
    response = client.post(LIST, data, follow=True)
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def test_the_selected_programs_are_asked(desk, server):
    server.replies["/a"] = Reply()
    chosen = [ProgramFactory(slug=slug, url=f"{server.url}/{slug}") for slug in "ab"]
    ProgramFactory(url=f"{server.url}/c")

    (level, told), (warning, line) = check(desk, *chosen)

    assert (level, told) == ("success", "2 addresses asked: 1 answers, 1 did not answer.")
    assert warning == "warning"
    assert line.startswith("b: Link did not answer once, since")
    assert sorted(server.paths) == ["GET /a", "GET /b", "HEAD /a", "HEAD /b"]


def test_the_same_day_nobody_is_asked_again_and_what_is_known_is_told(desk, server):
    program = ProgramFactory(slug="a", url=f"{server.url}/a")
    check(desk, program)
    before = list(server.asked)

    (level, told), (_, line) = check(desk, program)

    assert server.asked == before
    assert (level, told) == (
        "info",
        "No address was asked. 1 address was asked today already.",
    )
    assert line.startswith("a: Link did not answer once, since")


@pytest.mark.parametrize(("addresses", "is_asked"), [(MOST, True), (MOST + 1, False)])
def test_so_many_addresses_and_no_more_are_asked_at_once(desk, server, addresses, is_asked):
    pairs, single = divmod(addresses, 2)
    chosen = [
        ProgramFactory(url=f"{server.url}/{number}", source_url=f"{server.url}/{number}/source")
        for number in range(pairs)
    ]
    chosen += [ProgramFactory(url=f"{server.url}/single") for _ in range(single)]

    (level, told), *_ = check(desk, *chosen)

    assert bool(server.asked) is is_asked
    assert level == ("success" if is_asked else "error")
    assert ("manage.py check_links" in told) is not is_asked


def test_who_may_not_change_programs_may_not_ask(client_of, server):
    viewer = client_of("view_program", "view_linkcheck")
    program = ProgramFactory(url=f"{server.url}/a")

    page = viewer.get(LIST)
    check(viewer, program)

    assert "Check links of selected programs" not in page.text
    assert server.asked == []


def test_who_may_change_programs_finds_it(client_of):
    ProgramFactory()

    page = client_of("view_program", "change_program").get(LIST)

    assert "Check links of selected programs" in page.text


def test_what_was_answered_is_only_looked_at(desk):
    row = LinkCheckFactory(note="It did not answer in time.")
    address = reverse("admin:programs_linkcheck_change", args=[row.pk])

    assert "It did not answer in time." in desk.get(address).text
    assert desk.post(address, {}).status_code == 403
    assert desk.get(reverse("admin:programs_linkcheck_add")).status_code == 403
    assert LinkCheck.objects.count() == 1
