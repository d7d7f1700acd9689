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

  // ---- nothing typed is lost ----

  function written(form) {
    return [].map.call(form.elements, function (field) {
      if (!field.name || field.type === "hidden" || field.type === "password") { return ""; }
      return /checkbox|radio/.test(field.type) ? field.checked : field.value;
    }).join("\n");
  }

  function watch(form) {
    var sent = written(form), timer, busy, stopped, leaving, held;
    var url = form.getAttribute("action") || location.href;
    var auto = form.hasAttribute("data-autosave") && window.fetch && FormData.prototype.forEach;

    function say(word) {
      each("[data-autosave-status]", function (status) {
        var text = status.getAttribute("data-" + word) || "";
        status.textContent = text.replace("{time}", new Date().toTimeString().slice(0, 5));
      });
    }

    function save(last) {
      var text = written(form), body = new FormData();
      clearTimeout(timer);
      if (!auto || busy || stopped || leaving || text === sent) { return; }
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string") { body.append(name, value); }
      });
      busy = true;
      say("saving");
      fetch(url, {
        method: "POST", body: body, headers: { "X-Autosave": "1" }, credentials: "same-origin", keepalive: last === true
      }).then(function (answer) {
        var revision = answer.headers.get("X-Revision");
        busy = false;
        if (answer.status === 204) {
          sent = text;
          if (revision && form.elements.revision) { form.elements.revision.value = revision; }
          say("saved");
          if (written(form) !== sent) { later(); }
        } else {
          stopped = answer.status === 409;
          say(stopped ? "conflict" : answer.status === 422 ? "" : "failed");
        }
        release();
      }, function () {
        busy = false;
        say("failed");
        if (!release()) { later(30000); }
      });
    }

    // A press during a save waits for it.
    function release() {
      var button = held;
      held = null;
      if (button) { button.click(); }
      return button;
    }

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause > 0 ? pause : 3000);
    }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("focusout", save);
    form.addEventListener("submit", function (event) {
      leaving = true;
      clearTimeout(timer);
      if (!busy || !event.submitter) { return; }
      event.preventDefault();
      held = event.submitter;
    });
    window.addEventListener("pagehide", function () { save(true); });
    window.addEventListener("pageshow", function () { leaving = false; });
    window.addEventListener("beforeunload", function (event) {
      if (!leaving && written(form) !== sent) { event.preventDefault(); event.returnValue = ""; }
    });
  }

  each("form[data-autosave], form[data-warn]", watch);
})();
