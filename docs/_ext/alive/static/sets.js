// A set of exercises by its seed, made by the library in the page, with the elements that the pages' own exercises have.
"use strict";

globalThis.gdmathSets = (() => {
  const { element, made } = gdmathOutputs;
  const { engine, piece, started } = gdmathGraded;

  function block({ said, code, ...shown }) {
    if (said) return element("p", "", ...said.map(piece));
    if (code === undefined) return made(shown);
    return element("div", "highlight-python notranslate", element("div", "highlight", element("pre", "", code)));
  }

  function folded(title, kind, inside) {
    const summary = element("summary", "admonition-title", title);
    return element("details", `${kind} gd-folded admonition`, summary, ...inside.map(block));
  }

  function choice([letter, words]) {
    const radio = element("input");
    Object.assign(radio, { type: "radio", name: "answer", value: letter });
    return element("p", "gd-option", element("label", "", radio, element("span", "", `${letter}) `, ...words.map(piece))));
  }

  function fields({ label, options, stub }) {
    if (options.length) return options.map(choice);
    const field = element(stub ? "textarea" : "input");
    Object.assign(field, { name: "answer", autocomplete: "off", autocapitalize: "off", spellcheck: false });
    if (stub) Object.assign(field, { defaultValue: stub, rows: stub.split("\n").length + 2 });
    else field.type = "text";
    return [element("label", stub ? "gd-coding" : "", label, field)];
  }

  function button(type, name) {
    const pressed = element("button", "", name);
    pressed.type = type;
    return pressed;
  }

  function exercise(seed, one) {
    const form = element("form", "", ...fields(one), button("submit", "Check"));
    form.setAttribute("aria-label", one.title);
    if (one.stub) form.append(button("reset", "Put back"));
    const status = element("p", "gd-verdict");
    status.setAttribute("role", "status");
    const asked = element("gd-exercise", "", form, status);
    Object.assign(asked.dataset, { key: seed === "0" ? one.key : `${seed} ${one.key}`, kind: "asked", seed });
    const head = [element("h3", "", one.title), element("p", "gd-level", one.level), ...one.question.map(block)];
    return element("section", "", ...head, asked, folded("Hint", "note", one.hint), folded("Solution", "answers", one.solution));
  }

  async function make(host) {
    const { form, say } = host;
    const chosen = (name) => [...form.elements[name]].filter((box) => box.checked).map((box) => box.value);
    const asked = { seed: form.elements.seed.value.trim(), lessons: chosen("lessons"), kinds: chosen("kinds") };
    try {
      await started(say);
      say("Making the set …");
      const { wrong, seed, made: parts } = await engine.call("exercise_set", asked);
      if (wrong) return say(wrong);
      const lessons = parts.map(({ lesson, exercises }) =>
        element("section", "gd-out", element("h2", "", lesson), ...exercises.map((one) => exercise(seed, one))),
      );
      host.querySelector(".gd-made").replaceChildren(...lessons);
      history.replaceState(null, "", `#seed=${seed}&lessons=${asked.lessons}&kinds=${asked.kinds}`);
      const count = parts.reduce((sum, { exercises }) => sum + exercises.length, 0);
      say(`${count === 1 ? "One exercise" : `${count} exercises`} with the seed ${seed}. The address of this page leads everybody to the same.`);
    } catch (error) {
      say(`The library cannot answer here, because ${error.message}.`);
    }
  }

  return { make };
})();
