"""A first and a second visit in a real browser on slow 3G (400 ms, 400 kbit/s) with a processor slowed four times.

Largest Contentful Paint in seconds, bytes over the wire and number of requests, for the front page, a lesson,
the help page and the hub. The limit to compare with stands in the result: the time that the bytes of the page alone
need on that line, with one round trip for the connection and one for the page.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measuring import figures, report, served
from tests.browser.chromium import FLAGS, find_chromium

ROUNDS = 7
PAGES = ("/", "/learn/spot-it/what-counts", "/help", "/hub")
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
PAINT = """() => new Promise(resolve => {
    let last = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime; })
        .observe({type: 'largest-contentful-paint', buffered: true});
    setTimeout(() => resolve(last / 1000), 300);
})"""


def visit(page: Page, path: str) -> tuple[float, int, int]:
    """LCP in seconds, bytes, requests."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    painted = page.evaluate(PAINT)
    session.detach()
    return painted, int(sum(sizes)), len([size for size in sizes if size])


def measure(browser: Browser, base: str, path: str) -> dict[str, object]:
    first, second = [], []
    for _ in range(ROUNDS):
        context = browser.new_context(base_url=base, viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page = context.new_page()
        first.append(visit(page, path))
        second.append(visit(page, path))
        context.close()
    size = first[0][1]
    return {
        "first visit, LCP s": figures([lcp for lcp, _bytes, _requests in first]),
        "limit: bytes on that line + 2 round trips, s": round(size * 8 / 400_000 + 0.8, 2),
        "first visit, bytes": size,
        "first visit, requests": first[0][2],
        "second visit, LCP s": figures([lcp for lcp, _bytes, _requests in second]),
        "second visit, bytes": second[0][1],
    }


def main() -> None:
    with served("bench.migrated:app") as site, sync_playwright() as playwright:
        chromium = playwright.chromium
        browser = chromium.launch(executable_path=find_chromium(chromium.executable_path), args=list(FLAGS))
        base = f"http://127.0.0.1:{site.port}"
        found = {path: measure(browser, base, path) for path in PAGES}
        browser.close()
    report("first_visit", {"what": "slow 3G, processor four times slower", **found})


if __name__ == "__main__":
    main()
