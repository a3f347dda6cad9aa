// While somebody writes a proposal, shows what others have proposed already. Without
// this script the same list stands there once the form was sent.
"use strict";
(() => {
  const place = document.querySelector("[data-similar]");
  const form = place && place.closest("form");
  if (!form) return;
  let timer = 0;
  let last = "";
  const look = async () => {
    const text = ["title", "problem", "proposal"].map((name) => form.elements[name].value).join(" ").trim();
    if (text === last || text.length < 12) return;
    last = text;
    const answer = await fetch(`${place.dataset.similar}?text=${encodeURIComponent(text.slice(0, 1500))}`);
    if (!answer.ok || text !== last) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...fresh.body.childNodes);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
})();
