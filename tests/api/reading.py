"""What another program does with the API."""

from typing import Any

from django.test import Client


def read(client: Client, address: str, *, status: int = 200, **options: Any) -> Any:
    """The JSON at an address below the API, or at a whole one."""
    path = address if address.startswith("http") else f"/api/v1/{address}"
    answer = client.get(path, **options)
    assert answer.status_code == status, answer.content
    return answer.json()


def walk(client: Client, address: str) -> list[str]:
    """The slugs of a list, part by part to its end."""
    found = []
    while address:
        part = read(client, address)
        found += [one["slug"] for one in part["results"]]
        address = part["next"]
    return found
