import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

ROLES = {
    "viewer": "Viewers",
    "curator": "Curators",
    "importer": "Importers",
    "administrator": "Administrators",
}
"""The groups that a migration makes, by what a person in one is called."""


class Command(BaseCommand):
    help = (
        "Make an account for the admin: of somebody who looks, curates, imports or sees to "
        "people. Asks for the password, or reads it as a line from a pipe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="What the person logs in with.")
        parser.add_argument("--role", choices=ROLES, default="curator")
        parser.add_argument("--email", default="")

    def handle(self, *, username: str, role: str, email: str, **options: Any) -> None:
        users = get_user_model()
        person = users(username=users.normalize_username(username), email=email, is_staff=True)
        try:
            person.clean_fields(exclude=["password"])
            person.validate_unique()
        except ValidationError as error:
            raise CommandError(_told(error)) from None
        person.set_password(self._password(person))
        with transaction.atomic():
            person.save()
            person.groups.add(Group.objects.get(name=ROLES[role]))
        self.stdout.write(f"{username} can log in to the admin as {_with_article(role)}.")

    def _password(self, person: Any) -> str:
        """Return a password that is good enough. Raises CommandError if none is given."""
        if not sys.stdin.isatty():
            password = sys.stdin.readline().rstrip("\r\n")
        elif (password := getpass("Password: ")) != getpass("Once more: "):
            raise CommandError("The two passwords differ. Nobody was added.")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nobody was added.") from None
        return password


def _told(error: ValidationError) -> str:
    told = [f"{name}: {' '.join(found)}" for name, found in error.message_dict.items()]
    return f"{' '.join(told)} Nobody was added."


def _with_article(role: str) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
