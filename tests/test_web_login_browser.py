"""Logging in, and what other sites can do, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser import browsing
from tests.visit import PASSWORD
from tests.world import World


@pytest.mark.parametrize(("width", "dark"), [(1200, False), (390, True)], ids=["wide", "phone, dark"])
async def test_logging_in_by_keyboard(world: World, width: int, dark: bool) -> None:
    """The password field has the focus; a wrong password is told, the right one leads to where one wanted to go."""
    async with browsing(world, password=PASSWORD, width=width, dark=dark) as b:
        await b.open("/facts?days=7")
        await b.page.keyboard.type("wrong")
        await b.page.keyboard.press("Enter")
        await b.page.wait_for_selector("[role=alert]")
        assert "not the password" in await b.page.inner_text("[role=alert]")
        assert await b.page.evaluate("document.activeElement.name") == "password"
        await b.shot(f"login-{width}{'-dark' if dark else ''}")
        assert not await b.scrolls_sideways()
        await b.page.keyboard.type(PASSWORD)
        await b.page.keyboard.press("Tab")
        await b.page.keyboard.type("Ada")
        await b.page.keyboard.press("Enter")
        await b.page.wait_for_url("**/facts?days=7")
        assert (await b.page.evaluate("document.cookie")) == ""
        await b.page.click("text=Ada")
        await b.page.wait_for_url("**/login")


async def test_another_site_can_neither_send_nor_frame_nor_read(world: World) -> None:
    """A page of another origin can't log one out, show our pages in a frame, or fetch what they say."""
    async with browsing(world, password=PASSWORD) as b:
        await b.open("/login")
        await b.page.fill("[name=password]", PASSWORD)
        await b.page.keyboard.press("Enter")
        await b.page.wait_for_url(f"{b.address}/")
        world.web.answer(
            "/evil",
            body=f"<iframe src='{b.address}/'></iframe><form action='{b.address}/logout' method=post>"
            "<input name=csrf value=guessed><button>Win a ferry</button></form>",
            headers={"Content-Type": "text/html"},
        )
        await b.page.goto(world.web.url("/evil"))
        assert await b.page.frames[1].evaluate("document.body.innerText.includes('wirewatch')") is False
        read = f"fetch('{b.address}/facts', {{credentials: 'include'}}).then(() => 'read', () => 'refused')"
        assert await b.page.evaluate(read) == "refused"
        async with b.page.expect_navigation() as leads:
            await b.page.click("button")
        answer = await leads.value
        assert answer is not None
        assert (answer.status, "another site" in await answer.text()) == (403, True)
        await b.open("/")
        assert await b.page.locator("form[action='/logout']").count() == 1
        b.errors[:] = [error for error in b.errors if "Framing" not in error and "CORS" not in error]
