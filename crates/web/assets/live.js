// Loads the parts of a page marked data-live again when something happened to what it
// shows: each reader after a wait of his own, so that thousands do not ask at once.
// Whoever is filling in a form is told instead, and loads the page when he likes.
// Without this script every page is complete, as of when it was opened.
"use strict";
(() => {
  const url = document.body.dataset.liveUrl;
  if (!url || !window.EventSource) return;
  const [SOONEST, LATEST] = [300, 6000];
  const note = document.getElementById("changed");
  let waiting = false;
  const tell = () => {
    if (!note || note.hasChildNodes()) return;
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = note.dataset.again;
    note.append(`${note.dataset.text} `, again);
  };
  const refresh = async () => {
    waiting = false;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(part.id);
      // Never under the hands of somebody who is filling something in or has ticked it.
      const busy = part.contains(document.activeElement) || part.querySelector("input:checked");
      if (!other || other.isEqualNode(part)) continue;
      if (busy) tell();
      else part.replaceWith(other);
    }
    if (document.activeElement?.matches("main form:not(.filters) :is(input, select, textarea)")) tell();
  };
  const source = new EventSource(url);
  source.addEventListener("changed", () => {
    if (waiting) return;
    waiting = true;
    setTimeout(refresh, SOONEST + Math.random() * (LATEST - SOONEST));
  });
  addEventListener("pagehide", () => source.close());
})();

// A button that prints what is shown; without this script the browser's own does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
