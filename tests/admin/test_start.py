"""The start page of the admin: the queue, claims, and what is confirmed by one click."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.curation import claims
from programs.curation.queue import read_queue
from programs.models import Change, Check, Claim
from tests.admin.conftest import change_url, form_data
from tests.factories import (
    CheckFactory,
    LinkCheckFactory,
    ProgramFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = reverse("admin:index")


def deed(name: str, pk: int) -> str:
    return reverse(f"admin:desk_{name}", args=[pk])


def names(client, query: str = "") -> list[str]:
    return [item.entry.name for item in client.get(f"{START}{query}").context["items"]]


def ahead(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def told(client) -> str:
    return " ".join(str(one) for one in client.get(START).context["messages"])


# --- The queue -------------------------------------------------------------------------------


def test_what_can_do_most_harm_comes_first(desk):
    CheckFactory(program=ProgramFactory(name="Fresh"))
    ProgramFactory(name="Never")
    RoundFactory(program=ProgramFactory(name="Closing"), closes_on=ahead(12))
    reported = ProgramFactory(name="Reported")
    CheckFactory(program=reported)
    ReportFactory(program=reported, field="cost")

    assert names(desk) == ["Closing", "Reported", "Never", "Fresh"]
    page = desk.get(START).text
    assert "Closes in 12 days, never checked" in page
    assert "An open report" in page
    assert "All of it was confirmed lately" in page


def test_queue_wakes_up_before_a_round_that_is_to_be_expected(desk):
    soon = timezone.localdate() + timedelta(days=20)
    program = ProgramFactory(name="Usual")
    for years in (1, 2):
        RoundFactory(
            program=program, closes_on=f"{soon.year - years}-{soon:%m}-{min(soon.day, 28):02}"
        )

    assert "Usually closes in " in desk.get(START).text
    assert names(desk, "?show=deadline") == ["Usual"]


def test_link_that_broke_is_a_reason(desk):
    broken, changed = ProgramFactory(name="Broken"), ProgramFactory(name="Changed")
    now = timezone.now()
    for program in (broken, changed):
        CheckFactory(program=program, at=now)
    read_queue(timezone.localdate())
    LinkCheckFactory(
        program=broken,
        url=broken.url,
        outcome="broken",
        times=3,
        since=now - timedelta(days=4),
        at=now,
    )
    LinkCheckFactory(
        program=changed, url=changed.url, outcome="ok", text_hash="a", at=now - timedelta(days=1)
    )
    LinkCheckFactory(
        program=changed, url=changed.url, outcome="ok", text_hash="b", at=now + timedelta(days=1)
    )

    assert names(desk, "?show=link") == ["Broken", "Changed"]
    page = desk.get(START).text
    assert "Link broken since " in page
    assert "page changed since your check" in page


def test_only_what_visitors_see_and_may_apply_to_is_in_the_queue(desk):
    ProgramFactory(name="Open")
    ProgramFactory(draft=True)
    ProgramFactory(closed=True)
    ProgramFactory(publication="archived")

    assert names(desk) == ["Open"]


def test_queue_is_looked_at_by_cause(desk):
    CheckFactory(program=ProgramFactory(name="Fresh"))
    long_ago = timezone.now() - timedelta(days=400)
    CheckFactory(program=ProgramFactory(name="Old"), at=long_ago)
    RoundFactory(program=ProgramFactory(name="Never"), closes_on=ahead(12))

    assert names(desk, "?show=never") == ["Never"]
    assert names(desk, "?show=old") == ["Old"]
    assert names(desk, "?show=deadline") == ["Never"]
    assert names(desk, "?show=nonsense&page=99") == names(desk)


def test_queue_follows_every_write(desk):
    program = ProgramFactory(name="Before")
    day = timezone.localdate()
    assert read_queue(day) is read_queue(day)

    first = read_queue(day)
    ReportFactory(program=program, field="cost")
    second = read_queue(day)
    CheckFactory(program=program)
    third = read_queue(day)

    scores = [queue.entries[0].harm.score for queue in (first, second, third)]
    assert scores[0] < scores[1] > scores[2]
    assert read_queue(day + timedelta(days=300)) is not read_queue(day)


def test_long_queue_comes_in_pages_and_no_more_queries(desk, django_assert_max_num_queries):
    for number in range(20):
        CheckFactory(program=ProgramFactory(name=f"{number:02}"))

    with django_assert_max_num_queries(25):
        first = names(desk)
    assert (len(first), names(desk, "?page=3")[-1]) == (8, "19")


def test_those_who_may_only_look_get_no_buttons(client_of):
    ProgramFactory(name="Seen")
    viewer = client_of("view_program").get(START).text
    stranger = client_of().get(START).text

    assert ("Seen" in viewer, "Seen" in stranger) == (True, False)
    assert "desk/confirm" not in viewer
    assert "desk/claim" not in viewer


# --- Still true ------------------------------------------------------------------------------


def test_one_click_confirms_all_and_the_public_page_says_so(desk, client, curator):
    program = ProgramFactory(degree_minimum="master")
    changes = Change.objects.count()

    desk.post(deed("confirm", program.pk), {"group": "all"})

    check = Check.objects.get()
    assert (check.by, check.fields) == (curator, [])
    assert Change.objects.count() == changes
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"Checked {today}" in client.get(program.get_absolute_url()).text


def test_a_group_is_confirmed_alone(desk):
    program = ProgramFactory()

    response = desk.post(
        deed("confirm", program.pk), {"group": "money", "next": change_url(program)}
    )

    assert response.url == change_url(program)
    assert {"cost", "funding"} <= set(Check.objects.get().fields)
    assert desk.post(deed("confirm", program.pk), {"group": "weather"}).status_code == 404


def test_way_back_is_on_this_site(desk):
    program = ProgramFactory()

    response = desk.post(
        deed("confirm", program.pk), {"group": "all", "next": "https://evil.example/"}
    )

    assert response.url == START


def test_a_slip_is_taken_back_but_not_that_of_others_or_of_yesterday(desk, curator):
    program = ProgramFactory(name="Slipped")
    desk.post(deed("confirm", program.pk), {"group": "all"})
    assert "Take it back" in desk.get(START).text
    desk.post(deed("unconfirm", Check.objects.get().pk))
    assert not Check.objects.exists()

    others = CheckFactory(program=program)
    old = CheckFactory(program=program, by=curator, at=timezone.now() - timedelta(hours=2))
    for check in (others, old):
        desk.post(deed("unconfirm", check.pk))
    assert Check.objects.count() == 2
    assert "Only your own checks of the last hour" in told(desk)


def test_form_shows_since_when_each_group_stands(desk):
    program = ProgramFactory()
    CheckFactory(program=program, fields=["rounds", "rolling"], at=timezone.now())

    groups = {one.name: one.told for one in desk.get(change_url(program)).context["confirmable"]}

    assert groups["rounds"] == f"{timezone.localdate():%-d %B %Y}"
    assert groups["money"] == "not as it is now"


def test_an_edit_takes_away_the_check_unless_the_editor_confirms_it(desk):
    program = ProgramFactory(cost="free")
    CheckFactory(program=program)

    desk.post(change_url(program), form_data(desk, change_url(program), cost="paid"))
    groups = {one.name: one.told for one in desk.get(change_url(program)).context["confirmable"]}
    assert groups["money"] == "not as it is now"

    data = form_data(desk, change_url(program), cost="varies", confirm_changes="on")
    desk.post(change_url(program), data)
    assert Check.objects.latest("at").fields == ["cost"]
    groups = {one.name: one.told for one in desk.get(change_url(program)).context["confirmable"]}
    assert groups["money"] != "not as it is now"


def test_nothing_is_confirmed_by_a_form_that_changes_nothing_or_is_refused(desk):
    program = ProgramFactory()
    for changes in ({}, {"name": ""}):
        data = form_data(desk, change_url(program), confirm_changes="on", **changes)
        desk.post(change_url(program), data)

    assert not Check.objects.exists()


# --- Claims ----------------------------------------------------------------------------------


def test_a_claim_is_seen_by_others_and_runs_out(desk, curator):
    program = ProgramFactory(name="Mine")
    other = UserFactory(username="bo")
    now = timezone.now()

    desk.post(deed("claim", program.pk))
    assert names(desk, "?show=mine") == ["Mine"]
    assert names(desk, "?show=unclaimed") == []
    with pytest.raises(claims.Claimed, match="ada is on it already"):
        claims.claim(program, by=other, at=now)

    later = now + claims.CLAIMED_FOR + timedelta(minutes=1)
    assert claims.claim(program, by=other, at=later).by == other
    desk.post(deed("claim", program.pk))
    assert "“Mine”: bo is on it already." in told(desk)


def test_without_claims_everything_is_unclaimed(desk):
    ProgramFactory(name="Free")

    assert names(desk, "?show=unclaimed") == ["Free"]
    assert "Unclaimed" not in desk.get(START).text


def test_release_and_check_end_a_claim(desk, curator):
    first, second = ProgramFactory(), ProgramFactory()
    for program in (first, second):
        desk.post(deed("claim", program.pk))

    desk.post(deed("release", first.pk))
    desk.post(deed("confirm", second.pk), {"group": "all"})

    assert not Claim.objects.exists()
    assert not claims.release(first, by=curator)


@pytest.mark.parametrize(
    ("name", "permission"),
    [("confirm", "change_program"), ("unconfirm", "change_program"), ("claim", "add_check")],
)
def test_deeds_need_their_permission_and_a_form(client_of, name, permission):
    check = CheckFactory()
    client = client_of("view_program", permission)

    assert client.post(deed(name, check.pk), {"group": "all"}).status_code == 403
    assert Check.objects.count() == 1


@pytest.mark.parametrize("name", ["confirm", "unconfirm", "claim", "release"])
def test_deeds_are_no_links(desk, name):
    assert desk.get(deed(name, 1)).status_code == 405
    assert desk.post(deed(name, 1), {"group": "all"}).status_code == 404
