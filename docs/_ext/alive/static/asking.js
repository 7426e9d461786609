// A form that asks the engine: one question at a time, what is wrong beside its field, and what is going on in words.
"use strict";

globalThis.gdmathAsking = (() => {
  let engine; // one for all forms of the page
  let starting;

  const megabytes = (soFar, all) => (all > soFar ? `${soFar.toFixed(1)} of ${all.toFixed(1)}` : soFar.toFixed(1));

  async function start(tell) {
    engine = new gdmathEngine.Engine();
    await engine.start((soFar, all) =>
      tell(soFar === undefined ? "Starting Python …" : `Fetching Python and the library: ${megabytes(soFar, all)} MB`),
    );
  }

  return class {
    #waiting; // what was asked last while the library was busy
    #busy = false;

    constructor(form) {
      this.form = form;
      this.say = form.querySelector('[data-part="say"]');
    }

    async ask(question) {
      this.#waiting = question;
      if (this.#busy) return;
      this.#busy = true;
      this.form.setAttribute("aria-busy", "true");
      while (this.#waiting) {
        const next = this.#waiting;
        this.#waiting = undefined;
        try {
          await (starting ??= start((said) => (this.say.textContent = said)));
          this.say.textContent = "";
          await next();
        } catch (error) {
          this.say.textContent = `Python cannot run here, because ${error.message}.`;
          if (!engine?.running) starting = undefined;
        }
      }
      this.#busy = false;
      this.form.removeAttribute("aria-busy");
    }

    // What a function of the engine answers; whatever is wrong stands beside its field.
    async answer(name, given) {
      const found = await engine.call(name, given);
      for (const field of this.form.querySelectorAll("input")) {
        const said = found.wrong?.[field.name];
        field.closest("label").querySelector(".gd-wrong").textContent = said ?? "";
        if (said) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
      return found;
    }
  };
})();
