"""In Chromium: pages of others get nothing of the preview, and no text of a plan does anything in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.preview.visit import PAPER, TRAINING, Visit, replace, serving
from tests.visiting import Chromium

ATTEMPTS = """<!DOCTYPE html><title>elsewhere</title><script>
const ours = new URLSearchParams(location.search).get("ours"), got = {};
const loads = (name, make) => new Promise((settled) => {
  const element = make(document.createElement(name));
  element.onload = () => settled("loaded");
  element.onerror = () => settled("nothing");
  document.head.append(element);
});
const read = async (answer) => (await answer).text();
const attempts = {
  "reads a page": () => read(fetch(ours + "findings.html")),
  "reads a page without asking whether it may": () => read(fetch(ours, { mode: "no-cors" })),
  "sends": () => read(fetch(ours, { method: "POST", mode: "no-cors", body: "a=b" })),
  "sends with a header": () => read(fetch(ours, { method: "PUT", headers: { "X-A": "b" } })),
  "takes the script": () => loads("script", (it) => Object.assign(it, { src: ours + "preview.js" })),
  "takes the style": () => loads("link", (it) => Object.assign(it, { rel: "stylesheet", href: ours + "preview.css" })),
  "takes a page as a picture": () => loads("img", (it) => Object.assign(it, { src: ours })),
  "listens": () => new Promise((settled) => {
    const source = new EventSource(ours + "version");
    source.onopen = () => settled("loaded");
    source.onerror = () => settled("nothing");
  }),
  "talks": () => new Promise((settled) => {
    const socket = new WebSocket(ours.replace("http", "ws"));
    socket.onopen = () => settled("loaded");
    socket.onerror = () => settled("nothing");
  }),
};
async function all() {
  for (const [name, attempt] of Object.entries(attempts)) got[name] = (await attempt().catch(() => "")) || "nothing";
  return got;
}
</script><p>elsewhere</p><a target="_self">a link</a>
"""


@contextmanager
def elsewhere() -> Iterator[int]:
    """The port of somebody else's page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(ATTEMPTS.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.cli.commands import ITU

    with serving(ITU) as (address, _):
        yield address


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1"])
def test_a_page_of_another_origin_gets_nothing(chromium: Chromium, address: str, host: str) -> None:
    """Neither one from the net, nor one of another program on this computer, which is of the same site."""
    Visit(chromium, address)
    with elsewhere() as port:
        chromium("await open('other', given.address)", address=f"http://{host}:{port}/?ours={address}")
        assert set(chromium("return pages.other.evaluate('all()')").values()) == {"nothing"}
        assert chromium("""
            const inside = await pages.other.evaluateHandle((ours) => new Promise((settled) => {
                const frame = document.createElement('iframe');
                frame.onload = () => settled(frame);
                frame.src = ours;
                document.body.append(frame);
            }), given.ours);
            const frame = await inside.asElement().contentFrame();
            return frame.evaluate(() => document.documentElement.textContent.includes('Findings'));
        """, ours=address) is False  # fmt: skip
        text = chromium("""
            await pages.other.evaluate((ours) => (document.querySelector('a').href = ours), given.ours);
            await pages.other.getByText('a link').click();
            await pages.other.waitForURL(given.ours);
            return pages.other.locator('body').innerText();
        """, ours=address)  # fmt: skip
        assert text.strip() == "Another page has asked for this. Open the address of the preview yourself."


def test_a_name_of_others_that_leads_here_is_not_answered(chromium: Chromium, address: str) -> None:
    text = chromium("""
        await open('other', given.address);
        return pages.other.locator('body').innerText();
    """, address=address.replace("127.0.0.1", "evil.example"))  # fmt: skip
    assert text.strip() == "The preview answers to the names of this computer only."


HOSTILE = (
    "</style></title><script>window.top.pwned = 1</script><img src=x onerror='window.top.pwned = 1'>"
    "<a href='javascript:top.pwned=1'>press</a> [press](javascript:top.pwned=1) ![](http://evil.example/x.png)"
    " <svg onload='top.pwned=1'> {{ 7 * 7 }} <iframe src='http://evil.example'>"
)


def test_text_of_a_plan_does_nothing(chromium: Chromium, plan: Path) -> None:
    """In each place where a plan is shown: titles, labels, names of files and of the folder, what findings quote."""
    folder = plan.with_name("<img src=x onerror=top.pwned=1>&quot;'")
    plan.rename(folder)
    replace(folder, PAPER, "heading: Introduction", f"heading: {quoted(HOSTILE)}")
    replace(folder, TRAINING, "title: percentage of ITU staff", f"title: {quoted(HOSTILE + ' of ITU staff')} #")
    replace(folder, TRAINING, "label: Staff who have completed every course due", f"label: {quoted(HOSTILE)}")
    with serving(folder) as (address, _):
        visit = Visit(chromium, address)
        visit.says("document", "</style></title><script>")
        visit.says("equations", "</style></title><script>")
        visit("await page.getByRole('link', {name: 'annex'}).click()")
        visit.says("document", "</style></title><script>")
        (folder / "indicators" / "<script>top.pwned=1<").mkdir()
        (folder / "indicators" / "<script>top.pwned=1<" / "script>.yaml").touch()
        (folder / "indicators" / "<img src=x onerror=top.pwned=1>.yaml").write_text(f"{HOSTILE}: [", "utf-8")
        visit.says("findings", "<img src=x onerror=top.pwned=1>.yaml")
        visit("await pane('findings').getByRole('link', {name: '<img'}).first().click()")
        visit.says("findings", "All findings")
        assert visit("return pane('findings').locator('ol').innerText()").count("window.top.pwned") == 2
        for pane in ("document", "findings", "equations"):
            elements = "script, svg, img, iframe, a[href^=javascript]"
            assert visit("return pane(given.pane).locator(given.of).count()", pane=pane, of=elements) == 0
        assert visit("return page.evaluate(() => window.pwned ?? null)") is None
        assert visit("return page.locator('h1').innerText()") == folder.name
        assert visit("return [...met.asked].filter((each) => each.includes('evil'))") == []
        assert visit.said == []


def quoted(text: str) -> str:
    """As YAML writes it."""
    return "'" + text.replace("'", "''") + "'"
