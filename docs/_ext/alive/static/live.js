// A button opens each live cell, or asks a form below a figure. What runs is fetched at the first press, not before.
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

  // Whether what runs is there; `say` tells why it is not.
  async function ready(say) {
    try {
      await (fetched ??= script("cells.js"));
      return true;
    } catch {
      fetched = undefined;
      say.textContent = "What runs here could not be fetched. Connect to the internet, and press again.";
    }
  }

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
      if (await ready(say)) gdmathLive.open(cell, cells, bar);
      else button.disabled = false;
    });
  }

  for (const form of document.querySelectorAll(".gd-own form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await ready(form.querySelector("[role=status]"))) gdmathOwn.ask(form);
    });
    form.elements.press.disabled = false;
  }
}
