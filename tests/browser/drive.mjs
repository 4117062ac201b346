// Does in Chromium what it is told, one line of JSON after the other: {code, given} → {value} or {error}.
//   node drive.mjs CHROMIUM
// `code` is the body of an async function of `browser`, `pages` (by name, kept from line to line), `met` and `given`.
// `met` has what the pages have said on their consoles and which origins they have asked.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.argv[2],
  // Names of others that lead here, as whoever owns a name can make them.
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP *.example 127.0.0.1"],
});
const pages = {}, met = { said: [], asked: new Set() };
const AsyncFunction = (async () => {}).constructor;

async function open(name, address, settings = {}) {
  await pages[name]?.context().close();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...settings });
  const page = (pages[name] = await context.newPage());
  page.setDefaultTimeout(30_000);
  page.on("console", (message) => met.said.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => met.said.push(String(error)));
  page.on("request", (request) => met.asked.add(new URL(request.url()).origin));
  await page.goto(address, { waitUntil: "load" });
  return page;
}

// Which rules of accessibility a page and its frames break. axe is run by the driver, past what the page lets in.
async function broken(page) {
  const found = [];
  for (const frame of page.frames()) {
    const { violations } = await frame.evaluate(`(() => { ${axe}; return axe.run(document, { iframes: false }); })()`);
    found.push(...violations.map(({ id, nodes }) => `${frame.url()} ${id}: ${nodes[0].html.slice(0, 200)}`));
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { code, given } = JSON.parse(line);
  let answer;
  try {
    const run = new AsyncFunction("browser", "pages", "met", "open", "broken", "given", code);
    const late = new Promise((_, refuse) => setTimeout(refuse, 90_000, new Error(`not done after 90 s: ${code}`)).unref());
    answer = { value: (await Promise.race([run(browser, pages, met, open, broken, given), late])) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
await browser.close();
