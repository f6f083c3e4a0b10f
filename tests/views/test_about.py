import json
import re

import pytest


@pytest.mark.django_db
def test_the_text_comes_from_its_file(client):
    answer = client.get("/about/")

    page = answer.content.decode()
    assert "<h1>About Careerpaths</h1>" in page
    assert "<h2>What the words mean</h2>" in page
    assert "+++" not in page
    assert not answer.cookies


@pytest.mark.django_db
def test_it_asks_the_database_for_the_version_only(client, django_assert_num_queries):
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(1):
        client.get("/about/")


@pytest.mark.django_db
def test_machines_find_the_whole_catalogue_as_files(client):
    page = client.get("/about/").text

    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])
    [dataset] = data["@graph"]
    files = {one["encodingFormat"]: one["contentUrl"] for one in dataset["distribution"]}
    assert dataset["@type"] == "Dataset"
    assert dataset["license"].startswith("https://opensource.org/")
    assert files == {
        "text/csv": "http://testserver/programs.csv",
        "application/json": "http://testserver/programs.json",
    }
    for media_type, address in files.items():
        assert client.get(address).headers["Content-Type"].startswith(media_type)
