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
