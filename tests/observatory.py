"""Grades answers of a site by the published rules of the HTTP Observatory of Mozilla and MDN.

    python -m tests.observatory                   # this code, with production settings
    python -m tests.observatory https://HOST/ …   # a site that is up

Left out is what an answer alone can't tell: whether the host is on the list that browsers come
with, and certificates.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import Morsel, SimpleCookie

HALF_A_YEAR = 15_768_000  # seconds
A_PLUS = "A+"
_GRADES = [(100, A_PLUS), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"),
           (50, "C"), (45, "C-"), (40, "D+"), (30, "D"), (25, "D-"), (0, "F")]  # fmt: skip
_SECURE_BONUS_FROM = 90
_PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


@dataclass(frozen=True)
class Answer:
    """What a site answered over HTTPS, and where it leads who asks over HTTP.

    `headers` has lower-case names; `cookies` are the values of Set-Cookie; blank `led_to` is no
    redirect.
    """

    host: str
    headers: dict[str, str]
    cookies: list[str] = field(default_factory=list)
    body: str = ""
    led_to: str = ""


@dataclass(frozen=True)
class Finding:
    points: int
    words: str


def grade(answer: Answer) -> tuple[str, int, list[Finding]]:
    """Return the grade, the score and what each rule found."""
    found = [Finding(*rule(answer)) for rule in RULES]
    score = max(0, 100 + sum(one.points for one in found if one.points < 0))
    if score >= _SECURE_BONUS_FROM:
        score += sum(one.points for one in found if one.points > 0)
    return next(name for least, name in _GRADES if score >= least), score, found


# --- The rules: each returns points and words ---------------------------------------------------

Told = tuple[int, str]


def policy(answer: Answer) -> dict[str, list[str]]:
    """Return the directives of the Content-Security-Policy."""
    parts = answer.headers.get("content-security-policy", "").split(";")
    return {words[0].lower(): words[1:] for part in parts if (words := part.split())}


def scripts_and_styles(answer: Answer) -> Told:
    told = policy(answer)
    if not told:
        return -25, "no Content-Security-Policy"

    def sources(name: str) -> list[str]:
        return told.get(name, told.get("default-src", ["*"]))

    loose = {"'unsafe-inline'", "data:", "*", "https:", "http:"}
    if loose & {*sources("script-src"), *sources("object-src")}:
        return -20, "the policy lets scripts or objects come from anywhere or stand in the page"
    if any(source.startswith("http:") for name in told for source in sources(name)):
        return -20, "the policy lets something come over HTTP"
    if any("'unsafe-eval'" in told[name] for name in told):
        return -10, "the policy lets texts be run"
    if loose & set(sources("style-src")):
        return 0, "the policy lets styles come from anywhere or stand in the page"
    if told.get("default-src") == ["'none'"]:
        return 10, "a policy that begins with nothing"
    return 5, "a policy without unsafe sources"


def https_alone(answer: Answer) -> Told:
    found = re.search(r"max-age=(\d+)", answer.headers.get("strict-transport-security", ""))
    if not found:
        return -20, "no Strict-Transport-Security"
    if int(found[1]) < HALF_A_YEAR:
        return -10, "Strict-Transport-Security for less than half a year"
    return 0, "Strict-Transport-Security"


def redirection(answer: Answer) -> Told:
    if not answer.led_to:
        return -20, "no redirect from HTTP to HTTPS"
    if not answer.led_to.startswith("https://"):
        return -20, "a redirect that is not to HTTPS"
    if not answer.led_to.startswith(f"https://{answer.host}/"):
        return -5, "a redirect to another host"
    return 0, "a redirect to HTTPS"


def cookies(answer: Answer) -> Told:
    morsels = [one for told in answer.cookies for one in SimpleCookie(told).values()]
    if not morsels:
        return 0, "no cookies"
    return min((_cookie(one) for one in morsels), key=lambda told: told[0])


def _cookie(one: Morsel) -> Told:
    is_session = bool(re.search(r"login|sess", one.key, re.IGNORECASE))
    is_token = "csrf" in one.key.lower()
    if not one["secure"]:
        return (-40 if is_session else -20), f"the cookie {one.key} without Secure"
    if is_session and not one["httponly"]:
        return -30, f"the cookie {one.key} without HttpOnly"
    if one["samesite"].lower() not in ("strict", "lax"):
        is_wrong = is_token or one["samesite"]
        return (-20 if is_wrong else 0), f"the cookie {one.key} without SameSite"
    return 5, "cookies with Secure, HttpOnly and SameSite"


def referrers(answer: Answer) -> Told:
    told = answer.headers.get("referrer-policy", "")
    if not told:
        return 0, "no Referrer-Policy"
    is_private = told.split(",")[-1].strip() in _PRIVATE
    return (5, "a private Referrer-Policy") if is_private else (-5, "a Referrer-Policy that tells")


def scripts_of_others(answer: Answer) -> Told:
    for tag in re.findall(r"<script\b[^>]*\bsrc=[^>]*>", answer.body):
        source = re.search(r"src=[\"']?([^\"'\s>]+)", tag)[1]
        if source.startswith("http:"):
            return -50, "a script over HTTP"
        if re.match(r"https:|//", source) and "integrity=" not in tag:
            return -5, "a script of another host without its digest"
    return 0, "no scripts of others"


def kinds(answer: Answer) -> Told:
    is_set = answer.headers.get("x-content-type-options", "").lower() == "nosniff"
    return (0, "nosniff") if is_set else (-5, "no X-Content-Type-Options")


def frames(answer: Answer) -> Told:
    if policy(answer).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5, "frames are refused by the policy"
    if answer.headers.get("x-frame-options", "").upper() in ("DENY", "SAMEORIGIN"):
        return 0, "frames are refused by X-Frame-Options"
    return -20, "the page can be put into a frame"


def use_by_others(answer: Answer) -> Told:
    told = answer.headers.get("cross-origin-resource-policy", "")
    if told in ("", "same-origin", "same-site"):
        return 0, "Cross-Origin-Resource-Policy"
    return -20, "a Cross-Origin-Resource-Policy that lets others in"


def reading_by_others(answer: Answer) -> Told:
    with_cookies = answer.headers.get("access-control-allow-credentials") == "true"
    if answer.headers.get("access-control-allow-origin") and with_cookies:
        return -50, "pages of others may read it as the visitor"
    return 0, "pages of others may read only what is public"


RULES: list[Callable[[Answer], Told]] = [
    *(scripts_and_styles, https_alone, redirection, cookies, referrers, scripts_of_others),
    *(kinds, frames, use_by_others, reading_by_others),
]


# --- Where answers come from --------------------------------------------------------------------


HOST = "careers.example.org"
PATHS = ["/", "/programs/", "/match/", "/suggest/", "/admin/login/", "/api/v1/programs/"]
_PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": HOST,
    "DATABASE_URL": "sqlite://:memory:",
}
# What a developer's .env may say otherwise; blank is not set.
_UNSET = ("ADMIN_PATH", "SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")


def from_this_code() -> Iterator[tuple[str, Answer]]:
    """Yield the answer to each path of this code with production settings, without a server."""
    os.environ |= dict.fromkeys(_UNSET, "") | _PRODUCTION
    os.environ["DJANGO_SETTINGS_MODULE"] = "careerpaths.settings"
    os.environ |= {"SECURE_SSL_REDIRECT": "true", "SECURE_HSTS_SECONDS": "31536000"}
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    # Names of files without a digest: nothing was collected.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    django.setup()
    call_command("migrate", verbosity=0)
    client = Client(headers={"host": HOST, "origin": "https://elsewhere.example"})
    for path in PATHS:
        got, led = client.get(path, secure=True), client.get(path)
        told = {name.lower(): value for name, value in got.items()}
        cookies = [one.OutputString() for one in got.cookies.values()]
        yield path, Answer(HOST, told, cookies, got.content.decode(), led.get("Location", ""))


def from_a_site(addresses: list[str]) -> Iterator[tuple[str, Answer]]:
    """Yield what a site answers at each https:// address."""
    import httpx

    for address in addresses:
        url = httpx.URL(address)
        got = httpx.get(url)
        led = httpx.get(url.copy_with(scheme="http", port=None))
        cookies = got.headers.get_list("set-cookie")
        to = led.headers.get("location", "")
        yield address, Answer(url.host, dict(got.headers), cookies, got.text, to)


def main(addresses: list[str]) -> int:
    """Print the grade of each answer and what costs points; return 0 if all are the best."""
    is_best = True
    for name, answer in from_a_site(addresses) if addresses else from_this_code():
        letter, score, found = grade(answer)
        print(f"{letter:2} {score:3}  {name}", *(one.words for one in found if one.points < 0))
        is_best = is_best and letter == A_PLUS
    return 0 if is_best else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
