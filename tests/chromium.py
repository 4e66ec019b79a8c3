"""A real browser, for what only a browser can show: layout, scripts, accessibility."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from webapp.models import Person

DESKTOP, PHONE = 1280, 375
SMALLEST_CONTROL = 24  # pixels: WCAG 2.2, 2.5.8
TALLEST = 6000  # pixels of a window
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str | None:
    """Return the lightest Chromium there is: the shell draws no window of its own around a page."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def leave_out_without_browser(
    config: pytest.Config, items: list[pytest.Item], *, required: bool
) -> None:
    """Take the browser tests out where no browser is, unless they are required."""
    driving = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    for item in driving:
        item.add_marker("browser")
    if driving and not required and find_chromium() is None:
        config.hook.pytest_deselected(items=driving)
        items[:] = [item for item in items if item not in driving]


def left_out_sentence(*, required: bool) -> str:
    if required or find_chromium():
        return ""
    return "There is no Chromium here: the browser tests are left out."


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "Chromium is required where CI is set: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def live_address(app: Flask) -> Iterator[str]:
    """Serve the app on this machine while the test runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def chromium(
    running_chromium: Browser, live_address: str, sign_in: Callable[[Person], FlaskClient]
) -> Iterator[Callable[..., Page]]:
    """Open windows: `page = chromium(person, width=PHONE)`, then `page.goto("/motions/")`.

    Fails the test when a page runs into an error of its own or breaks the content policy.
    """
    faults: list[str] = []
    contexts = []

    def open_window(
        person: Person | None = None, *, width: int = DESKTOP, scripts: bool = True
    ) -> Page:
        context = running_chromium.new_context(
            base_url=live_address,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if person is not None:
            cookie = sign_in(person).get_cookie("carried")
            assert cookie is not None
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_address}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: (
                faults.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not faults, faults


def assert_accessible(page: Page) -> None:
    """Check a page as it stands: axe's rules, nothing cut off sideways, nothing too small."""
    page.wait_for_load_state()  # a press leads to the next page before its styles are there
    see_all_of(page)  # or what scrolls under a bar at the foot counts as too small to touch
    is_there = page.evaluate("typeof window.axe === 'object'")
    axe = Axe("0") if is_there else Axe()  # half a megabyte, once for a page is enough
    found = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert_fits(page)


def assert_accessible_at_every_width(page: Page) -> None:
    """Check a page as it stands on a desktop and on a phone; it is left as wide as it was."""
    at_first = page.viewport_size
    assert at_first is not None
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": at_first["height"]})
        assert_accessible(page)
    page.set_viewport_size(at_first)


def see_all_of(page: Page) -> None:
    """Make the window as high as the page."""
    height = page.evaluate("document.documentElement.scrollHeight")
    window = page.viewport_size
    if window and window["height"] < height:
        page.set_viewport_size({"width": window["width"], "height": min(height, TALLEST)})


def assert_fits(page: Page) -> None:
    """Check the cheap part: nothing cut off sideways, nothing too small to press."""
    page.wait_for_load_state()
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= room, f"the page is {width} pixels wide in a window of {room}"
    squeezed = page.evaluate(
        """smallest => [...document.querySelectorAll(
             "button, select, textarea, input")]
           .filter(e => !["hidden", "checkbox", "radio"].includes(e.type))
           .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
           .filter(e => { const box = e.getBoundingClientRect();
                          return box.width < smallest || box.height < smallest; })
           .map(e => e.outerHTML.slice(0, 120))""",
        SMALLEST_CONTROL,
    )
    assert not squeezed, f"squeezed: {squeezed}"
