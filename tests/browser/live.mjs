// Opens the preview, says so, and waits until its document says certain words; prints what it met, as JSON.
//   node live.mjs CHROMIUM ADDRESS WORDS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const rules = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [program, address, words] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
const tab = await context.newPage();
const found = { said: [], asked: [], violations: [] };
tab.on("console", (message) => found.said.push(message.text()));
tab.on("pageerror", (error) => found.said.push(String(error)));
tab.on("request", (request) => found.asked.push(new URL(request.url()).origin));
await tab.goto(address, { waitUntil: "load" });
const pane = tab.frameLocator("section.document iframe");
await pane.locator("h1").first().waitFor();
await tab.waitForFunction(() => document.getElementById("standing").textContent !== "");
console.log("ready");
await pane.getByText(words).first().waitFor({ timeout: 60000 });
found.standing = await tab.locator("#standing").textContent();
found.findings = await tab.frameLocator("section.findings iframe").locator("h1").textContent();
found.equations = await tab.frameLocator("section.equations iframe").locator("math").count();
for (const frame of tab.frames()) {
  // The preview lets no script in but its own; axe is run by the driver, past that rule.
  const { violations } = await frame.evaluate(`(() => { ${rules}; return axe.run(document, { iframes: false }); })()`);
  found.violations.push(...violations.map(({ id, nodes }) => `${frame.url()} ${id}: ${nodes[0].html.slice(0, 200)}`));
}
await browser.close();
found.asked = [...new Set(found.asked)];  // the page asks on until the browser is closed
console.log(JSON.stringify(found));
