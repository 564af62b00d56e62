(function () {
  var bar = document.getElementById("watch"), stopped = document.getElementById("stopped"), key = "poscheck-watch";
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  // A fold is known by what it is in and what it is called; the numbers in its name may change.
  function name(fold) {
    var inside = fold.parentElement.closest("[id]");
    return (inside ? inside.id : "") + "|" + fold.querySelector("summary").textContent.replace(/\d+/g, "").split(":")[0];
  }
  function keep() {
    var edge = bar.getBoundingClientRect().bottom, pressed = document.querySelector(".tools [aria-pressed=true]");
    var first = all("main [id]").filter(function (part) { return part.getBoundingClientRect().bottom > edge; })[0];
    sessionStorage.setItem(key, JSON.stringify({
      show: pressed ? pressed.dataset.show : "", y: scrollY,
      open: all("main details").filter(function (fold) { return fold.open; }).map(name),
      id: first && scrollY ? first.id : "", at: first ? first.getBoundingClientRect().top : 0
    }));
  }
  function restore() {
    var kept = JSON.parse(sessionStorage.getItem(key) || "null");
    sessionStorage.removeItem(key);
    if (!kept) return;
    var pressed = kept.show && document.querySelector('.tools [data-show="' + kept.show + '"]');
    if (pressed) pressed.click();
    all("main details").forEach(function (fold) { fold.open = kept.open.indexOf(name(fold)) >= 0; });
    var first = kept.id && document.getElementById(kept.id);
    scrollTo(0, first ? scrollY + first.getBoundingClientRect().top - kept.at : kept.y);
  }
  function follow() {
    fetch("turn?seen=" + bar.dataset.token, {cache: "no-store"}).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject();
    }).then(function (token) {
      stopped.hidden = true;
      if (token === bar.dataset.token) return follow();
      keep();
      location.reload();
    }).catch(function () {
      stopped.hidden = false;
      setTimeout(follow, 1500);
    });
  }
  history.scrollRestoration = "manual";
  restore();
  follow();
})();
