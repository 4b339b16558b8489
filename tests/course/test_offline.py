"""What a browser is given for a time without a network, and what it is not."""

import json
import re

from tests.pages import Visitor


def test_the_worker_keeps_only_what_is_the_same_for_everybody(client: Visitor) -> None:
    response = client.get("/sw.js").response
    listed = re.search(r"const KEPT = (\[.*\]);", response.get_data(as_text=True))

    assert listed
    kept = json.loads(listed[1])
    assert [address for address in kept if not address.startswith("/static/")] == [
        "/help?kept=1&lang=en",
        "/check-in?lang=en",
        "/offline?lang=en",
        "/help?kept=1&lang=ms",
        "/check-in?lang=ms",
        "/offline?lang=ms",
    ]
    for address in kept:
        assert client.get(address).response.headers.getlist("Set-Cookie") == []
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"


def test_what_is_kept_does_not_say_who_is_open_now(client: Visitor) -> None:
    page = client.get("/help?kept=1")

    assert page.all(".open-state") == []
    assert page.all("main form") == []


def test_the_manifest_names_icons_that_are_there(client: Visitor) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest?lang=ms").response.data)

    assert (manifest["lang"], manifest["start_url"]) == ("ms", "/learn")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).response.mimetype == icon["type"]


def test_the_private_check_in_starts_no_worker(client: Visitor) -> None:
    page = client.get("/check-in")

    assert page.all("link[rel=manifest], script[src*='offline.js']") == []
    assert len(client.get("/").all("link[rel=manifest]")) == 1
