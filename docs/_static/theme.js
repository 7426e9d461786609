// Show the theme that the reader has chosen before anything is drawn; a browser may refuse to remember it.
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}

// A formula is shown when its fonts have come, or when they are too late; its place is kept, so nothing moves.
const LATE = 3000; // milliseconds, which is what browsers give a font as well
const waiting = document.documentElement.classList;
const show = () => waiting.remove("gd-fonts-coming");
waiting.add("gd-fonts-coming");
for (const end of [document.fonts.ready, new Promise((resolve) => setTimeout(resolve, LATE))]) {
  // In the first frame the formulas take their shapes, in the second they are shown.
  end.then(() => requestAnimationFrame(() => requestAnimationFrame(show)));
}
