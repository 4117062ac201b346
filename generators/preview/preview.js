// Asks now and then whether the plan is in another state, and changes in the panes what is otherwise: what an editor is
// looking at stays where it is. Nothing is sent.
"use strict";
const EVERY = 500, PATIENCE = 10_000;
const NARROW = matchMedia("(max-width: 50rem)"), STILL = matchMedia("(prefers-reduced-motion: reduce)");
const STOPPED = "The preview has stopped. This page goes on by itself once rbm-spec serve runs again.";
const COMING = "The preview is being made. This page shows what was there before.";
const frame = (name) => document.querySelector(`iframe[name="${name}"]`);
const frames = () => document.querySelectorAll("iframe");
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const followed = new WeakSet();
let seen = null, waiting = 0, isLooking = false;

async function look() {
  clearTimeout(waiting);
  if (isLooking) return;
  isLooking = true;
  try {
    const version = await text("/version");
    if (version.startsWith("starting") && frame("document").getAttribute("src") !== "/empty.html") say("", COMING);
    else if (version !== seen) seen = (await renewAll()) ? version : null;
  } catch {
    say("error", STOPPED);
  }
  isLooking = false;
  waiting = setTimeout(look, EVERY);
}

// At the top, where the preview itself has nothing to say.
function say(severity, sentence) {
  const standing = document.getElementById("standing");
  if (standing.textContent !== sentence) standing.textContent = sentence;
  standing.className = severity;
  seen = null;
}

// A page of the preview; null where there is none.
async function text(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

// Whether all panes show the state of now; one that is still being loaded does not.
async function renewAll() {
  const here = await text(location.pathname);
  if (here === null) return location.replace("/");
  renew(document.documentElement, parsed(here, window), []);
  markPane();
  const all = await Promise.all([...frames()].map(renewFrame));
  return all.every(Boolean);
}

async function renewFrame(pane) {
  const inside = pane.contentDocument;
  if (inside === null) pane.src = pane.getAttribute("src"); // the browser says there that it could not load it
  if (inside?.readyState !== "complete" || !inside.location.pathname.startsWith("/")) return false;
  const now = await text(inside.location.pathname);
  if (pane.contentDocument !== inside) return false;
  if (now === null) {
    pane.contentWindow.location.replace(pane.src);
    return false;
  }
  const changed = [];
  renew(inside.documentElement, parsed(now, pane.contentWindow), changed);
  announce(pane, changed.filter((each) => each.isConnected && inside.body.contains(each)));
  return true;
}

// In the window that it is for, whose rules of style are others.
function parsed(page, view) {
  return new view.DOMParser().parseFromString(page, "text/html").documentElement;
}

// Makes `old` equal to `now` and keeps all nodes that are equal already; `changed` gets the elements that are not.
function renew(old, now, changed) {
  if (old.isEqualNode(now)) return;
  if (!isElement(old) || old.nodeName !== now.nodeName) {
    const parent = old.parentElement;
    now = old.ownerDocument.adoptNode(now);
    old.replaceWith(now);
    changed.push(isElement(now) ? now : parent);
    return;
  }
  renewAttributes(old, now);
  const before = [...old.childNodes], after = [...now.childNodes];
  const shorter = Math.min(before.length, after.length);
  let first = 0, last = 0;
  while (first < shorter && before[first].isEqualNode(after[first])) first++;
  while (last < shorter - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) last++;
  const gone = before.slice(first, before.length - last), come = after.slice(first, after.length - last);
  if (gone.length === come.length) return gone.forEach((each, at) => renew(each, come[at], changed));
  renewList(old, gone, come, before[before.length - last] ?? null, changed);
}

// Elements that are there still, in the same order, stay; `next` is what stands behind the list.
function renewList(parent, gone, come, next, changed) {
  let at = 0;
  for (const each of come) {
    const isKept = (one, index) => index >= at && one.isEqualNode(each) && (index === at || isElement(each));
    const found = gone.findIndex(isKept);
    if (found >= 0) {
      for (const one of gone.slice(at, found)) one.remove();
      at = found + 1;
      continue;
    }
    const added = parent.insertBefore(parent.ownerDocument.adoptNode(each), gone[at] ?? next);
    if (isElement(added)) changed.push(added);
  }
  for (const one of gone.slice(at)) one.remove();
  if (!come.some(isElement)) changed.push(parent);
}

function renewAttributes(old, now) {
  for (const { name } of [...old.attributes]) if (name !== "hidden" && !now.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of now.attributes) {
    if (name !== "hidden" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

// Lights up what has changed; where none of it is in sight, a button leads there, and nothing moves by itself.
function announce(pane, changed) {
  if (!changed.length) return;
  const button = pane.closest("section").querySelector("button");
  const height = pane.contentWindow.innerHeight;
  const isInSight = ({ top, bottom }) => bottom > 0 && top < height;
  light(changed);
  button.hidden = changed.some((each) => isInSight(each.getBoundingClientRect()));
  button.onclick = () => {
    button.hidden = true;
    const first = changed.find((each) => each.isConnected);
    first?.scrollIntoView({ block: "center" });
    light(changed);
  };
}

function light(elements) {
  const steps = STILL.matches ? ["#f5a800", "#f5a800"] : ["#f5a800", "transparent"];
  for (const each of elements) each.animate({ outline: steps.map((colour) => `3px solid ${colour}`) }, 3000);
}

// What a click in a pane may ask for in another one.
function follow(pane) {
  const inside = pane.contentDocument;
  if (!inside || followed.has(inside)) return;
  followed.add(inside);
  inside.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.target === "equations") {
      event.preventDefault();
      showEquations(link.hash.slice(1));
      if (NARROW.matches) location.hash = "equations";
    } else if (pane.name === "document" && inside.getSelection().isCollapsed) {
      showEquations(indicatorAt(inside, event.target));
    }
  });
}

function showEquations(id) {
  const section = id && frame("equations").contentDocument?.getElementById(id);
  if (!section) return;
  section.scrollIntoView();
  light([section.querySelector("h2")]);
  document.getElementById("indicator").value = id;
}

// The id of the indicator that is named where somebody has clicked, else in the nearest heading before.
function indicatorAt(inside, clicked) {
  const sections = [...(frame("equations").contentDocument?.querySelectorAll("section[id]") ?? [])];
  const titles = sections.map((each) => [each.id, each.querySelector("h2").textContent.trim()]);
  const named = (element) => {
    const found = titles.filter(([, title]) => element.textContent.includes(title));
    found.sort(([, one], [, other]) => other.length - one.length); // a title may be part of another one
    return found.length && found.every(([, title]) => found[0][1].includes(title)) ? found[0][0] : null;
  };
  const block = clicked.closest("h1, h2, h3, h4, h5, h6, p, li, tr");
  if (!block) return null;
  const headings = [...inside.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(
    (each) => each.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return [block, ...headings.reverse()].map(named).find(Boolean) ?? null;
}

// On a narrow screen one pane is shown at a time.
function markPane() {
  const shown = location.hash || "#document";
  for (const link of document.querySelectorAll(".panes a")) {
    if (link.hash === shown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

for (const pane of frames()) {
  pane.addEventListener("load", () => follow(pane));
  follow(pane);
}
document.addEventListener("change", ({ target }) => target.id === "indicator" && showEquations(target.value));
document.addEventListener("visibilitychange", () => document.hidden || look());
addEventListener("hashchange", markPane);
markPane();
look();
