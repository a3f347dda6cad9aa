// A sheet of signatures row by row: Enter goes to the next row, Tab to the next cell, and
// pasted lines fall into rows. What is sent is the plain list of lines, as without this script.
"use strict";
(() => {
  const lines = document.querySelector("[data-sheet] #lines");
  if (!lines) return;
  const heads = [lines.dataset.name, lines.dataset.born, lines.dataset.place];
  const table = document.createElement("table");
  table.className = "sheet";
  const row = (cells) => {
    const line = table.tBodies[0].insertRow();
    const number = line.insertCell();
    number.className = "num";
    number.textContent = table.tBodies[0].rows.length;
    heads.forEach((head, place) => {
      const input = document.createElement("input");
      input.value = (cells[place] || "").trim();
      input.autocomplete = "off";
      input.spellcheck = false;
      input.maxLength = 200;
      input.setAttribute("aria-label", `${head}, ${number.textContent}`);
      line.insertCell().append(input);
    });
    return line;
  };
  const parts = (text) => {
    if (/[;\t]/.test(text)) return text.split(/[;\t]/);
    const date = text.match(/\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}|\b\d{8}\b/);
    if (!date) return [text];
    const rest = text.slice(date.index + date[0].length);
    return [text.slice(0, date.index).replace(/,\s*$/, ""), date[0], rest.replace(/^\s*,/, "")];
  };
  const head = table.createTHead().insertRow();
  ["№", ...heads].forEach((text) => {
    const cell = document.createElement("th");
    cell.textContent = text;
    head.append(cell);
  });
  table.createTBody();
  const typed = lines.value.split("\n").filter((line) => line.trim());
  typed.forEach((line) => row(parts(line)));
  while (table.tBodies[0].rows.length < Math.max(12, typed.length + 3)) row([]);
  const next = (line) => (line.nextElementSibling || row([])).querySelector("input");
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    next(event.target.closest("tr")).focus();
  });
  table.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text").split(/\r?\n/).filter((line) => line.trim());
    if (pasted.length < 2 && !/[;\t]/.test(pasted[0] || "")) return;
    event.preventDefault();
    let line = event.target.closest("tr");
    pasted.forEach((text, place) => {
      if (place > 0) line = line.nextElementSibling || row([]);
      const cells = parts(text);
      line.querySelectorAll("input").forEach((input, cell) => { input.value = (cells[cell] || "").trim(); });
    });
    next(line).focus();
  });
  const label = document.querySelector("label[for=lines]");
  table.setAttribute("aria-label", label.textContent);
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(table);
  lines.before(scroll);
  lines.hidden = true;
  lines.form.addEventListener("submit", () => {
    lines.value = [...table.tBodies[0].rows]
      .map((line) => [...line.querySelectorAll("input")].map((input) => input.value.trim()))
      .filter((cells) => cells.some(Boolean))
      .map((cells) => cells.join("; ").replace(/;\s*$/, ""))
      .join("\n");
  });
  table.querySelector("input").focus();
})();
