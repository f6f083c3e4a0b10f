"""Stars, the shortlist and the comparison, as the tests handle them."""

from playwright.sync_api import Page

KEY = "careerpaths.shortlist"
SLUGS = ["anthropic-fellows", "google-ai-residency", "nyu-ms-data-science"]
MANY = [
    *SLUGS,
    *("pivotal-research-fellowship", "caltech-surf", "pibbss-fellowship", "openai-scholars"),
    *("fatima-fellowship", "shell-ai-residency", "hugging-face-llm-course"),
    *("ku-leuven-master-artificial-intelligence", "open-phil-ai-fellowship"),
]


def address(slugs: list[str], **others: str) -> str:
    query = "&".join([*(f"p={slug}" for slug in slugs), *(f"{k}={v}" for k, v in others.items())])
    return "/compare/" + (query and f"?{query}")


def star(page: Page, place: int):
    return page.locator("button.star").nth(place)


def header(page: Page):
    return page.locator("[data-shortlist]")


def columns(page: Page) -> list[str]:
    return page.locator(".compare__name").all_inner_texts()


def store(page: Page, text: str) -> None:
    page.goto("/about/")
    page.evaluate("pair => localStorage.setItem(...pair)", [KEY, text])


def star_three(page: Page) -> list[str]:
    page.goto("/programs/")
    for place in range(3):
        star(page, place).click()
    return page.locator(".card h2").all_inner_texts()[:3]
