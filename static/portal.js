/* Improves pages that work without it; ES5 for old Androids. */
(function () {
  "use strict";
  var doc = document;

  function each(selector, act) {
    [].forEach.call(doc.querySelectorAll(selector), act);
  }

  function supports(rule) {
    return window.CSS && CSS.supports && CSS.supports(rule);
  }

  each("[data-focus]", function (summary) { summary.focus(); });

  if (!supports("selector(::details-content)") && matchMedia("(min-width: 62em)").matches) {
    each(".opens-wide", function (details) { details.open = true; });
  }

  if (!supports("field-sizing: content")) {
    each("textarea", function (area) {
      (area.oninput = function () {
        if (area.scrollHeight > area.clientHeight) { area.style.height = area.scrollHeight + 4 + "px"; }
      })();
    });
  }

  // ---- a button shows where the browser is able ----

  function offer(selector, able, act) {
    if (!able || !doc.body.closest) { return; }
    each(selector, function (button) {
      button.closest("[hidden]").hidden = false;
      button.onclick = function () { act(button); };
    });
  }

  offer("[data-share]", navigator.share, function () {
    navigator.share({ title: doc.title, url: location.href }).catch(function () {});
  });
  offer("[data-copy]", navigator.clipboard, function (button) {
    var done = button.getAttribute("data-done");
    navigator.clipboard.writeText(location.href).then(function () {
      each("[data-share-status]", function (status) { status.textContent = done; });
      button.textContent = done;
    });
  });
  offer("[data-print]", window.print, function () { window.print(); });
  offer("[data-reveal]", true, function (button) {
    var field = doc.getElementById(button.getAttribute("data-reveal")), text = button.textContent;
    button.textContent = button.getAttribute("data-other");
    button.setAttribute("data-other", text);
    field.type = field.type === "text" ? "password" : "text";
    // Browsers keep only what leaves as a password.
    field.form.onsubmit = function () { field.type = "password"; };
  });

  // ---- what writing.js left on this device: for a week at most, and not after signing out ----

  function sweep(all) {
    try {
      Object.keys(localStorage).forEach(function (key) {
        var opened = /^typed:.*:(\d+)$/.exec(key);
        if (opened && (all || Date.now() - opened[1] > 6048e5)) { localStorage.removeItem(key); }
      });
    } catch (error) { return; }
  }

  sweep(false);
  each("form[action$='/logout/']", function (form) {
    form.addEventListener("submit", function () { sweep(true); });
  });
})();
