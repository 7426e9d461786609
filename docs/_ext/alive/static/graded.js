// An answer that the library judges: what it says of it, in its own words, beside the exercise.
"use strict";

globalThis.gdmathGraded = (() => {
  const { element, formula, made } = gdmathOutputs;
  const engine = new gdmathEngine.Engine();
  let starting;

  const fetching = (soFar, all) =>
    soFar === undefined
      ? "Starting Python …"
      : `Fetching Python and the library${all > 0 ? `, ${all.toFixed(1)} MB` : ""}: ${Math.floor(soFar)} MB are here.`;

  // Who listens hears whole megabytes, and not every packet of the network.
  function started(say) {
    if (engine.running) return starting;
    let before;
    return (starting = engine.start((...heard) => {
      const now = fetching(...heard);
      if (now !== before) say((before = now));
    }));
  }

  // Text stays text: nothing that was typed or said is read as HTML.
  function piece({ text, tex, code, plain }) {
    if (tex !== undefined) return formula(tex, false);
    if (code !== undefined) return element("code", "literal", code);
    if (plain === undefined) return text;
    const [words, ...below] = plain.split("\n");
    return element("span", "", words, below.length ? element("span", "gd-caret", below.join("\n")) : "");
  }

  // Beside code: what it puts out, and a way to end what does not end.
  function beside(exercise) {
    const out = element("div", "gd-out");
    const stop = element("button", "", "Stop");
    out.setAttribute("aria-live", "polite");
    Object.assign(stop, { type: "button", hidden: true });
    stop.addEventListener("click", () => {
      exercise.stopped = true;
      engine.stop();
    });
    exercise.form.querySelector("[type=submit]").after(stop);
    exercise.form.addEventListener("reset", () => out.replaceChildren());
    exercise.append(out);
    return { out, stop };
  }

  async function judge(exercise) {
    const field = exercise.form.elements.answer;
    const typed = field.value;
    const { key, seed = "0" } = exercise.dataset;
    exercise.said.classList.add("gd-out");
    exercise.stopped = false;
    const code = field.localName === "textarea" && (exercise.code ??= beside(exercise));
    try {
      const say = (words) => exercise.say("open", words);
      await started(say);
      if (code) {
        say("Running …");
        code.stop.hidden = false; // what is not there yet cannot be stopped
      }
      const { right, slip, said, out } = await engine.call("graded", { key: key.split(" ").pop(), seed, typed });
      code?.out?.replaceChildren(...out.map(made));
      if (field.value !== typed) return exercise.say(""); // what is said would be of another answer
      const words = said.map(piece);
      if (right) exercise.solve(...words);
      else exercise.say(slip ? "wrong" : "open", slip ? "Not yet. " : "", ...words);
    } catch (error) {
      if (exercise.stopped) exercise.say("open", "Stopped. What it had computed is lost.");
      else exercise.say("open", `The library cannot answer here, because ${error.message}. Compare yours with the solution.`);
    } finally {
      if (code) code.stop.hidden = true;
    }
  }

  return { engine, judge, piece, started };
})();
