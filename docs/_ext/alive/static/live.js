// Beside each live cell: a button that opens it. What runs it is fetched at the first press, and not before.
"use strict";

{
  const here = document.currentScript.src;
  const cells = [...document.querySelectorAll(".cell.tag_live")];
  let fetched;

  const script = (name) =>
    new Promise((loaded, failed) => {
      const element = document.createElement("script");
      Object.assign(element, { src: new URL(name, here), onload: loaded, onerror: () => failed(new Error(name)) });
      document.head.append(element);
    });

  for (const cell of cells) {
    const bar = document.createElement("p");
    const button = document.createElement("button");
    const say = document.createElement("span");
    bar.className = "gd-live";
    button.type = "button";
    button.textContent = "Edit and run";
    say.setAttribute("role", "status");
    bar.append(button, say);
    cell.querySelector(".cell_input").after(bar);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await (fetched ??= script("cells.js"));
        gdmathLive.open(cell, cells, bar);
      } catch {
        fetched = undefined;
        button.disabled = false;
        say.textContent = "What runs the cells could not be fetched. Connect to the internet, and press again.";
      }
    });
  }
}
