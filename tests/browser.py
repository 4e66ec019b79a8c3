"""A browser without scripts: it presses what stands on the page it got.

    page = browser.get("/amendments/3")
    page = press(browser, page, "Submit to the conference")
    page = press(browser, page, "Save", title="Hospitals", supporters=["4", "7"])

A link or button that has vanished from the page fails the test, and so does typing into a
box that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.factories.remembered import end_story
from tests.markup import Element, read_markup

Typed = str | Sequence[str] | Any  # a file is (stream, name), as Werkzeug takes it


class Browser(FlaskClient):
    """A client that lets the test's own session see what each request changed."""

    session: Session

    @classmethod
    def beside(cls, session: Session) -> type[Browser]:
        return type("Browser", (cls,), {"session": session})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.session.commit()
        end_story(self.session)
        response = super().open(*args, **kwargs)
        self.session.expire_all()
        return response


def press(
    browser: FlaskClient, page: TestResponse, label: str, /, *, _in: str = "", **typed: Typed
) -> TestResponse:
    """Press the button or link with these words, having filled in its form; follow where it leads.

    A check box or radio button is set by its value, several by a list, cleared by `[]`. Where
    the same words stand on a page more than once, those in its main part are meant, or those in
    the element whose id `_in` gives.
    """
    markup = read_markup(page.text)
    pressed = the_one(markup, label, _in)
    here = page.request.full_path.rstrip("?")
    if pressed.tag == "a":
        assert not typed, f"{label!r} is a link"
        return browser.get(urljoin(here, pressed.get("href")), follow_redirects=True)
    return submit(browser, here, markup, pressed, typed)


def the_one(markup: Element, label: str, place: str) -> Element:
    """Return the one thing on the page, or in a place on it, that these words press."""
    around = [e for e in markup.walk() if e.get("id") == place] if place else [markup]
    assert around, f"there is no place {place!r} on the page"
    found = [element for element in around[0].walk() if is_pressable(element, label)]
    found = [element for element in found if element.inside("main")] or found
    assert found, f"there is no {label!r} on the page, only {labels(markup)}"
    assert len({shape(element) for element in found}) == 1, f"{label!r} stands there more than once"
    return found[0]


def submit(
    browser: FlaskClient, here: str, markup: Element, button: Element, typed: dict[str, Typed]
) -> TestResponse:
    """Send the form a button belongs to."""
    form = form_of(markup, button)
    sent = fill(controls_of(markup, form), typed)
    if name := button.get("name"):
        sent.append((name, button.get("value")))
    address = urljoin(here, button.get("formaction") or form.get("action") or "")
    method = (button.get("formmethod") or form.get("method") or "get").lower()
    if method == "get":
        path = urlsplit(address).path
        return browser.get(f"{path}?{urlencode(sent)}", follow_redirects=True)
    return browser.post(
        address,
        data=cast(Any, MultiDict(sent)),
        content_type=form.get("enctype") or None,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    )


def is_pressable(element: Element, label: str) -> bool:
    if element.tag == "a":
        return bool(element.get("href")) and element.words() == label
    if element.tag == "button" and element.get("type") not in {"button", "reset"}:
        return element.words() == label and not element.is_disabled()
    return (
        element.tag == "input"
        and element.get("type") == "submit"
        and (element.get("value") == label and not element.is_disabled())
    )


def labels(markup: Element) -> list[str]:
    return [e.words() or e.get("value") for e in markup.walk() if e.tag in {"a", "button"}]


def shape(element: Element) -> tuple[str, ...]:
    """Return what makes two links or buttons do the same."""
    if element.tag == "a":
        return ("a", element.get("href"))
    return (element.get("name"), element.get("value"), str(id(element)))


def form_of(markup: Element, button: Element) -> Element:
    if name := button.get("form"):
        return next(e for e in markup.walk() if e.tag == "form" and e.get("id") == name)
    form = button.inside("form")
    assert form is not None, f"{button.words()!r} belongs to no form"
    return form


def controls_of(markup: Element, form: Element) -> list[Element]:
    """Return the form's named controls in the order of the page."""
    return [
        element
        for element in markup.walk()
        if element.tag in {"input", "textarea", "select"}
        and element.get("name")
        and not element.is_disabled()
        and (
            element.get("form") == form.get("id")
            if element.get("form")
            else element.inside("form") is form
        )
    ]


def fill(controls: list[Element], typed: dict[str, Typed]) -> list[tuple[str, Any]]:
    """Return what a browser would send, with what was typed in place of what stood there."""
    unknown = set(typed) - {control.get("name") for control in controls}
    assert not unknown, f"there is no box for {', '.join(sorted(unknown))}"
    sent: list[tuple[str, Any]] = []
    written: set[str] = set()
    for control in controls:
        name = control.get("name")
        if name not in typed:
            sent += [(name, value) for value in control.values()]
        elif name not in written:
            written.add(name)
            sent += [(name, as_sent(value)) for value in as_list(typed[name])]
    return sent


def as_list(value: Typed) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def as_sent(value: Any) -> Any:
    """Send line ends as browsers do."""
    return value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value
