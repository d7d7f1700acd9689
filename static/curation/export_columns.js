// One box ticks all columns of the table, or none; without this script each is ticked by itself.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const all = document.getElementById("id_all_columns");
  const columns = [...document.querySelectorAll(".columns-to-export input[type=checkbox]")].filter((box) => box !== all);
  const follow = () => {
    const ticked = columns.filter((box) => box.checked).length;
    all.checked = ticked === columns.length;
    all.indeterminate = ticked > 0 && ticked < columns.length;
  };
  all.addEventListener("change", () => { for (const box of columns) box.checked = all.checked; });
  for (const box of columns) box.addEventListener("change", follow);
  all.closest("[hidden]").hidden = false;
  follow();
});
