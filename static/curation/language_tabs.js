// One switch for the whole form: the fields of one language, or of both side by side.
// Without this script all fields stand one under another and work as well.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const MARK = /(?:^|\s)(?:field|column)-\w+_(ky|ru)(?:\s|$)/;
  const WORDS = { ky: "Кыргызча", ru: "Русский", both: document.documentElement.lang === "ru" ? "Оба языка" : "Эки тилде" };
  const EMPTY = document.documentElement.lang === "ru" ? "пусто" : "бош";
  const form = document.querySelector("#content-main form[id$=_form]");
  const parts = () => [...form.querySelectorAll(".form-row, .fieldBox, td, th")]
    .map((part) => ({ part, found: part.className.match(MARK) }))
    .filter((item) => item.found);
  if (!form || !parts().length) return;

  const bar = document.createElement("div");
  bar.className = "language-tabs";
  bar.setAttribute("role", "group");
  const show = (wanted) => {
    for (const { part, found } of parts()) part.hidden = wanted !== "both" && found[1] !== wanted;
    for (const tab of bar.children) tab.setAttribute("aria-pressed", String(tab.value === wanted));
    try { localStorage.setItem("curation-language", wanted); } catch { /* the choice is not remembered */ }
  };
  for (const [language, word] of Object.entries(WORDS)) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.value = language;
    const own = parts().filter(({ found }) => found[1] === language);
    const written = own.some(({ part }) => [...part.querySelectorAll("input[type=text], textarea")].some((field) => field.value.trim()));
    tab.textContent = language === "both" || written ? word : `${word} — ${EMPTY}`;
    const wrong = parts().some(({ part, found }) => found[1] === language && part.querySelector(".errorlist"));
    tab.classList.toggle("has-error", wrong);
    tab.addEventListener("click", () => show(language));
    bar.append(tab);
  }
  form.prepend(bar);
  // A new row of an inline brings fields of both languages.
  form.addEventListener("formset:added", () => show(bar.querySelector("[aria-pressed=true]").value));
  // A text opens in the language it was written in; other tables in the language chosen last.
  let first = document.documentElement.lang === "ru" ? "ru" : "ky";
  try { first = localStorage.getItem("curation-language") || first; } catch { /* as the page */ }
  first = form.querySelector("select[name=language]")?.value || first;
  show(bar.querySelector(".has-error") ? "both" : first in WORDS ? first : "both");
});
