"""The second step in a browser: set up, given at login, turned off, without JavaScript and with.

The fixture `new_page` fails a test whose pages log an error: a refused image or style is one.
"""

import re
from base64 import b32decode

from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.looks import fits

PASSWORD = "a long enough password"
SETUP = f"""
from django.contrib.auth.models import Group, User
person = User.objects.create_user("tess", password="{PASSWORD}", is_staff=True)
person.groups.add(Group.objects.get(name="Curators"))
"""


def log_in(page: Page, code: str = "") -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("tess")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()


def test_from_the_first_scan_to_a_login_with_a_code_and_off_again(site, new_page, axe):
    site.manage("shell", "--no-imports", "--command", SETUP)
    page = new_page(viewport=PHONE, java_script_enabled=False)
    dark = new_page(color_scheme="dark")

    # Set up on a phone without JavaScript, from the secret as text.
    log_in(page)
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("button", name="Set it up").click()
    log_in(dark)
    dark.goto("/admin/second-step/")
    picture = dark.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    assert axe(dark) == []
    shown = page.locator(".second-step__secret").inner_text().replace(" ", "")
    app = TOTP(b32decode(shown))
    page.get_by_label("Code that the app shows now").fill(f"{app.token():06}")
    page.locator("#confirm_password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".second-step__codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("#content-main")).to_contain_text("10 recovery codes are left")

    # The login from before counts no longer, and a new one wants a code.
    dark.goto("/admin/")
    expect(dark.locator(".errornote")).to_contain_text("doesn’t open this page")
    log_in(dark)
    expect(dark.locator(".errorlist")).to_contain_text("and a code")
    assert axe(dark) == []
    log_in(dark, codes[0])
    expect(dark.locator("h1")).to_have_text("The curators’ desk")
    dark.get_by_role("link", name="Second step").click()
    expect(dark.locator("#content-main")).to_contain_text("9 recovery codes are left")
    assert axe(dark) == []
    dark.set_viewport_size(PHONE)
    assert fits(dark)
    dark.locator("#renew_password").fill(PASSWORD)
    dark.get_by_role("button", name="Make new recovery codes").click()
    expect(dark.locator("#content-main")).to_contain_text("they are shown only now")
    assert axe(dark) == []
    assert fits(dark)

    # Off again: a mistake in the password is told first.
    dark.get_by_role("link", name="I have kept them").click()
    for password, told in (("guess", "Nothing has changed"), (PASSWORD, "Your second step is off")):
        dark.locator("#off_password").fill(password)
        dark.get_by_role("button", name="Turn it off").click()
        expect(dark.locator("#main")).to_contain_text(re.compile(told))
        assert axe(dark) == []
    page.goto("/admin/second-step/")
    expect(page.get_by_role("button", name="Set it up")).to_be_visible()
