"""What is done to several programs at once, from the list."""

import pytest
from django.urls import reverse

from programs.admin import several
from programs.models import Change, Program
from tests.factories import OrganizationFactory, ProgramFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programs_program_changelist")


def archive_all(client, **more):
    first = Program.objects.order_by("pk").first()
    data = {"action": "archive", "_selected_action": [first.pk], "select_across": "1"}
    return client.post(LIST, data | more, follow=True)


def test_all_that_the_list_finds_is_written_in_one_transaction(
    desk, curator, django_assert_max_num_queries
):
    organization = OrganizationFactory()
    programs = ProgramFactory.create_batch(120, organization=organization)

    with django_assert_max_num_queries(60):
        page = archive_all(desk, change_reason="Gone")

    assert "120 programs are now archived." in page.text
    changes = Change.objects.filter(field="publication", by=curator, reason="Gone")
    assert changes.count() == len(programs)
    assert changes.values("at").distinct().count() == 1


def test_more_than_one_request_can_do_are_refused_with_the_bound(desk, monkeypatch):
    monkeypatch.setattr(several, "MOST", 2)
    ProgramFactory.create_batch(3)

    page = archive_all(desk)

    assert "At most 2 programs at a time. Nothing was changed: narrow the list." in page.text
    assert not Program.objects.filter(publication="archived").exists()


def test_as_many_as_the_bound_are_written(desk, monkeypatch):
    monkeypatch.setattr(several, "MOST", 3)
    ProgramFactory.create_batch(3)

    assert "3 programs are now archived." in archive_all(desk).text
