"""A messy spreadsheet on its way in and out again, as somebody of the importers does it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.looks import fits
from tests.csv_import.spreadsheets import xlsx

PASSWORD = "a long enough password"
SETUP = f"""
from django.contrib.auth.models import Group, User
person = User.objects.create_user("ida", password="{PASSWORD}", is_staff=True)
person.groups.add(Group.objects.get(name="Importers"))
"""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def messy(animal: str, price: str) -> bytes:
    """Return a workbook as people keep them, of two programs and a price that says nothing."""
    rows = [
        ["", "", "", "", "", "", ""],
        ["Title of it", "Who", "Website", "program_type", "summary", "Price", "Remarks"],
        [
            f"{animal} Winter School",
            f"{animal} Institute",
            animal.lower(),
            "bootcamp",
            "Two weeks of machine learning by the sea.",
            price,
            "ask Tim",
        ],
        [
            f"{animal} Research Year",
            f"{animal} Foundation",
            f"https://{animal.lower()}.example/year",
            "residency",
            "A year of research with a mentor.",
            price,
            "",
        ],
    ]
    return xlsx(Programs=rows)


@pytest.fixture(scope="module", autouse=True)
def importer(site):
    """Somebody who may import, and nothing else."""
    site.manage("shell", "--no-imports", "--command", SETUP)


def log_in(page: Page) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill("ida")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("The curators’ desk")
    return page


def upload(page: Page, name: str, content: bytes, source: str) -> None:
    page.goto("/admin/programs/importbatch/")
    page.get_by_role("link", name="Import a file").click()
    file = {"name": name, "mimeType": XLSX, "buffer": content}
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Source").fill(source)
    with page.expect_navigation():
        page.get_by_role("button", name="Upload and check").click()
    expect(page.locator("h1").last).to_have_text("Columns of the file")


def map_columns(page: Page) -> None:
    page.get_by_label("Title of it", exact=True).select_option("name")
    page.get_by_label("Who", exact=True).select_option("organization")
    page.get_by_label("Price", exact=True).select_option("cost")
    page.get_by_label("Remarks", exact=True).select_option("")
    with page.expect_navigation():
        page.get_by_role("button", name="Check the rows").click()


def row(page: Page, number: int):
    return page.locator(f"#row-{number}")


@pytest.mark.parametrize(
    ("has_script", "animal", "price"),
    [
        pytest.param(True, "Quokka", "nothing at all", id="script"),
        pytest.param(False, "Wombat", "not a cent", id="no script"),
    ],
)
def test_a_messy_spreadsheet_goes_in_and_out_again(new_page, has_script, animal, price):
    page = log_in(new_page(java_script_enabled=has_script))
    upload(page, "messy list.xlsx", messy(animal, price), animal)
    map_columns(page)
    expect(page.locator(".batch__state")).to_contain_text("Some rows are in doubt")
    expect(row(page, 3)).to_contain_text("is not a web address")

    page.get_by_role("link", name="Settle 2 texts").click()
    question = page.get_by_role("group", name=f"Cost: “{price}”")
    expect(question).to_contain_text("2 rows")
    question.get_by_label("Use instead").select_option("Free")
    page.get_by_role("button", name="Settle these").click()

    cell = row(page, 3).get_by_label("Website")
    expect(cell).to_have_value(animal.lower())
    cell.fill(f"https://{animal.lower()}.example/winter")
    cell.press("Enter")
    expect(row(page, 3).get_by_role("status")).to_contain_text("makes a new program now")
    expect(page.locator(".batch__state")).to_contain_text("Every row is settled")

    page.get_by_role("button", name="Let it in: 2 new").click()
    expect(page.locator(".messagelist .success")).to_contain_text("It went in: 2 new.")
    batch = page.url
    page.goto(f"/programs/?q={animal}")
    expect(page.get_by_role("link", name=f"{animal} Winter School", exact=True)).to_be_visible()

    page.goto(batch)
    page.get_by_role("link", name="Take it back").click()
    expect(page.locator("#content-main")).to_contain_text("Nothing of it was edited since")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".batch__state")).to_contain_text("It was taken back on")
    page.goto(f"/programs/?q={animal}")
    expect(page.get_by_role("link", name=f"{animal} Winter School", exact=True)).to_have_count(0)


def test_the_screens_are_accessible_and_fit_a_phone(new_page, axe):
    for options in ({"color_scheme": "dark"}, {"viewport": PHONE}):
        page = log_in(new_page(**options))
        page.goto("/admin/programs/importbatch/upload/")
        assert (axe(page), fits(page)) == ([], True)

        upload(page, f"{'a-long-name-without-spaces-' * 4}.xlsx", messy("Numbat", "who knows"), "")
        assert (axe(page), fits(page)) == ([], True)

        map_columns(page)
        assert (axe(page), fits(page)) == ([], True)
        row(page, 3).get_by_role("link", name="All its cells").click()
        expect(row(page, 3).get_by_label("summary")).to_be_visible()
        assert (axe(page), fits(page)) == ([], True)

        with page.expect_navigation():
            page.get_by_role("link", name="Settle").click()
        assert (axe(page), fits(page)) == ([], True)
        page.go_back()
        with page.expect_navigation():
            page.get_by_role("link", name="Discard").click()
        assert (axe(page), fits(page)) == ([], True)
        page.get_by_role("button", name="Discard it").click()
        expect(page.locator(".messagelist .success")).to_contain_text("is discarded")


def test_a_second_click_sends_nothing(new_page):
    page = log_in(new_page())
    upload(page, "slow.xlsx", messy("Bilby", "who knows"), "")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    page.evaluate(
        """() => {
            const form = document.querySelector("form[data-busy]");
            form.addEventListener("submit", (event) => event.preventDefault());
        }"""
    )
    button = page.get_by_role("button", name="Check the rows")
    button.click()

    busy = page.get_by_role("button", name="Checking the rows …")
    expect(busy).to_have_attribute("aria-disabled", "true")
    busy.click(force=True)
    assert sent == []


def test_waiting_page_says_how_far_the_work_is(new_page):
    page = log_in(new_page())
    upload(page, "long.xlsx", messy("Dunnart", "who knows"), "")
    page.route(
        "**/progress/*/",
        lambda route: route.fulfill(
            json={"words": "3,000 of 9,000 rows read", "done": 3000, "total": 9000}
        ),
    )
    page.evaluate(
        """() => {
            const form = document.querySelector("form[data-busy]");
            form.addEventListener("submit", (event) => event.preventDefault());
        }"""
    )
    page.get_by_role("button", name="Check the rows").click()

    expect(page.get_by_role("status")).to_contain_text("3,000 of 9,000 rows read")
    assert page.locator("progress").evaluate("bar => bar.value / bar.max") == pytest.approx(1 / 3)
