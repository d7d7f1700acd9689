// One row with a tab for each language instead of a row for each language.
// Without this script all rows stand one under another and work as well.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const NAMES = { ky: "Кыргызча", ru: "Русский" };
  const groups = new Map();
  for (const field of document.querySelectorAll('[class*="mt-field-"]')) {
    const row = field.closest(".form-row");
    const mark = [...field.classList].map((name) => name.match(/^mt-field-(.+)-(ky|ru)$/)).find(Boolean);
    if (!row || !mark || field.closest(".tabular, .empty-form")) continue;
    const key = mark[1];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ language: mark[2], row, field });
  }
  for (const rows of groups.values()) {
    if (rows.length < 2) continue;
    const bar = document.createElement("div");
    bar.className = "language-tabs";
    bar.setAttribute("role", "tablist");
    const show = (language) => rows.forEach((item) => {
      item.row.hidden = item.language !== language;
      item.tab.setAttribute("aria-selected", String(item.language === language));
    });
    for (const item of rows) {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.textContent = NAMES[item.language];
      tab.classList.toggle("has-error", Boolean(item.row.querySelector(".errorlist")));
      tab.classList.toggle("is-empty", item.field.value === "");
      tab.addEventListener("click", () => show(item.language));
      item.tab = tab;
      bar.append(tab);
    }
    rows[0].row.before(bar);
    show((rows.find((item) => item.row.querySelector(".errorlist")) || rows[0]).language);
  }
});
