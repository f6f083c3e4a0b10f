import datetime

import pytest
from django.utils import timezone

ADDRESS = "/.well-known/security.txt"


def test_whom_to_tell_of_a_weakness_stands_where_it_is_looked_for(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    answer = client.get(ADDRESS)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:security@example.org"
    assert told["Canonical"] == f"http://testserver{ADDRESS}"
    left = datetime.datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert datetime.timedelta(days=170) < left < datetime.timedelta(days=365)


@pytest.mark.django_db
def test_without_a_contact_there_is_no_such_page(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get(ADDRESS).status_code == 404
