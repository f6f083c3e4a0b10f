"""Batches, edits and undos at once, on PostgreSQL: each waits for the other, and none is mixed.

SQLite has one writer at a time.
"""

from collections.abc import Callable, Iterator

import pytest

from programs.csv_import import NotApplied, PlanMoved, apply, apply_batch, review, undo, undo_batch
from programs.ledger import recording
from programs.models import Change, ImportBatch, Organization, Program
from tests.csv_import.events import SLUG, all_states, now, the_program
from tests.csv_import.files import check, content, load, row
from tests.factories import UserFactory
from tests.threads import SECONDS, Pause, Start, threads, until_it_waits

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start() -> Iterator[Start]:
    with threads() as run:
        yield run


@pytest.fixture
def pause(monkeypatch) -> Pause:
    """Pause the first apply or undo that has written programs and not ended yet."""
    one = Pause()
    for module, name in ((apply, "create_programs"), (apply, "update_programs")):
        monkeypatch.setattr(module, name, one.after(getattr(module, name)))
    monkeypatch.setattr(undo, "update_programs", one.after(undo.update_programs))
    return one


def outcome(work: Callable, *args) -> str:
    """Return what was refused, blank if nothing was."""
    try:
        work(*args)
    except (NotApplied, PlanMoved) as refused:
        return f"{type(refused).__name__}: {refused}"
    return ""


def both(start: Start, pause: Pause, first: Callable, second: Callable) -> tuple[str, str]:
    """Begin the second while the first is half-way; return what was refused of each."""
    one = start(outcome, first)
    with pause.of(one):
        other = start(outcome, second)
        until_it_waits(other)
        assert not other.done()
    return one.result(SECONDS), other.result(SECONDS)


def applying(batch: ImportBatch) -> Callable:
    return lambda: apply_batch(ImportBatch.objects.get(pk=batch.pk))


def editing(**values) -> Callable:
    def edit() -> None:
        program = the_program()
        with recording([program], by=UserFactory()):
            Program.objects.filter(pk=program.pk).update(**values)

    return edit


TWO = row(cost="free"), row(slug="b", name="B", cost="free")


def two(**cells: str) -> ImportBatch:
    """Return a checked batch that says the same of both programs."""
    return check({"slug": SLUG, **cells}, {"slug": "b", **cells})


def test_of_two_batches_about_one_field_the_later_is_refused_whole(start, pause):
    load(*TWO)
    one, other = two(cost="paid"), two(cost="varies", degree_note="Any")

    refused = both(start, pause, applying(one), applying(other))

    assert refused[0] == ""
    assert refused[1].startswith("PlanMoved: Since the plan was made, somebody changed cost of")
    assert [(now(slug)["cost"], now(slug)["degree_note"]) for slug in (SLUG, "b")] == [
        ("paid", "")
    ] * 2
    other.refresh_from_db()
    assert other.state == "ready"


def test_two_batches_about_different_fields_both_go_in(start, pause):
    load(*TWO)
    one, other = two(cost="paid"), two(degree_note="Any")

    assert both(start, pause, applying(one), applying(other)) == ("", "")

    assert [(now(slug)["cost"], now(slug)["degree_note"]) for slug in (SLUG, "b")] == [
        ("paid", "Any")
    ] * 2


def test_same_batch_goes_in_once(start, pause):
    batch = check(*TWO)

    refused = both(start, pause, applying(batch), applying(batch))

    assert refused == ("", "NotApplied: It is applied already.")
    assert Change.objects.count() == Program.objects.count() == 2


def test_of_two_batches_that_add_one_program_the_later_is_refused(start, pause):
    one, other = check(*TWO), check(row(name="Other", organization="Other Lab"))

    refused = both(start, pause, applying(one), applying(other))

    assert refused == ("", f"PlanMoved: “{SLUG}” was added since the plan was made.")
    assert now()["name"] == "AI Residency"
    assert [one.name for one in Organization.objects.all()] == ["Example Lab"]


def test_batches_that_bring_along_the_same_in_another_order_do_not_wait_in_a_circle(
    start, pause, monkeypatch
):
    monkeypatch.setattr(apply, "_CHUNK", 1)
    labs = "First Lab", "Second Lab"

    def adding(prefix: str, owners: tuple[str, ...]) -> ImportBatch:
        return check(
            *(
                row(slug=f"{prefix}{n}", name=f"{prefix} {n}", organization=owner, topics=f"t{n}")
                for n, owner in enumerate(owners)
            )
        )

    one, other = adding("a", labs), adding("b", labs[::-1])

    assert both(start, pause, applying(one), applying(other)) == ("", "")

    assert Program.objects.count() == 4
    assert Organization.objects.count() == 2


def test_edit_waits_for_a_batch_and_comes_after_it(start, pause):
    load(*TWO)

    refused = both(start, pause, applying(two(cost="paid")), editing(cost="varies"))

    assert refused == ("", "")
    costs = Change.objects.filter(field="cost", program=the_program()).order_by("pk")
    assert list(costs.values_list("before", "after")) == [("free", "paid"), ("paid", "varies")]


@pytest.mark.parametrize("of_what", ["cost", "degree_note"])
def test_batch_waits_for_an_edit_and_sees_it(start, of_what):
    load(*TWO)
    batch, pause = two(cost="paid"), Pause()

    def edit() -> None:
        with recording([the_program()], by=None):
            Program.objects.filter(slug=SLUG).update(**{of_what: "varies"})
            pause.here()

    refused = both(start, pause, edit, applying(batch))

    was_moved = of_what == "cost"
    assert refused[1].startswith("PlanMoved" if was_moved else "") or not was_moved
    assert (now()["cost"], now("b")["cost"]) == (
        ("varies", "free") if was_moved else ("paid", "paid")
    )


def test_undo_waits_for_an_edit_and_keeps_it(start):
    load(*TWO)
    batch, pause = two(cost="paid"), Pause()
    apply_batch(batch)

    def edit() -> None:
        with recording([the_program()], by=None):
            Program.objects.filter(slug=SLUG).update(cost="varies")
            pause.here()

    assert both(start, pause, edit, lambda: undo_batch(batch)) == ("", "")

    assert (now()["cost"], now("b")["cost"]) == ("varies", "free")


def test_batch_is_undone_once(start, pause):
    load(*TWO)
    batch = two(cost="paid")
    apply_batch(batch)
    copies = [ImportBatch.objects.get(pk=batch.pk) for _ in range(2)]

    refused = both(start, pause, *(lambda copy=copy: undo_batch(copy) for copy in copies))

    assert refused == ("", "NotApplied: It is undone already.")
    assert Change.objects.filter(field="cost").count() == 4


def test_nobody_mends_a_batch_that_goes_in(start, pause):
    data = content(row(), row(slug="b", name="B", cost="gratis"))
    batch = review.check_batch(review.receive(data, "a.csv", by=None))
    doubtful = batch.rows.get(row=3)

    refused = both(
        start,
        pause,
        lambda: apply_batch(ImportBatch.objects.get(pk=batch.pk), partial=True),
        lambda: review.mend_row(batch, doubtful, {"cost": "free"}),
    )

    assert refused == ("", "NotApplied: It is applied already.")
    assert all_states().keys() == {SLUG}


def test_nobody_lets_a_batch_in_that_is_mended(start):
    data = content(row(), row(slug="b", name="B", cost="gratis"))
    batch = review.check_batch(review.receive(data, "a.csv", by=None))
    doubtful, pause = batch.rows.get(row=3), Pause()
    original = review.recount
    review_recount = pause.after(original)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review, "recount", review_recount)
        refused = both(
            start,
            pause,
            lambda: review.mend_row(batch, doubtful, {"cost": "free", "organization": "New Lab"}),
            applying(batch),
        )

    assert refused == ("", "")
    assert now("b")["organization"] == "new-lab"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)], ids=str)
def test_two_batches_and_an_edit_at_once_leave_a_history_without_a_gap(start, order):
    """Whoever comes first: each goes in whole or not at all, and each began where one ended."""
    load(*TWO)
    works = [
        applying(two(cost="paid", degree_note="Any")),
        applying(two(cost="varies", cost_note="Some")),
        editing(cost="employer_pays"),
    ]

    running = [start(outcome, works[number]) for number in order]
    refused = [one.result(SECONDS) for one in running]

    program = the_program()
    changes = Change.objects.filter(program=program, field="cost").order_by("pk")
    steps = list(changes.values_list("before", "after"))
    assert [before for before, _ in steps[1:]] == [after for _, after in steps[:-1]]
    assert steps[-1][1] == now()["cost"]
    assert all(one == "" or one.startswith("PlanMoved") for one in refused)
    other = now("b")
    assert (other["cost"], other["degree_note"]) in [("free", ""), ("paid", "Any"), ("varies", "")]
    for batch in ImportBatch.objects.filter(source=""):
        assert Change.objects.filter(batch=batch).exists() is (batch.state == "applied")
