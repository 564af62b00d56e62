(function () {
  var tools = document.querySelector(".tools");
  if (!tools) return;
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  var said = tools.querySelector("[role=status]");
  function fold(open) { all("main details").forEach(function (item) { item.open = open; }); }
  function show(outcome) {
    var number = 0, findings = all(".comp .f");
    findings.forEach(function (item) {
      var on = !outcome || item.classList.contains(outcome);
      item.classList.toggle("off", !on);
      if (on) number += 1;
    });
    all(".comp .group, .comp .fold, .comp").forEach(function (part) {
      part.classList.toggle("off", !!outcome && !part.querySelector(".f:not(.off)"));
    });
    all(".comp .rows").forEach(function (part) { part.classList.toggle("off", !!outcome); });
    if (outcome) fold(true);
    said.textContent = outcome ? number + " of " + findings.length + " shown" : "";
  }
  tools.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.fold) return fold(button.dataset.fold === "open");
    all(".tools [aria-pressed]").forEach(function (item) { item.setAttribute("aria-pressed", String(item === button)); });
    show(button.dataset.show);
  });
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (target) target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () { fold(true); });
  tools.hidden = false;
  reveal();
})();
