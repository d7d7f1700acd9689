/* Pages of the submission: what is typed is saved by itself, and stays on this device while it cannot be sent. ES5. */
(function () {
  "use strict";
  var doc = document, form = doc.querySelector("form[data-autosave]");
  // Every opening of a page has its own place: typed:<person>:<draft>:<page>:<moment>
  var place = form && "typed:" + form.getAttribute("data-autosave") + ":", own = place + Date.now();
  var auto = window.fetch && window.FormData && FormData.prototype.forEach;
  var unsent = form && form.getAttribute("data-unsent"), stopped = unsent === "stop";
  var isSaved = !form || (unsent === null && !/[?&]kept=/.test(location.search));
  var timer, busy, leaving, held, native, signedOut, isDown;

  function one(selector) { return doc.querySelector(selector); }

  // ---- the shelf of this device ----

  function keys(start) {
    try {
      return Object.keys(localStorage).filter(function (key) { return !key.indexOf(start); }).sort().reverse();
    } catch (error) { return []; }
  }
  function take(key) {
    try { return JSON.parse(localStorage[key]); } catch (error) { return null; }
  }
  function drop(key) {
    try { localStorage.removeItem(key); } catch (error) { return; }
  }
  function keep() {
    if (signedOut) { return false; }
    try {
      localStorage[own] = JSON.stringify({
        at: Date.now(), path: location.pathname, name: form.getAttribute("data-name"), failed: isDown, fields: typed()
      });
      return true;
    } catch (error) { return false; }
  }

  function time(at) {
    var then = new Date(at), text = then.toTimeString().slice(0, 5);
    return then.toDateString() === new Date().toDateString() ? text : then.toLocaleDateString("ru") + " " + text;
  }

  // ---- the form ----

  function fields() {
    return [].filter.call(form.elements, function (field) {
      return field.name && !/hidden|password|file|submit|button/.test(field.type);
    });
  }
  function isCheck(field) { return /checkbox|radio/.test(field.type); }
  function typed() {
    return fields().filter(function (field) { return !isCheck(field) || field.checked; }).map(function (field) {
      return [field.name, field.value];
    });
  }
  function text(pairs) {
    return JSON.stringify(pairs.filter(function (pair) { return pair[1]; }));
  }

  function putBack(pairs) {
    var left = pairs.filter(function (pair) { return pair[1]; });
    fields().forEach(function (field) {
      var check = isCheck(field), found = pairs.filter(function (pair) {
        return pair[0] === field.name && (!check || pair[1] === field.value);
      })[0];
      left = left.filter(function (pair) { return pair !== found; });
      if (check) { field.checked = !!found; } else if (found) { field.value = found[1]; }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return left.map(function (pair) { return pair[1]; }).join("\n\n");
  }

  function offer() {
    var box = one("[data-restore]"), rest = one("[data-rest]");
    var key = keys(place).filter(function (key) { return key !== own; })[0], entry = key && take(key);
    box.hidden = !entry;
    if (!key) { return; }
    if (!entry || text(entry.fields) === text(typed())) {
      drop(key);
      if (entry && !isSaved) { keep(); }
      offer();
      return;
    }
    box.querySelector("p").textContent = box.getAttribute("data-restore").replace("{time}", time(entry.at));
    one("[data-put-back]").onclick = function () {
      rest.textContent = putBack(entry.fields);
      rest.hidden = !rest.textContent;
      if (keep()) { drop(key); }
      save();
      offer();
    };
    one("[data-throw-away]").onclick = function () { drop(key); offer(); };
  }

  function watch() {
    var sent = unsent === null ? text(typed()) : "", status = one("[data-autosave-status]");
    function isDirty() { return text(typed()) !== sent; }
    function say(word) {
      status.textContent = (status.getAttribute("data-" + word) || "").replace("{time}", time(Date.now()));
    }
    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause > 0 ? pause : 3000);
    }
    function failed() {
      isDown = true;
      say(keep() ? "offline" : "failed");
      // A second press goes the ordinary way: what holds up a script may let a form through.
      native = navigator.onLine !== false;
      held = null;
      later(30000);
    }
    function release() {
      var button = held;
      held = null;
      if (button) { button.click(); }
    }
    function heard(answer, saved) {
      var revision = answer.headers.get("X-Revision");
      if (answer.status >= 500) { failed(); return; }
      native = answer.status !== 204;
      if (native) {
        stopped = answer.status === 409;
        say(stopped ? "conflict" : answer.status === 422 ? "" : "failed");
      } else {
        sent = saved;
        isDown = false;
        if (revision) { form.elements.revision.value = revision; }
        say("saved");
        if (isDirty()) { keep(); later(); } else { drop(own); }
      }
      release();
    }
    save = function (last) {
      var now = text(typed()), body = new FormData();
      clearTimeout(timer);
      if (!auto || busy || leaving || now === sent) { return; }
      keep();
      if (stopped) { return; }
      if (navigator.onLine === false) { failed(); return; }
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string") { body.append(name, value); }
      });
      busy = true;
      say("saving");
      fetch(location.href, {
        method: "POST", body: body, headers: { "X-Autosave": "1" }, credentials: "same-origin", keepalive: last === true
      }).then(function (answer) { busy = false; heard(answer, now); }, function () { busy = false; failed(); });
    };

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("focusout", save);
    form.addEventListener("submit", function (event) {
      // A press waits until what was typed is saved.
      if (auto && event.submitter && !stopped && (busy || (!native && isDirty()))) {
        event.preventDefault();
        held = event.submitter;
        save();
      } else {
        leaving = true;
        clearTimeout(timer);
      }
    });
    window.addEventListener("online", save);
    window.addEventListener("pagehide", function () { save(true); });
    window.addEventListener("pageshow", function () { leaving = native = false; });
    window.addEventListener("beforeunload", function (event) {
      if (!leaving && isDirty()) { event.preventDefault(); event.returnValue = ""; }
    });
    doc.addEventListener("submit", function (event) { signedOut = /logout\/$/.test(event.target.action); });
    offer();
    if (unsent === "") { later(); }
  }
  var save = function () {};

  // ---- what lies on this device from other pages ----

  function add(parent, name, words) {
    var child = doc.createElement(name);
    child.textContent = words;
    return parent.appendChild(child);
  }

  function list(box) {
    var others = keys("typed:" + box.getAttribute("data-typed") + ":").filter(function (key) {
      return !(place && !key.indexOf(place)) && (take(key) || {}).failed;
    });
    others.forEach(function (key) {
      var entry = take(key), line = add(box.querySelector("ul"), "li", ""), more;
      add(line, "a", entry.name).href = entry.path;
      more = add(line, "details", "");
      add(more, "summary", box.getAttribute("data-show"));
      entry.fields.forEach(function (pair) { if (pair[1].length > 3) { add(more, "p", pair[1]); } });
    });
    box.hidden = !others.length;
    box.querySelector("button").onclick = function () {
      others.forEach(drop);
      box.hidden = true;
    };
  }

  if (form) { watch(); }
  if (one("[data-typed]")) { list(one("[data-typed]")); }
})();
