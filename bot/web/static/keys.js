// Keys that work on every page: "/" searches, "?" lists the keys. What a page adds it does with addKey.
"use strict";

const wirewatch = { keys: new Map() };

wirewatch.addKey = (key, words, action) => wirewatch.keys.set(key, { words, action });

wirewatch.kept = "";  // what stands there while nothing else is said, such as a question

wirewatch.say = (words) => {
  const place = document.getElementById("said");
  place.textContent = words;
  clearTimeout(wirewatch.quiet);
  wirewatch.quiet = setTimeout(() => { place.textContent = wirewatch.kept; }, 4000);
};

wirewatch.keep = (words) => {
  wirewatch.kept = words;
  wirewatch.say(words);
};

wirewatch.help = () => {
  const dialog = document.createElement("dialog");
  const list = document.createElement("dl");
  for (const [key, { words }] of wirewatch.keys) {
    if (!words) continue;  // told together with others
    const term = document.createElement("dt");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    list.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
  }
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  form.append(Object.assign(document.createElement("button"), { textContent: "Close" }));
  dialog.append(Object.assign(document.createElement("h2"), { textContent: "Keys" }), list, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing && event.key === "Escape") typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const known = wirewatch.keys.get(event.key);
  if (!known) return;
  event.preventDefault();
  known.action(event);
});

// What the server answers with an error is shown, not swallowed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status === 409 || status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
document.addEventListener("htmx:responseError", (event) => {
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  wirewatch.say(answer.body.textContent.trim() || "That did not work.");
});
document.addEventListener("htmx:sendError", () => wirewatch.say("wirewatch does not answer."));

wirewatch.addKey("/", "search", () => document.querySelector("[data-key='/']")?.focus());
wirewatch.addKey("?", "this list", wirewatch.help);
