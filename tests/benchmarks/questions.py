"""What the benchmarks ask of a catalogue: addresses with three facets each, and common words."""

from itertools import cycle

ADDRESS = "/programs/"

FACETS = [
    "degree=none&degree=bachelor&cost=free&format=online",
    "have=bachelor&funding=stipend&funding=salary&topic=machine-learning",
    "program_type=fellowship&program_type=residency&time=full_time&research=not_needed",
    "enrollment=none&enrollment=unstated&cost=free&role=ml-engineer",
    "program_type=bootcamp&program_type=course&audience=career-changers&background=any",
    "degree=none&degree=unstated&country=US&time=full_time",
    "role=data-scientist&programming=unstated&ml=none&ml=unstated",
    "topic=deep-learning&format=in_person&format=hybrid&enrollment=none",
]
"""Each keeps some percent of the programs."""

COMMON = ["learning", "machine", "AI"]
"""Words in about 78, 73 and 75 % of the texts."""

PAGES = [f"{facets}&q={word}" for facets, word in zip(FACETS, cycle(COMMON))]
"""Three facets and a query."""

NAMED = {"page, three facets and a query": PAGES, "page, three facets": FACETS}
