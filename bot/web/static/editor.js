// The editor of a watchlist: text and form are two views of one draft, which lives in the text field alone.
// Errors and the backtest are asked for while one types; an answer to an older draft is thrown away.
"use strict";

const editor = document.getElementById("editor");
const draft = editor.elements.draft;
const state = document.getElementById("state");
const problems = document.getElementById("problems");
const trial = document.getElementById("trial");
const form = document.getElementById("form");
const paint = editor.querySelector(".paint");
const gutter = editor.querySelector(".gutter");
const address = location.origin + editor.getAttribute("action");
const token = Math.random().toString(36).slice(2);
const CHECK_AFTER = 300, TRY_AFTER = 1500, AGAIN_AFTER = 700;  // milliseconds

// --- asking the server ---------------------------------------------------------------------------------

const asking = new Map();

async function send(action, extra, signal) {
  const body = new FormData(editor);
  body.set("page", token);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const headers = { "HX-Request": "true" };
  const answer = await fetch(address + action, { method: "POST", body, headers, signal });
  if (answer.status === 403 && !extra.csrf && await renewed()) {
    return send(action, { ...extra, csrf: editor.elements.csrf.value }, signal);
  }
  return answer;
}

// The server may have been started anew, or somebody logged in in another tab: the draft must outlive that.
async function renewed() {
  const page = new DOMParser().parseFromString(await (await fetch("/lists")).text(), "text/html");
  const field = page.querySelector("main input[name=csrf]");
  if (field) editor.elements.csrf.value = field.value;
  return Boolean(field);
}

// What is asked under a name ends what was asked under it before. Gives null for an answer that nobody wants any more.
async function ask(name, action, extra = {}) {
  asking.get(name)?.abort();
  const control = new AbortController();
  asking.set(name, control);
  try {
    const answer = await send(action, extra, control.signal);
    if (answer.status === 401) wirewatch.say("You are logged out. Log in in another tab; your draft stays here.");
    const body = await answer.text();
    if (asking.get(name) !== control || answer.status === 401) return null;
    return { status: answer.status, body, json: () => JSON.parse(body) };
  } catch (error) {
    if (error.name !== "AbortError") wirewatch.say("wirewatch does not answer.");
    return null;
  }
}

function stop(...names) {
  for (const name of names) {
    asking.get(name)?.abort();
    asking.delete(name);
  }
}

// --- the draft -----------------------------------------------------------------------------------------

const changed = () => draft.value !== plain(editor.elements.base.value);
const plain = (text) => text.replaceAll("\r\n", "\n");
let timers = [], tried = null, leaving = false;

const later = (action, wait) => timers.push(setTimeout(action, wait));

function touched() {
  timers.forEach(clearTimeout);
  timers = [];
  stop("check", "closer", "try");
  showState();
  draw();
  trial.classList.toggle("stale", tried !== null && tried !== draft.value);
  later(check, CHECK_AFTER);
}

function showState(words) {
  const text = words || (changed() ? "not saved" : state.dataset.saved);
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("unsaved", changed());
}

function put(text) {
  if (draft.value === text) return;
  // Only what differs is replaced: cursor and scrolling stay where they are.
  const old = draft.value;
  let start = 0, end = 0;
  while (start < Math.min(old.length, text.length) && old[start] === text[start]) start++;
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end++;
  draft.setRangeText(text.slice(start, text.length - end), start, old.length - end, "preserve");
  touched();
}

async function check() {
  const answer = await ask("check", "/check");
  if (!answer || answer.status !== 200) return;
  showProblems(answer.body);
  if (!problems.querySelector("[data-loads=yes]")) return;
  later(closer, CHECK_AFTER);
  if (changed() && tried !== draft.value) later(tryOut, TRY_AFTER - CHECK_AFTER);
}

async function closer() {
  const answer = await ask("closer", "/closer");
  if (answer?.status === 200) showProblems(answer.body);
}

function showProblems(html) {
  problems.innerHTML = html;
  draw();
}

async function tryOut() {
  const text = draft.value;
  const answer = await ask("try", "/try");
  if (!answer || answer.status === 204) return;
  if (answer.status === 422) return showProblems(answer.body);
  trial.innerHTML = answer.body;
  trial.classList.remove("stale");
  if (answer.status === 202) later(tryOut, AGAIN_AFTER);
  else tried = text;
}

let saves = Promise.resolve();  // one after the other: a second one must not meet the file of the first as a stranger's

function inTurn(action) {
  saves = saves.then(action).catch(() => wirewatch.say("That did not work."));
}

async function saveNow() {
  const { saved: last } = state.dataset;  // what is not in force is saved again: that takes it into force
  if (!changed() && !last.includes("not in force")) return showState(`nothing to save: ${last}`);
  stop("try");
  showState("saving …");
  const answer = await ask("save", "");
  if (!answer) return showState();
  if (answer.status === 200) {
    const saved = answer.json();
    based(saved, saved.base);
    document.getElementById("conflict").replaceChildren();
    state.dataset.saved = saved.words;
    tried = null;  // the lists in force are others now
    trial.replaceChildren();
    touched();
  } else if (answer.status === 409 && answer.body.includes("conflict-heading")) {
    const place = document.getElementById("conflict");
    place.innerHTML = answer.body;
    place.scrollIntoView({ block: "start" });
    place.querySelector("button, a").focus();
  } else if (answer.status === 422) {
    showProblems(answer.body);
    wirewatch.say("Not saved: errors prevent it.");
    problems.querySelector("a")?.focus();
  } else {
    const words = new DOMParser().parseFromString(answer.body, "text/html").body.textContent.trim();
    wirewatch.say(words || "That did not work.");
  }
  showState();
}

function based({ base, version }) {
  editor.elements.base.value = base;
  for (const field of document.querySelectorAll("input[name=version]")) field.value = version;
}

async function both() {
  const answer = await ask("save", "/both");
  if (answer && answer.status !== 200) wirewatch.say("They can't be put together.");
  if (answer?.status !== 200) return;
  const merged = answer.json();
  based(merged);
  document.getElementById("conflict").replaceChildren();
  put(merged.draft);
  touched();
  showState(merged.words);
  wirewatch.say(merged.words);
  if (!form.hidden) showForm();
}

// --- the text, painted ---------------------------------------------------------------------------------

const WORDS = /("""|''')|("(?:[^"\\]|\\.)*"|'[^']*')|(#.*)|(^\s*\[\[?[^\]]*\]\]?)|(^\s*[\w-]+)(?=\s*=)/g;

// One line of TOML as spans; `open` is the quote of a string that goes on from the line before.
function painted(line, open) {
  const parts = [];
  let at = 0;
  const add = (kind, text) => {
    if (text) parts.push(kind ? Object.assign(document.createElement("span"), { className: kind, textContent: text }) : text);
  };
  while (at < line.length || open) {
    if (open) {
      const end = line.indexOf(open, at);
      if (end < 0) { add("string", line.slice(at)); return { parts, open }; }
      add("string", line.slice(at, end + 3));
      at = end + 3;
      open = "";
      continue;
    }
    WORDS.lastIndex = at;
    const found = WORDS.exec(line);
    if (!found) { add("", line.slice(at)); break; }
    add("", line.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[1]) { open = found[1]; add("string", found[0]); }
    else add(found[2] ? "string" : found[3] ? "comment" : found[4] ? "heading" : "key", found[0]);
  }
  return { parts, open };
}

let rows = [];  // what is painted: of each line its text, its mark, the quote open before and after it, its element

function row(line, before, mark) {
  const { parts, open } = painted(line, before);
  const element = Object.assign(document.createElement("span"), { className: `line ${mark}` });
  element.append(...parts, "\n");
  return { line, mark, before, open, element };
}

// Only lines that differ are painted anew: a list may have thousands, and this is done at each key.
function draw() {
  const marks = new Map();
  for (const each of problems.querySelectorAll("[data-at]")) {
    if (!marks.has(each.dataset.at)) marks.set(each.dataset.at, each.className);  // the gravest comes first
  }
  const mark = (index) => marks.get(String(index + 1)) || "";
  const lines = draft.value.split("\n");
  const is = (old, index) => old.line === lines[index] && old.mark === mark(index);
  const fewer = Math.min(rows.length, lines.length);
  let head = 0, tail = 0;
  while (head < fewer && is(rows[head], head)) head++;
  while (tail < fewer - head && is(rows.at(-1 - tail), lines.length - 1 - tail)) tail++;
  const fresh = [];
  let open = head ? rows[head - 1].open : "", at = head;
  for (; at < lines.length; at++) {
    // A quote that was opened above reaches into lines that are as they were.
    if (at >= lines.length - tail && rows[rows.length - lines.length + at].before === open) break;
    fresh.push(row(lines[at], open, mark(at)));
    open = fresh.at(-1).open;
  }
  const gone = rows.splice(head, rows.length - head - (lines.length - at), ...fresh);
  for (const each of gone) each.element.remove();
  const behind = rows[head + fresh.length];
  const place = document.createDocumentFragment();
  place.append(...fresh.map((each) => each.element));
  paint.insertBefore(place, behind ? behind.element : null);
  number(lines.length, mark);
  follow();
}

function number(count, mark) {
  while (gutter.childElementCount > count) gutter.lastElementChild.remove();
  const more = [];
  for (let line = gutter.childElementCount + 1; line <= count; line++) {
    more.push(Object.assign(document.createElement("span"), { textContent: `${line}\n` }));
  }
  gutter.append(...more);
  let index = 0;
  for (const each of gutter.children) {
    const wanted = mark(index++);
    if (each.className !== wanted) each.className = wanted;
  }
}

function follow() {
  paint.style.transform = `translate(${-draft.scrollLeft}px, ${-draft.scrollTop}px)`;
  gutter.scrollTop = draft.scrollTop;
}

// The cursor goes to the end of the line and selects nothing: the next key would replace it.
async function goTo(line) {
  await show("text");
  const lines = draft.value.split("\n");
  const end = lines.slice(0, line).join("\n").length;
  draft.focus({ preventScroll: true });
  draft.setSelectionRange(end, end);
  const height = paint.firstElementChild ? paint.getBoundingClientRect().height / lines.length : 20;
  draft.scrollTop = (line - .5) * height - draft.clientHeight / 2;
  draft.scrollLeft = 0;
  follow();
  paint.querySelector(".here")?.classList.remove("here");
  rows[line - 1]?.element.classList.add("here");
  document.getElementById("text").scrollIntoView({ block: "center" });
}

// --- the form ------------------------------------------------------------------------------------------

let edits = Promise.resolve();  // one after the other: each is made in the draft that the one before left
const named = (name, value) => `[data-${name}="${CSS.escape(value)}"]`;
const byPlace = ({ table, index }) => `details${named("table", table)}${named("index", index)}`;

async function showForm() {
  const opened = [...form.querySelectorAll("details[open]")].map((each) => each.dataset.id);
  const answer = await ask("form", "/form");
  if (!answer) return;
  form.innerHTML = answer.body;
  for (const each of form.querySelectorAll("details.table")) if (each.dataset.id && opened.includes(each.dataset.id)) each.open = true;
}

async function fillIn(details) {
  const { table, index } = details.dataset;
  const place = details.querySelector(".inner");
  if (place.childElementCount) return;
  const answer = await send("/fields", { table, index });
  place.innerHTML = await answer.text();
}

function edit(action, extra) {
  edits = edits.then(async () => {
    const answer = await send(action, extra);
    const { draft: text, words } = await answer.json();
    if (words) wirewatch.say(`Not possible: ${words}`);
    else put(text);
    return !words;
  }).catch(() => { wirewatch.say("That did not work."); return false; });
  return edits;
}

async function show(view) {
  const formal = view === "form";
  if (formal === !form.hidden) return;
  await edits;
  for (const button of editor.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view);
  document.getElementById("text").hidden = formal;
  form.hidden = !formal;
  if (formal) await showForm();
  else draw();
}

async function goToField({ table, index, field, line }) {
  if (form.hidden) return goTo(Number(line));
  const details = form.querySelector(byPlace({ table, index }));
  if (details) {
    details.open = true;
    await fillIn(details);
  }
  const inside = details || form;
  const place = field && inside.querySelector(named("field", field));
  (place || details?.querySelector("summary") || form).focus();
}

form.addEventListener("toggle", (event) => { if (event.target.open) fillIn(event.target); }, true);

form.addEventListener("change", async (event) => {
  const { table, index, field } = event.target.dataset;
  if (field === undefined) return;
  const done = await edit("/field", { table, index, key: field, value: event.target.value });
  event.target.classList.toggle("refused", !done);
  const title = form.querySelector(`${byPlace({ table, index })} > summary b`);
  if (done && title && (field === "name" || field === "title")) title.textContent = event.target.value;
  if (done && field === "id") form.querySelector(byPlace({ table, index })).dataset.id = event.target.value.trim();
});

form.addEventListener("input", (event) => {
  if (!event.target.matches("[data-sift]")) return;
  const wanted = event.target.value.toLowerCase();
  for (const each of form.querySelectorAll('details[data-table="watch"]')) {
    each.hidden = !each.querySelector("summary").textContent.toLowerCase().includes(wanted);
  }
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();  // else the browser presses the first button, which saves
  if (event.target.dataset.new) add(event.target.dataset.new);
  else event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

async function add(table) {
  const name = form.querySelector(`[data-new="${table}"]`);
  const kind = form.querySelector("[data-kind]").value;
  if (!name.value.trim() || !await edit("/add", { table, name: name.value, kind })) return name.focus();
  await showForm();
  const last = [...form.querySelectorAll(`details[data-table="${table}"]`)].at(-1);
  last.open = true;
  last.querySelector("summary").focus();
  last.scrollIntoView({ block: "nearest" });
}

// --- what one presses ----------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const target = event.target.closest("a, button");
  if (!target) return;
  const at = target.dataset;
  if (at.line) {
    event.preventDefault();
    if (at.table === undefined || at.text !== undefined) goTo(Number(at.line));
    else goToField(at);
  } else if (at.view) show(at.view);
  else if (at.add) add(at.add);
  else if (at.drop !== undefined) {
    target.disabled = true;  // until the form is back: behind it stands the next table by then
    await edits;  // its id may be among them
    const { id } = target.closest("details").dataset;
    if (await edit("/drop", { table: at.table, index: at.index, id })) await showForm();
    else target.disabled = false;
  } else if (at.unsure) {
    if (await edit("/unsure", { watch: at.unsure, name: at.name }) && !form.hidden) showForm();
  } else if (at.go !== undefined) goTo(lineOf(at));
  else if (at.both !== undefined) { event.preventDefault(); inTurn(both); }
  else if (at.later !== undefined) document.getElementById("conflict").replaceChildren();
  else if (at.theirs !== undefined) { leaving = true; }
});

function lineOf({ table, index }) {
  const lines = draft.value.split("\n");
  const heads = lines.map((line, number) => [line.trim().replace(/\s*#.*/, "").replaceAll(" ", ""), number + 1]);
  return (heads.filter(([line]) => line === `[[${table}]]`)[Number(index)] || [0, 1])[1];
}

editor.addEventListener("submit", (event) => {
  event.preventDefault();
  const action = event.submitter?.id;
  // What is being typed in a field of the form counts, too.
  const active = document.activeElement;
  active.blur();
  active.focus({ preventScroll: true });
  edits.then(() => (action === "try" ? tryOut() : inTurn(saveNow)));
});

editor.elements.days.addEventListener("change", () => { tried = null; tryOut(); });
draft.addEventListener("input", touched);
draft.addEventListener("scroll", follow);
addEventListener("beforeunload", (event) => { if (changed() && !leaving) event.preventDefault(); });

document.addEventListener("keydown", (event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && event.key.toLowerCase() === "s") editor.requestSubmit(document.getElementById("save"));
  else if (command && event.key === "Enter") editor.requestSubmit(document.getElementById("try"));
  else if (event.altKey && event.code === "KeyF") show(form.hidden ? "form" : "text");
  else return;
  event.preventDefault();
});

document.documentElement.classList.add("scripted");
editor.querySelector(".views").hidden = false;
state.dataset.saved = changed() ? "as in the file" : state.textContent;
const words = state.textContent;
draw();
if (editor.dataset.line > 0) goTo(Number(editor.dataset.line));
check();
showState(words);
