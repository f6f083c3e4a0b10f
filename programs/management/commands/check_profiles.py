from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs import catalogue
from programs.profiles import PROFILES, Comparison, Profile, compare, read_profiles


class Command(BaseCommand):
    help = (
        "Hold the golden profiles against the catalogue, and show for each the groups that it "
        "expects and those that are found. Fails if any differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profile", metavar="NAME", help="Only the profile of this name.")

    def handle(self, *, profile: str | None, **options: Any) -> None:
        try:
            profiles = read_profiles()
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from None
        if profile is not None:
            profiles = [_named(profile, profiles)]
        checked = differing = 0
        for one, found in compare(profiles, catalogue.current(timezone.localdate())):
            self._show(one, found)
            checked += len(found)
            differing += sum(not each.holds for each in found)
        people = "1 profile" if len(profiles) == 1 else f"{len(profiles)} profiles"
        if differing:
            raise CommandError(f"{people}: {differing} of {checked} expectations differ.")
        self.stdout.write(f"{people}: all {checked} expectations hold.")

    def _show(self, profile: Profile, found: list[Comparison]) -> None:
        self.stdout.write(f"{profile.name}: {profile.description}")
        width = max(map(len, profile.expected), default=0)
        self._line("program", "expected", "found", width=width)
        for one in found:
            words = one.verdict.group.label if one.verdict else "Not in the catalogue"
            mark = "" if one.holds else "<< differs"
            self._line(one.slug, one.expected.label, words, mark, width=width)
            if one.verdict is None:
                self.stdout.write(
                    f"    {one.slug} is not published, or has closed. Mend {PROFILES.name} if the "
                    "slug is wrong."
                )
            elif not one.holds:
                for sentence in one.deciding:
                    self.stdout.write(f"    {sentence}")
        self.stdout.write("")

    def _line(self, slug: str, expected: str, found: str, mark: str = "", *, width: int) -> None:
        self.stdout.write(f"  {slug:{width}}  {expected:21}  {found:21}  {mark}".rstrip())


def _named(name: str, profiles: list[Profile]) -> Profile:
    for profile in profiles:
        if profile.name.casefold() == name.casefold():
            return profile
    names = "; ".join(profile.name for profile in profiles)
    raise CommandError(f"--profile: “{name}” is no profile. Profiles are: {names}.")
