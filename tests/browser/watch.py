"""What pages do behind what they show."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


class Watch:
    """Collects what must not happen on any page: errors, and requests to other hosts."""

    def __init__(self, site_url: str) -> None:
        here = urlsplit(site_url)
        self.hosts = {here.netloc, f"localhost:{here.port}"}
        self.problems: list[str] = []
        self.visited: set[str] = set()

    def follow(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        # Chromium reports a visited 404 page as an error too; its status is the test's business.
        address = message.location.get("url", "")
        if address in self.visited and message.text.startswith("Failed to load resource"):
            return
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({address})")

    def on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.visited.add(request.url)
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc not in self.hosts:
            self.problems.append(f"request to another host: {request.url}")
