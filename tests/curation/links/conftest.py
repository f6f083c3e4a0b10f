from collections.abc import Iterator

import pytest

from tests.curation.links.servers import OTHER, PUBLIC, Server, Web, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def web(server: Server) -> Web:
    """A web in which `program.example` is our server, and `other.example` too."""
    made = Web()
    made.name("program.example", [PUBLIC])
    made.name("other.example", [OTHER])
    made.ports = {(PUBLIC, 80): server.port, (OTHER, 80): server.port}
    return made
