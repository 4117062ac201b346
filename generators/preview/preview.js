// Asks now and then whether something was built anew, and loads again what was. Nothing is sent.
"use strict";
const EVERY = 500;
const standing = document.getElementById("standing");
let seen = null;

async function look() {
  try {
    const answer = await fetch("/state.json", { cache: "no-store" });
    const state = await answer.json();
    standing.textContent = state.standing;
    for (const frame of document.querySelectorAll("iframe")) {
      const path = new URL(frame.src).pathname;
      // A first document after errors, or one that is gone: the page itself is another one now.
      if (!(path in state.pages)) return location.replace(location.pathname in state.pages ? location.href : "/");
      if (seen !== null && state.pages[path] !== seen[path]) frame.contentWindow.location.reload();
    }
    seen = state.pages;
  } catch {
    standing.textContent = "The preview has ended. Start rbm-spec serve again.";
  }
  setTimeout(look, EVERY);
}
look();
