// A new list: the name of its file follows its title, until somebody writes another one.
"use strict";

const title = document.getElementById("title"), file = document.getElementById("name");
let made = "";

title.addEventListener("input", () => {
  if (file.value !== made) return;
  const plain = title.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const stem = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40).replace(/-$/, "");
  file.value = made = stem && `${stem}.toml`;
});
