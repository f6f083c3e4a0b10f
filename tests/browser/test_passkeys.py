"""A passkey in a browser, of an authenticator that Chromium has for tests: made, used, removed."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.looks import fits

PASSWORD = "a long enough password"
SETUP = f"""
from django.contrib.auth.models import Group, User
person = User.objects.create_user("kim", password="{PASSWORD}", is_staff=True)
person.groups.add(Group.objects.get(name="Curators"))
"""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def log_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_from_the_first_passkey_to_a_login_with_it_and_off_again(site, new_page, axe):
    site.manage("shell", "--no-imports", "--command", SETUP)
    by_name = site.url.replace("127.0.0.1", "localhost")
    page = new_page(base_url=by_name)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    name = device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    content = page.locator("#content")

    def can_touch(enabled: bool) -> None:
        told = {"authenticatorId": name["authenticatorId"], "enabled": enabled}
        device.send("WebAuthn.setAutomaticPresenceSimulation", told)

    # Made at once, after the password.
    log_in(page)
    page.get_by_role("link", name="Second step").click()
    assert axe(page) == []
    page.get_by_label("Name, such as").fill("Laptop")
    page.locator("#offer_password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(content).to_contain_text("they are shown only now")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("radio", name="Laptop")).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size(PHONE)
    assert fits(page)

    # Asked for after the password; where the first try comes to nothing, a button asks again.
    page.get_by_role("button", name="Log out").click()
    can_touch(False)
    log_in(page)
    ask = page.get_by_role("button", name="Use your passkey")
    expect(ask).to_be_visible()
    expect(content).to_contain_text("Or log in with a code")
    assert axe(page) == []
    assert fits(page)
    can_touch(True)
    ask.click()
    expect(page.locator("h1")).to_have_text("The curators’ desk")

    # Elsewhere it is told why not, and codes go on to work.
    for other, told in (
        (new_page(), "open this page there"),
        (new_page(java_script_enabled=False), "Passkeys need JavaScript"),
    ):
        log_in(other)
        expect(other.locator("#content")).to_contain_text(told)
        expect(other.get_by_role("button", name="Use your passkey")).to_be_hidden()
        expect(other.get_by_label("Code")).to_be_visible()

    # Removed again.
    page.goto("/admin/second-step/")
    page.get_by_role("radio", name="Laptop").check()
    page.locator("#remove_password").fill(PASSWORD)
    page.get_by_role("button", name="Remove the chosen one").click()
    expect(page.locator("#main")).to_contain_text("Your second step is off")
    assert axe(page) == []
