// Select2 has no Kyrgyz of its own: Django looks for its words here.
"use strict";
jQuery.fn.select2.amd.define("select2/i18n/ky", [], () => ({
  errorLoading: () => "Тизме жүктөлгөн жок",
  inputTooLong: ({ input, maximum }) => `${input.length - maximum} белгиге кыскартыңыз`,
  inputTooShort: ({ input, minimum }) => `Дагы ${minimum - input.length} белги жазыңыз`,
  loadingMore: () => "Дагы жүктөлүүдө…",
  maximumSelected: ({ maximum }) => `${maximum} нерседен ашык тандоого болбойт`,
  noResults: () => "Эч нерсе табылган жок",
  searching: () => "Изделүүдө…",
  removeAllItems: () => "Баарын алып салуу",
}));
