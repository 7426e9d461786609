// Below a moving figure: a function, or a place, that no frame was drawn for, computed and sketched at a press.
"use strict";

globalThis.gdmathOwn = (() => {
  const { element, made } = gdmathOutputs;
  const opened = new WeakMap(); // each form, to what asks for it

  async function explore(asking) {
    const { form } = asking;
    const { formula, rate, steps } = form.elements;
    const starts = [...form.querySelectorAll('input[name^="at-"]')];
    asking.say.textContent = "Working …";
    const descent = rate && { rate: rate.value, steps: steps.value };
    const found = await asking.answer("explored", { formula: formula.value, at: starts.map(({ value }) => value), ...descent });
    asking.say.textContent = "";
    if (found.wrong) return form.querySelector("[aria-invalid]").focus();
    starts.forEach((start, place) => name(start, found.letters[place]));
    show(form.parentElement, found);
  }

  // A field says which letter it is for, once the letters are known.
  function name(start, letter) {
    const label = start.closest("label");
    label.hidden = letter === undefined;
    const words = label.querySelector("span");
    if (letter) words.textContent = `${words.textContent.split(/[ :]/)[0]}: ${letter} =`;
  }

  function show(own, found) {
    const part = (kind) => own.querySelector(`[data-part="${kind}"]`);
    part("said").textContent = found.said;
    part("picture").replaceChildren(found.sketch ? made(found.sketch) : element("p", "", found.undrawn));
    const descent = found.history ? made(found.history) : found.stopped && element("p", "", found.stopped);
    part("descent").replaceChildren(...(descent ? [descent] : []));
  }

  function ask(form) {
    if (!opened.has(form)) opened.set(form, new gdmathAsking(form));
    const asking = opened.get(form);
    asking.ask(() => explore(asking));
  }

  return { ask };
})();
