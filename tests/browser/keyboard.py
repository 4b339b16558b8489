"""A browser used by keyboard alone."""

from playwright.sync_api import Page


def press_until(page: Page, selector: str, limit: int = 120) -> None:
    """Tab until the focus stands on an element that fits; a keyboard user has no other way."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def choose_by_keyboard(page: Page, name: str, values: list[str]) -> None:
    """Reach a group of radios and move to a value by arrow keys, or tick boxes by the space bar."""
    control = page.locator(f"[name='{name}']").first
    kind = control.evaluate("element => element.type")
    if kind == "checkbox":
        for value in values:
            press_until(page, f"[name='{name}'][value='{value}']")
            page.keyboard.press("Space")
    elif kind == "radio":
        press_until(page, f"[name='{name}']")
        for _ in range(6):
            if page.evaluate("value => document.activeElement.value === value", values[0]):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    else:
        press_until(page, f"[name='{name}']")
        page.keyboard.type(page.locator(f"[name='{name}'] option[value='{values[0]}']").inner_text()[:12])
