"""Two listings of one program."""

import pytest

from tests.factories import ProgramFactory


@pytest.fixture
def kept():
    return ProgramFactory(slug="kept", name="AI Residency", cost="free", topics=["nlp"])


@pytest.fixture
def gone():
    return ProgramFactory(slug="gone", name="The AI Residency", topics=["robotics"])
