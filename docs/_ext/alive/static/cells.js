// The live cells of a page: they share one set of names, are run in their order, stopped, and put back.
"use strict";

globalThis.gdmathLive = (() => {
  const { Engine, Lost } = gdmathEngine;
  const { element, made } = gdmathOutputs;
  const engine = new Engine();
  const opened = new Map(); // each cell that was opened, to its Live
  let order = []; // of all live cells of the page
  let done = []; // the sources that were run since the engine started, in their order
  let busy = false;

  const originals = new Map();
  const original = (cell) => {
    if (!originals.has(cell)) originals.set(cell, cell.querySelector(".cell_input pre").textContent.replace(/\n$/, ""));
    return originals.get(cell);
  };
  const ran = new Set();

  const megabytes = (soFar, all) => (all > soFar ? `${soFar.toFixed(1)} of ${all.toFixed(1)}` : soFar.toFixed(1));

  class Live {
    constructor(cell, bar) {
      this.cell = cell;
      const place = order.indexOf(cell) + 1;
      this.area = element("textarea", "gd-code");
      Object.assign(this.area, { value: original(cell), spellcheck: false, autocapitalize: "off", autocomplete: "off" });
      this.area.setAttribute("aria-label", `Code of live cell ${place}`);
      this.input = cell.querySelector(".cell_input");
      this.outputs = cell.querySelector(".cell_output") ?? cell.appendChild(element("div", "cell_output docutils container"));
      this.before = [...this.outputs.childNodes];
      this.outputs.setAttribute("aria-live", "polite");
      this.outputs.classList.add("gd-out");
      this.say = element("span", "gd-say");
      this.say.setAttribute("role", "status");
      this.bar = bar;
      this.button("Run", () => this.run());
      this.button("Stop", () => this.stop()).hidden = true;
      this.button("Put back", () => this.reset());
      bar.replaceChildren(...this.buttons, this.say);
      this.input.replaceChildren(this.area);
      this.area.addEventListener("input", () => this.fit());
      this.area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
          event.preventDefault();
          this.run();
        } else if (event.key === "Escape") this.buttons[0].focus();
      });
      this.fit();
    }

    buttons = [];

    button(name, press) {
      const made = element("button", "", name);
      made.type = "button";
      made.addEventListener("click", press);
      this.buttons.push(made);
      return made;
    }

    fit() {
      this.area.rows = this.area.value.split("\n").length;
    }

    tell(said) {
      this.say.textContent = said;
    }

    show(said) {
      this.outputs.replaceChildren(...said.map(made));
    }

    working(is) {
      busy = is;
      const [run, stop, back] = this.buttons;
      [run.disabled, back.disabled] = [is, is];
      stop.hidden = !(is && engine.running); // what is not there yet cannot be stopped
    }

    async run() {
      if (busy) return this.tell("Another cell is running. Stop it, or wait for it.");
      this.working(true);
      try {
        await this.ready();
        this.working(true);
        for (const cell of order.slice(0, order.indexOf(this.cell))) {
          if (!ran.has(cell)) await this.ran(cell, opened.get(cell)?.area.value ?? original(cell));
        }
        this.tell("Running …");
        this.show(await this.ran(this.cell, this.area.value));
        this.tell("");
      } catch (error) {
        if (!(error instanceof Lost && this.stopped)) this.tell(`Python cannot run here, because ${error.message}. What the page shows stays.`);
      } finally {
        this.working(false);
      }
    }

    async ran(cell, source) {
      const said = await engine.run(source);
      ran.add(cell);
      done.push(source);
      return said;
    }

    async ready() {
      if (engine.running) return;
      await engine.start((soFar, all) =>
        this.tell(soFar === undefined ? "Starting Python …" : `Fetching Python and the library: ${megabytes(soFar, all)} MB`),
      );
      const again = done;
      done = [];
      for (const source of again) {
        await engine.run(source);
        done.push(source);
      }
    }

    async stop() {
      this.stopped = true;
      engine.stop();
      const before = done.length;
      this.tell("Stopped. Starting Python again …");
      await new Promise((resolve) => setTimeout(resolve));
      try {
        this.working(true);
        await this.ready();
        const kept = before === 1 ? "the cell that was run before was run again" : `the ${before} cells that were run before were run again`;
        this.tell(`Stopped. What this cell had computed is lost${before ? `; ${kept}` : ""}.`);
      } catch (error) {
        this.tell(`Stopped, and not started again, because ${error.message}.`);
      } finally {
        this.stopped = false;
        this.working(false);
      }
    }

    reset() {
      this.area.value = original(this.cell);
      this.fit();
      this.outputs.replaceChildren(...this.before);
      this.tell("As it was. Run it to have its names so, too.");
      this.area.focus();
    }
  }

  function open(cell, cells, bar) {
    order = cells;
    const live = new Live(cell, bar);
    opened.set(cell, live);
    live.area.focus();
    live.run();
  }

  return { open };
})();
