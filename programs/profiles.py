"""Golden profiles: described people, and the group that each expects some programs to be in.

They tell in human terms what an edit or a rule changes: `manage.py check_profiles` holds them
against the catalogue.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from programs.catalogue import Snapshot
from programs.eligibility import ANSWERS, Applicant, Group, Verdict
from programs.forms import ApplicantForm
from programs.matching import Match
from programs.models import Program

PROFILES = Path(__file__).resolve().parent / "data" / "profiles.json"


@dataclass(frozen=True, slots=True)
class Profile:
    """A person in a few words, their answers, and the expected group by slug of a program."""

    name: str
    description: str
    applicant: Applicant
    expected: Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a profile expects of a program, beside what is found."""

    slug: str
    expected: Group
    verdict: Verdict | None
    """None if the catalogue has no such program, or it has closed."""

    @property
    def holds(self) -> bool:
        return self.verdict is not None and self.verdict.group == self.expected

    @property
    def deciding(self) -> list[str]:
        """The sentences that put the program where it is; all of them if nothing is in the way."""
        if self.verdict is None:
            return []
        group = self.verdict.group
        return [one.sentence for one in self.verdict.findings.values() if one.group == group]


def read_profiles(path: Path | None = None) -> list[Profile]:
    """Return the profiles of a file, in its order; those of the project if none is named.

    Raises ValueError with a sentence if the file, an answer or a group is not as it should be.
    """
    path = path or PROFILES
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        profiles = [_profile(entry) for entry in entries]
    except (KeyError, TypeError, AttributeError):
        raise ValueError(
            f"{path.name}: each profile is an object with name, description, answers and expected."
        ) from None
    except ValueError as problem:
        raise ValueError(f"{path.name}: {problem}") from None
    names = [profile.name for profile in profiles]
    if len(set(names)) < len(names):
        raise ValueError(f"{path.name}: two profiles have the same name.")
    return profiles


def compare(
    profiles: Sequence[Profile], snapshot: Snapshot
) -> Iterator[tuple[Profile, list[Comparison]]]:
    """Yield each profile with what is found of the programs that it names, in its order."""
    named = {slug for profile in profiles for slug in profile.expected}
    ids = dict(Program.objects.filter(slug__in=named).values_list("slug", "pk"))
    for profile in profiles:
        wanted = [ids[slug] for slug in profile.expected if slug in ids]
        verdicts = Match(profile.applicant, snapshot).verdicts(wanted)
        found = {slug: verdicts.get(ids.get(slug)) for slug in profile.expected}
        yield profile, [Comparison(slug, profile.expected[slug], found[slug]) for slug in found]


def _profile(entry: Mapping[str, Any]) -> Profile:
    name = entry["name"]
    return Profile(
        name=name,
        description=entry["description"],
        applicant=_applicant(name, entry["answers"]),
        expected={slug: _group(name, slug, group) for slug, group in entry["expected"].items()},
    )


def _applicant(name: str, answers: Mapping[str, Any]) -> Applicant:
    """Return the person of these answers, written as an address writes them."""
    if unknown := sorted(set(answers) - set(ANSWERS)):
        raise ValueError(
            f"“{name}” answers {', '.join(unknown)}, which is no question. "
            f"Questions are {', '.join(ANSWERS)}."
        )
    form = ApplicantForm(QueryDict(urlencode(answers, doseq=True)))
    if form.problems:
        raise ValueError(f"“{name}”: {form.problems[0]}")
    return form.applicant


def _group(name: str, slug: str, group: str) -> Group:
    if group not in Group.values:
        raise ValueError(
            f"“{name}” expects {slug} in “{group}”, which is not one of {', '.join(Group.values)}."
        )
    return Group(group)
