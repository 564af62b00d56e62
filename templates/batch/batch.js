(function () {
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
  var tools = document.querySelector(".tools"), table = tools && tools.parentNode.querySelector("table.lines");
  if (!table) return;
  var body = table.tBodies[0], rows = all("tr:not([data-stay])", body);
  var said = tools.querySelector("[role=status]"), field = tools.querySelector("input"), shown = "";
  function filter() {
    var words = field.value.toLowerCase().split(/\s+/), number = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var on = (!shown || row.dataset.is === shown) && words.every(function (word) { return text.indexOf(word) >= 0; });
      row.classList.toggle("off", !on);
      if (on) number += 1;
    });
    said.textContent = shown || field.value ? number + " of " + rows.length + " on this page" : "";
  }
  field.addEventListener("input", filter);
  tools.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    all("[aria-pressed]", tools).forEach(function (item) { item.setAttribute("aria-pressed", String(item === button)); });
    shown = button.dataset.show;
    filter();
  });
  function value(row, place, numbers) {
    var cell = row.cells[place], text = cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
    return numbers || cell.dataset.v !== undefined ? Number(text) : text.toLowerCase();
  }
  function sort(head, place, numbers) {
    var up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "descending" : !numbers;
    all("thead [aria-sort]", table).forEach(function (item) { item.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.map(function (row, number) { return { row: row, number: number, value: value(row, place, numbers) }; })
      .sort(function (a, b) { return (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) * (up ? 1 : -1) || a.number - b.number; })
      .forEach(function (item) { body.appendChild(item.row); });
  }
  all("thead th", table).forEach(function (head, place) {
    if (!head.hasAttribute("data-sort")) return;
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head, place, head.dataset.sort === "n"); });
  });
  tools.hidden = false;
})();
