// The editor of pages has its words built in, in English: here they are said in the curator's language.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const WORDS = {
    "paragraph": { ru: "Вид абзаца", ky: "Абзацтын түрү" },
    "Paragraph": { ru: "Обычный текст", ky: "Кадимки текст" },
    "Heading 2": { ru: "Заголовок", ky: "Баш сөз" },
    "Heading 3": { ru: "Подзаголовок", ky: "Кичи баш сөз" },
    "unordered list": { ru: "Список с точками", ky: "Чекиттүү тизме" },
    "ordered list": { ru: "Список с номерами", ky: "Номерлүү тизме" },
    "bold": { ru: "Жирный", ky: "Калың" },
    "italic": { ru: "Курсив", ky: "Жантык" },
    "insert link": { ru: "Ссылка: сначала выделите слова", ky: "Шилтеме: адегенде сөздөрдү белгилеңиз" },
    "remove link": { ru: "Убрать ссылку", ky: "Шилтемени алып салуу" },
    "undo": { ru: "Отменить", ky: "Артка кайтаруу" },
    "redo": { ru: "Вернуть", ky: "Кайра кылуу" },
  };
  const language = document.documentElement.lang === "ru" ? "ru" : "ky";
  const said = (word) => WORDS[word] && WORDS[word][language];
  const translate = () => {
    for (const button of document.querySelectorAll(".prose-menubar [title]")) {
      if (said(button.title)) button.title = said(button.title);
    }
    for (const option of document.querySelectorAll(".prose-menubar__option")) {
      if (said(option.textContent)) option.textContent = said(option.textContent);
    }
  };
  // The menu is built after the page has loaded.
  new MutationObserver(translate).observe(document.body, { childList: true, subtree: true });
  translate();
});
