// Show the theme that the reader has chosen before anything is drawn; a browser may refuse to remember it.
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}
