"""In Chromium: an editor writes, saves, breaks and mends a plan, and each pane follows by itself."""

from __future__ import annotations

from pathlib import Path

from tests.preview.visit import PAPER, TRAINING, Visit, replace, serving
from tests.targets.document.plans import CONTRIBUTION
from tests.visiting import Chromium


def test_a_day_of_an_editor(chromium: Chromium, plan: Path) -> None:
    """A save is seen in all panes; place, pane and chosen indicator stay; an error leaves the last good document."""
    with serving(plan, "--language", "en", "--language", "ar") as (address, _):
        visit = Visit(chromium, address)
        visit("await page.getByRole('link', {name: 'annex'}).click()")
        visit.says("document", "Table 8")
        visit.stands("12 notes.")
        before = visit("""
            await pane('document').getByRole('heading', {name: 'mandatory training'}).last().click();
            await pane('document').evaluate(() => { scrollTo(0, 4000); window.mine = true; });
            await pane('findings').evaluate(() => scrollTo(0, 200));
            return page.url();
        """)
        assert visit("return page.locator('select').inputValue()") == "mandatory_training"

        replace(plan, TRAINING, "/ with_course_due", "/ with_course_dew")
        visit.stands("1 error, 6 notes.")
        visit.says("findings", "with_course_dew")
        assert visit("return page.getByText('This is how it was before the errors.').count()") == 2
        visit("await pane('findings').locator('article.error a').first().click()")
        visit.says("findings", "All findings")
        assert "100 * completed_all / with_course_dew" in visit(
            "return pane('findings').locator(':target').innerText()"
        )

        replace(plan, TRAINING, "/ with_course_dew", "/ with_course_due")
        replace(plan, TRAINING, "label: Staff members with at least one course due", "label: Zebras with a course due")
        visit.says("equations", "Zebras with a course due")
        visit.says("document", "Zebras with a course due")
        visit.stands("12 notes.")
        assert visit("return page.getByText('This is how it was before the errors.').count()") == 0
        after = visit("""return {
            url: page.url(),
            mine: await pane('document').evaluate(() => window.mine),
            place: await pane('document').evaluate(() => scrollY),
            chosen: await page.locator('select').inputValue(),
        }""")
        assert after == {"url": before, "mine": True, "place": 4000, "chosen": "mandatory_training"}

        visit("await page.locator('#document').getByRole('button').click()")
        assert visit("""return pane('document').getByText('Zebras').evaluateAll((all) => all.some((each) => {
            const { top, bottom } = each.getBoundingClientRect();
            return top > 0 && bottom < innerHeight;
        }))""")
        visit("await pane('document').getByRole('link', {name: 'recruitment'}).focus()")
        visit("await page.keyboard.press('Enter')")
        assert visit("return page.locator('select').inputValue()") == "average_recruitment_time"
        assert visit.said == []
        assert visit("return [...met.asked]") == [address.rstrip("/")]
        visit("await page.getByRole('link', {name: given.paper}).click()", paper=CONTRIBUTION)
        visit.says("document", "Purpose")
        assert visit("return broken(page)") == []


def test_files_come_and_go(chromium: Chromium, plan: Path) -> None:
    """Documents and indicators appear and vanish in an open page; ten saves at once end in the last of them."""
    with serving(plan) as (address, _):
        visit = Visit(chromium, address)
        other = Visit(chromium, address, "colleague", viewport={"width": 390, "height": 844}, colorScheme="dark")
        shown = """return page.locator('iframe').evaluateAll((all) =>
            all.filter((each) => each.checkVisibility({ visibilityProperty: true })).map((each) => each.name))"""
        assert other(shown) == ["document"]
        other("await page.getByRole('link', {name: 'Findings'}).click()")
        assert other(shown) == ["findings"]
        assert other("return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)") <= 0
        assert other("return broken(page)") == []
        other("await page.goBack()")
        text = (plan / PAPER).read_text("utf-8")
        (plan / "documents/second.yaml").write_text(text.replace(f"id: {CONTRIBUTION}", "id: second"), "utf-8")
        for each in (visit, other):
            each("await page.getByRole('link', {name: 'second'}).waitFor()")
        visit("await page.getByRole('link', {name: 'second'}).click()")
        visit.says("document", "Purpose")
        (plan / "documents/second.yaml").unlink()
        visit("await page.waitForURL((url) => url.pathname === '/')")
        other("await page.getByRole('link', {name: 'second'}).waitFor({state: 'detached'})")

        number = visit("return page.locator('option').count()")
        text = (plan / TRAINING).read_text("utf-8")
        (plan / "indicators/twin.yaml").write_text(text.replace("id: mandatory_training", "id: twin"), "utf-8")
        visit("await page.locator('option[value=twin]').waitFor({state: 'attached'})")
        (plan / "indicators/twin.yaml").rename(plan / "indicators/renamed.yaml")
        visit.says("findings", "renamed")
        (plan / "indicators/renamed.yaml").unlink()
        visit("await page.waitForFunction((n) => document.querySelectorAll('option').length === n, given.number)",
              number=number)  # fmt: skip

        heading = "heading: Introduction"
        for count in range(10):
            replace(plan, PAPER, heading, heading := f"heading: Beginning {count} <script>alert(1)</script>")
        for each in (visit, other):
            each.says("document", "Beginning 9 <script>alert(1)</script>")
        assert visit.said == []


def test_it_comes_back(chromium: Chromium, plan: Path) -> None:
    """The page says that the preview has stopped, keeps what it shows, and goes on when the preview does."""
    with serving(plan) as (address, _):
        visit = Visit(chromium, address)
        visit("await pane('document').evaluate(() => { scrollTo(0, 300); })")
    visit.stands("The preview has stopped. This page goes on by itself once rbm-spec serve runs again.")
    visit.says("document", "Purpose")
    replace(plan, PAPER, "heading: Introduction", "heading: Beginnings")
    with serving(plan, port=int(address.rstrip("/").rpartition(":")[2])):
        visit.stands("12 notes.")
        visit.says("document", "Beginnings")
        assert visit("return pane('document').evaluate(() => scrollY)") == 300
        plan.rename(plan.with_name("elsewhere"))
        visit.stands("12 notes. The plan cannot be read: No such file or directory. What was shown before stays.")
        plan.with_name("elsewhere").rename(plan)
        visit.stands("12 notes.")
    assert visit.said == []


def test_a_save_before_the_first_question_is_seen(chromium: Chromium, plan: Path) -> None:
    """The page is loaded, the plan is saved, and only then the page asks for the first time."""
    with serving(plan) as (address, _):
        editor = Visit(chromium, address)
        held = """
            const page = await open('late', 'about:blank');
            let release;
            const released = new Promise((settled) => (release = settled));
            await page.route('**/version', async (route) => { await released; await route.continue(); });
            page.release = release;
            await page.goto(given.address);
            await page.frameLocator('iframe[name=document]').getByText('Introduction').first().waitFor();
        """
        chromium(held, address=address)
        replace(plan, PAPER, "heading: Introduction", "heading: Beginnings")
        editor.says("document", "Beginnings")
        late = "pages.late.frameLocator('iframe[name=document]').getByText(given.text).first()"
        chromium(f"await {late}.waitFor()", text="Introduction")
        chromium(f"pages.late.release(); await {late}.waitFor()", text="Beginnings")
