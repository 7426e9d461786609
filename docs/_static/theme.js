"use strict";

{
  // Show the theme that the reader has chosen before anything is drawn; a browser may refuse to remember it.
  try {
    document.body.dataset.theme = localStorage.getItem("theme") || "auto";
  } catch {
    document.body.dataset.theme = "auto";
  }

  // The buttons go from the system's theme to the one that it is not, and to the other.
  function nextTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const order = dark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const theme = order[(order.indexOf(document.body.dataset.theme) + 1) % order.length];
    document.body.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // It holds for this page.
    }
  }

  // A formula is shown when its fonts have come, or when they are too late; its place is kept, so nothing moves.
  const LATE = 3000; // milliseconds, which is what browsers give a font as well
  // What the page waits for stands in data attributes: after a change of class, Furo's rules for dl[class] have a browser
  // look at every element of the page anew.
  const root = document.documentElement.dataset;
  const show = () => delete root.fontsComing;
  // Something that is done in one frame is on the screen in the next.
  const afterFrame = (work) => requestAnimationFrame(() => requestAnimationFrame(work));

  // Who comes for a place deep in the page gets the page laid out as a whole, so that the place is where it is.
  if (location.hash) root.whole = "";

  root.fontsComing = "";
  setTimeout(show, LATE);
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".theme-toggle")) button.addEventListener("click", nextTheme);
    // The brackets of a formula far below may need a font that none in sight does: all are asked for at once, as they are
    // small. The first layout after they have come gives the formulas their shapes.
    const faces = document.querySelector(".katex") ? [...document.fonts] : [];
    Promise.all(faces.map((face) => face.load().catch(() => {}))).then(() => afterFrame(show));
  });
}
