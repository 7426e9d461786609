// An answer that the library judges: what it says of it, in its own words, beside the exercise.
"use strict";

globalThis.gdmathGraded = (() => {
  const { element, formula } = gdmathOutputs;
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

  async function ask(name, question, say) {
    await started(say);
    return engine.call(name, question);
  }

  // Text stays text: nothing that was typed or said is read as HTML.
  function piece({ text, tex, code, plain }) {
    if (tex !== undefined) return formula(tex, false);
    if (code !== undefined) return element("code", "literal", code);
    if (plain === undefined) return text;
    const [words, ...below] = plain.split("\n");
    return element("span", "", words, below.length ? element("span", "gd-caret", below.join("\n")) : "");
  }

  async function judge(exercise) {
    const field = exercise.form.elements.answer;
    const typed = field.value;
    const { key, seed = "0" } = exercise.dataset;
    exercise.said.classList.add("gd-out");
    try {
      const question = { key: key.split(" ").pop(), seed, typed };
      const { right, slip, said } = await ask("graded", question, (words) => exercise.say("open", words));
      if (field.value !== typed) return exercise.say(""); // what is said would be of another answer
      const words = said.map(piece);
      if (right) exercise.solve(...words);
      else exercise.say(slip ? "wrong" : "open", slip ? "Not yet. " : "", ...words);
    } catch (error) {
      exercise.say("open", `The library cannot answer here, because ${error.message}. Compare yours with the solution.`);
    }
  }

  return { ask, judge, piece };
})();
