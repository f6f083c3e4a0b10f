"""The page that waits for an import asks how far it is."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.admin.importing import address, checked, new_rows, upload
from tests.csv_import.files import content
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TOKEN = "0123456789abcdef" * 2


def test_upload_and_the_import_tell_how_far_they_are(desk):
    upload(desk, content(*new_rows(3)), progress=TOKEN)
    assert desk.get(address("progress", TOKEN)).json() == {
        "words": "3 of 3 rows read",
        "done": 3,
        "total": 3,
    }

    batch = checked(*new_rows(2))
    desk.post(address("apply", batch.pk), {"progress": TOKEN})
    answer = desk.get(address("progress", TOKEN))
    assert answer.json()["words"] == "2 of 2 programs made"


@pytest.mark.parametrize("token", [TOKEN[::-1], "x", "A" * 32])
def test_nothing_is_told_of_work_that_is_not_known(desk, token):
    upload(desk, content(*new_rows(1)), progress=TOKEN)
    upload(desk, content(*new_rows(1)), progress="x")

    assert desk.get(address("progress", token)).json() == {}


def test_work_of_others_is_theirs(desk):
    upload(desk, content(*new_rows(1)), progress=TOKEN)
    other = UserFactory(is_staff=True)
    other.groups.add(Group.objects.get(name="Importers"))
    client = Client()
    client.force_login(other)

    assert client.get(address("progress", TOKEN)).json() == {}
