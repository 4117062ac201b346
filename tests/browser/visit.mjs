// Opens a page in Chromium as one reader after the other would, and prints what each met, as JSON.
//   node visit.mjs CHROMIUM PAGE PDF
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const rules = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [program, page, pdf] = process.argv.slice(2);
const readers = [
  { name: "light", colorScheme: "light", viewport: { width: 1200, height: 1000 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1200, height: 1000 } },
  { name: "phone", colorScheme: "light", viewport: { width: 360, height: 740 } },
  { name: "paper", colorScheme: "dark", viewport: { width: 720, height: 1000 }, media: "print" },
];
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const found = {};
for (const { name, media, ...settings } of readers) {
  const context = await browser.newContext({ ...settings, offline: true });
  const tab = await context.newPage();
  const met = { said: [], asked: [], violations: [] };
  tab.on("console", (message) => met.said.push(message.text()));
  tab.on("pageerror", (error) => met.said.push(String(error)));
  tab.on("request", (request) => met.asked.push(request.url()));
  await tab.goto(pathToFileURL(page).href);
  if (media) await tab.emulateMedia({ media });
  met.shut = await tab.locator("details").evaluateAll((all) => all.filter((each) => each.lastElementChild.checkVisibility({ contentVisibilityAuto: true }) === false).length);
  met.wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (!media) await tab.locator("details").evaluateAll((all) => all.forEach((each) => (each.open = true)));
  await tab.evaluate(rules);
  const { violations } = await tab.evaluate(() => axe.run());
  met.violations = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
  met.keys = [];
  if (name === "light") {
    for (let count = 0; count < 4; count++) {
      await tab.keyboard.press("Tab");
      met.keys.push(await tab.evaluate(() => document.activeElement.tagName + "." + document.activeElement.className));
    }
    await tab.pdf({ path: pdf, format: "A4", printBackground: true });
  }
  met.sides = await tab.evaluate(() => {
    const box = (wanted) => document.querySelector(wanted)?.getBoundingClientRect();
    return { bar: box(".bullet .bar")?.x, field: box(".bullet .field")?.x, value: box(".answer")?.x, chart: box(".measure")?.x };
  });
  found[name] = met;
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
