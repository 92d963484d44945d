// Reviewing by keyboard: j and k go from item to item, y and n judge, u takes back, o, e and x show more.
"use strict";

(() => {
  const { addKey, keep, say } = wirewatch;
  const undo = [];  // what was said before each verdict of this page, the latest last
  let current = null;
  let asking = null;  // the item of which a digit says which name is wrong

  const items = () => [...document.querySelectorAll(".item[data-key]")];
  const forms = (item) => [...item.querySelectorAll(".verdict")];
  const isOpen = (item) => forms(item).length > 0 && forms(item).every((form) => form.dataset.said === "none");
  const stated = (item) => forms(item).map((form) => `${form.dataset.watch}:${form.dataset.said}`).join(" ");

  const go = (item) => {
    if (!item) return;
    current = item;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const here = () => {
    const focused = document.activeElement.closest(".item[data-key]");
    if (focused) current = focused;
    return current && current.isConnected ? current : null;
  };
  const step = (by) => {
    const all = items();
    const at = all.indexOf(here());
    if (at < 0) return go(all.find((item) => item.getBoundingClientRect().bottom > 0) || all[0]);
    go(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const nextOpen = (item) => {
    const all = items();
    const at = all.indexOf(item);
    const next = [...all.slice(at + 1), ...all.slice(0, at)].find(isOpen);
    if (next) go(next);
    else { go(item); if (all.length > 1) say("All that is shown here is reviewed."); }
  };
  const judge = (item, verdicts, { back = false } = {}) => {
    if (!back) undo.push({ key: item.dataset.key, verdicts: stated(item) });
    return htmx.ajax("POST", "/review", {
      source: item, target: item.querySelector(".verdicts"), swap: "outerHTML",
      values: { entry: item.dataset.key, verdicts },
    });
  };
  const all = (item, verdict) => forms(item).map((form) => `${form.dataset.watch}:${verdict}`).join(" ");
  const question = (item) => {
    const some = forms(item).some((form) => form.dataset.said === "wrong");
    const digits = `1 to ${Math.min(forms(item).length, 9)}`;
    return some
      ? `Which other name is wrong? ${digits}: that name, or not any more; n: all of them; Esc: no other.`
      : `Which name is wrong? ${digits}: that name; n: all of them; Esc: none.`;
  };
  const ask = (item) => {
    if (asking) asking.classList.remove("asking");
    if (item) item.classList.add("asking");
    if (item || asking) keep(item ? question(item) : "");  // as long as the question is open, so are its words
    asking = item;
  };

  const right = async () => {
    const item = here();
    if (!item || !forms(item).length) return;
    ask(null);
    const there = forms(item).filter((form) => !("gone" in form.dataset));
    if (!there.length) return say("The text names none of these any more: use the buttons.");
    await judge(item, there.map((form) => `${form.dataset.watch}:right`).join(" "));
    say("Right. u takes it back.");
    nextOpen(item);
  };
  const wrong = async () => {
    const item = here();
    if (!item || !forms(item).length) return;
    ask(null);
    if (forms(item).length === 1) {
      await judge(item, all(item, "wrong"));
      say("Wrong. u takes it back.");
      return nextOpen(item);
    }
    ask(item);
    go(item);
  };
  const wrongAll = async () => {
    const item = asking;
    ask(null);
    await judge(item, all(item, "wrong"));
    say("Wrong. u takes it back.");
    nextOpen(item);
  };
  const digit = async (number) => {
    const item = here();
    const form = item && forms(item)[number - 1];
    if (!form || (asking && asking !== item)) return;
    const verdict = form.dataset.said === "wrong" ? "none" : "wrong";
    await judge(item, `${form.dataset.watch}:${verdict}`);
    if (asking === item) { ask(item); go(item); }
  };
  const takeBack = async () => {
    if (asking) return ask(null);
    const last = undo.pop();
    const item = last && items().find((each) => each.dataset.key === last.key);
    if (!item) return say("Nothing to take back.");
    await judge(item, last.verdicts, { back: true });
    go(item);
    say("Taken back.");
  };

  // Buttons are taken back with "u" too; focus stays where it was.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest && event.detail.elt.closest("form.verdict");
    const item = form && form.closest(".item");
    if (item) { ask(null); undo.push({ key: item.dataset.key, verdicts: stated(item) }); current = item; }
  });
  let before = 0;
  const open = document.getElementById("open");
  document.addEventListener("htmx:beforeSwap", (event) => {
    const item = event.detail.target.closest(".item");
    before = item && isOpen(item) ? 1 : 0;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const item = event.target.closest && event.target.closest(".item");
    if (!item || !open || !event.target.classList.contains("verdicts")) return;
    const count = Number(open.dataset.open) + (isOpen(item) ? 1 : 0) - before;
    open.dataset.open = count;
    open.textContent = count.toLocaleString("en");
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(".item[data-key]");
    if (asking && item !== asking) ask(null);
  });
  for (const field of document.querySelectorAll("[data-sends]")) {
    field.addEventListener("change", () => { if (field.value !== "" || field.tagName === "SELECT") field.form.requestSubmit(); });
  }

  addKey("j", "next item", () => step(1));
  addKey("k", "item before", () => step(-1));
  addKey("y", "right: the item's names are meant", right);
  addKey("n", "wrong; of several names it asks which", () => (asking && asking === here() ? wrongAll() : wrong()));
  addKey("1 – 9", "this name of the item is wrong, or is not any more", () => {});
  for (let number = 1; number < 10; number += 1) {
    addKey(String(number), "", () => digit(number));
  }
  addKey("u", "take back the last verdict, or put away the question which name", takeBack);
  addKey("Escape", "", () => ask(null));
  addKey("o", "open the article", () => { const link = here() && here().querySelector("a.out"); if (link) window.open(link.href, "_blank", "noopener"); });
  addKey("e", "all of the entry", () => { const link = here() && here().querySelector("a.all"); if (link) link.click(); });
  addKey("x", "unfold or fold the item", () => {
    const parts = here() ? [...here().querySelectorAll("details")] : [];
    const closed = parts.some((part) => !part.open);
    for (const part of parts) part.open = closed;
  });
})();
