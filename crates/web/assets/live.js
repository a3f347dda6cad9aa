// Loads the parts of a page marked data-live again when something happened to what it
// shows. Without this script every page is complete, as of when it was opened.
"use strict";
(() => {
  const url = document.body.dataset.liveUrl;
  if (!url || !window.EventSource) return;
  let waiting = false;
  const refresh = async () => {
    waiting = false;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(part.id);
      // Never under the hands of somebody who is filling something in or has ticked it.
      const busy = part.contains(document.activeElement) || part.querySelector("input:checked");
      if (other && !busy) part.replaceWith(other);
    }
  };
  const source = new EventSource(url);
  source.addEventListener("changed", () => {
    if (waiting) return;
    waiting = true;
    setTimeout(refresh, 300);
  });
  addEventListener("pagehide", () => source.close());
})();

// A button that prints what is shown; without this script the browser's own does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
