// What is done with the live cells of a page, in whatever browser: this stands before all that is asked there.
const cell = (place) => document.querySelectorAll(".cell.tag_live")[place];
const button = (place, name) => [...cell(place).querySelectorAll("button")].find((one) => one.textContent === name);
const code = (place) => cell(place).querySelector("textarea");
const said = (place) => cell(place).querySelector("[role=status]").textContent;
const until = async (holds) => {
  while (!holds()) await new Promise((next) => setTimeout(next, 20));
};
const settled = async (place) => {
  await until(() => button(place, "Run")?.disabled === false);
  return said(place);
};
const shown = (place) =>
  [...cell(place).querySelectorAll(".cell_output :is(annotation, td, th, caption, pre, svg)")].map(
    (one) => (one.localName === "svg" && one.getAttribute("aria-label")) || one.textContent,
  );
// Of each cell what the page said of it, what it showed before it was run, and after.
const everyCell = async () => {
  const found = [];
  for (let place = 0; cell(place); place += 1) {
    const before = shown(place);
    button(place, "Edit and run").click();
    found.push([await settled(place), before, shown(place)]);
  }
  return found;
};
