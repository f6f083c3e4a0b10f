"""The pages on which listings are merged, as a browser asks for them."""

from django.urls import reverse

from programs.ledger import read_states, recording
from programs.models import Program
from tests.factories import UserFactory


def merge_url(kept, gone):
    return reverse("admin:programs_program_merge", args=[kept.pk, gone.pk])


def undo_url(merged):
    return reverse("admin:programs_program_unmerge", args=[merged.pk])


def merge(client, kept, gone, **said):
    """Post the page as it was suggested, after these changes."""
    context = client.get(merge_url(kept, gone)).context
    data = {
        f"whose-{row.field}": side.whose
        for row in context["rows"]
        for side in row.sides
        if side.is_chosen
    }
    data |= {"seen_change": context["seen"]} | said
    return client.post(merge_url(kept, gone), data, follow=True)


def state(program):
    return read_states([program.pk])[program.pk]


def edit(program, **values):
    with recording([program], by=UserFactory()):
        Program.objects.filter(pk=program.pk).update(**values)
