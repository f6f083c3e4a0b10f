"""Named database constraints, each with the sentence that a person reads when it is broken."""

from django.db.models import CharField, CheckConstraint, F, Q, TextChoices
from django.db.models.functions import Length

from programs.dates import SHAPE

CharField.register_lookup(Length)


def rule(name: str, condition: Q, sentence: str) -> CheckConstraint:
    """Return the named constraint whose breach is told by the sentence."""
    return CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


def one_of(
    table: str, field: str, choices: type[TextChoices], *, blank: bool = True
) -> CheckConstraint:
    """Return the rule that a field holds one of its choices; with `blank`, or says nothing."""
    allowed = [*choices.values, *([""] if blank else [])]
    return rule(
        f"{table}_{field}_known",
        Q(**{f"{field}__in": allowed}),
        f"{field} must be one of {', '.join(choices.values)}"
        + (", or blank where the sources do not say." if blank else "."),
    )


def dated(table: str, field: str) -> CheckConstraint:
    """Return the rule that a partial date is blank, a year, a month or a day."""
    return rule(
        f"{table}_{field}_is_date",
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__regex": SHAPE}),
        f"{field} must be a year, a month or a day: 2026, 2026-01 or 2026-01-15.",
    )


def ordered(table: str, low: str, high: str) -> CheckConstraint:
    """Return the rule that a lower bound is not above the upper one where both are stated."""
    return rule(
        f"{table}_{low}_below_{high}",
        Q(**{f"{low}__isnull": True})
        | Q(**{f"{high}__isnull": True})
        | Q(**{f"{low}__lte": F(high)}),
        f"{low} must not be above {high}.",
    )


def stated(table: str, field: str) -> CheckConstraint:
    """Return the rule that a text is not empty."""
    return rule(f"{table}_{field}_stated", ~Q(**{field: ""}), f"{field} must not be blank.")
