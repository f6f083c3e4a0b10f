"""What the API answers when the site itself is at fault."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("broken", ["programs.catalogue.current", "programs.api.base.quoted"])
def test_a_fault_of_ours_is_told_in_json_too(client, monkeypatch, caplog, broken):
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(broken, fail)
    client.raise_request_exception = False

    answer = client.get(
        "/api/v1/programs/?colour=red", headers={"origin": "https://elsewhere.example"}
    )

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "A fault of ours",
        "status": 500,
        "detail": "Something went wrong here. It is not your request: ask again later.",
    }
    assert "ETag" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "RuntimeError: secret" in caplog.text


@pytest.mark.parametrize("address", ["/api/v1/", "/programs/"])
def test_people_get_a_page_after_a_fault(client, monkeypatch, address):
    monkeypatch.delattr("programs.catalogue.current")
    client.raise_request_exception = False

    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert b"Something went wrong here" in answer.content
