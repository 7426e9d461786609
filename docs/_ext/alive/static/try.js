// The page for any function: what is typed is read, derived, drawn and descended by the library, at a press.
"use strict";

{
  const here = document.currentScript.src;
  const form = document.querySelector("form.gd-try");
  const [formula, rate, steps, press] = ["formula", "rate", "steps", "press"].map((name) => form.elements[name]);
  const part = (name) => form.parentElement.querySelector(`[data-part="${name}"]`);
  const say = part("say");
  const points = new Map(); // the name of each letter, to what is typed for it
  let asking;
  let fetched;

  const script = (name) =>
    new Promise((loaded, failed) => {
      const element = document.createElement("script");
      Object.assign(element, { src: new URL(name, here), onload: loaded, onerror: () => failed(new Error(`${name} could not be fetched`)) });
      document.head.append(element);
    });

  // A link keeps what was typed; nothing of it runs before the reader presses.
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of kept) {
    if (["formula", "rate", "steps"].includes(name)) form.elements[name].value = value;
    else if (name.startsWith("at-")) points.set(name.slice(3), value);
  }

  function keep() {
    const typed = new URLSearchParams({ formula: formula.value, rate: rate.value, steps: steps.value });
    for (const [name, value] of points) typed.set(`at-${name}`, value);
    history.replaceState(null, "", `#${typed}`);
  }

  // What asks is fetched at the first press.
  async function ask(question) {
    form.setAttribute("aria-busy", "true");
    try {
      await (fetched ??= script("cells.js"));
    } catch (error) {
      fetched = undefined;
      form.removeAttribute("aria-busy");
      say.textContent = `Python cannot run here, because ${error.message}.`;
      return;
    }
    if (!asking) formula.addEventListener("input", () => ask(read));
    asking ??= new gdmathAsking(form);
    asking.ask(question);
  }

  async function read() {
    const { tex } = await asking.answer("typeset", { formula: formula.value });
    if (tex) part("formula").replaceChildren(gdmathOutputs.made({ tex }));
  }

  async function explore() {
    keep();
    say.textContent = "Working …";
    const found = await asking.answer("explored", {
      formula: formula.value,
      rate: rate.value,
      steps: steps.value,
      at: Object.fromEntries(points),
    });
    say.textContent = "";
    if (!found.wrong) show(found);
  }

  function show(found) {
    const { boxed, element, made } = gdmathOutputs;
    fields(found.letters);
    keep();
    part("formula").replaceChildren(made({ tex: found.tex }));
    part("derivation").replaceChildren(...found.derivations.map(made));
    const rows = found.values.map(([tex, value]) => {
      const name = element("th", "");
      name.scope = "row";
      name.append(gdmathOutputs.formula(tex, false));
      return element("tr", "", name, element("td", "", value.replace(/^-/, "\u2212")));
    });
    const caption = element("caption", "", "The function and its slope at the point");
    part("values").replaceChildren(element("table", "", caption, element("tbody", "", ...rows)));
    boxed(part("values").firstChild);
    part("picture").replaceChildren(found.sketch ? made(found.sketch) : element("p", "", found.undrawn ?? "More than two letters make no picture."));
    part("descent").replaceChildren(found.history ? made(found.history) : element("p", "", found.stopped ?? "A constant has no slope to follow."));
    part("answer").hidden = false;
  }

  // A field for each letter, kept as long as the letter is in the formula.
  function fields(letters) {
    const place = part("points");
    const there = [...place.querySelectorAll("input")].map((field) => field.name.slice(3));
    if (there.join() === letters.join()) return;
    place.replaceChildren(...letters.map(field));
    for (const name of [...points.keys()]) if (!letters.includes(name)) points.delete(name);
  }

  function field(name) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const wrong = document.createElement("span");
    Object.assign(input, { name: `at-${name}`, value: points.get(name) ?? "1", autocomplete: "off", inputMode: "text" });
    wrong.className = "gd-wrong";
    wrong.setAttribute("role", "alert");
    points.set(name, input.value);
    input.addEventListener("input", () => {
      points.set(name, input.value);
      ask(explore);
    });
    const step = (by) => {
      const now = Number(input.value);
      if (!Number.isFinite(now)) return;
      input.value = String(Number((now + by).toPrecision(12)));
      input.dispatchEvent(new Event("input"));
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        step(event.key === "ArrowUp" ? 0.1 : -0.1);
      }
    });
    const buttons = [["−", -0.1, "less"], ["+", 0.1, "more"]].map(([sign, by, word]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: sign });
      button.setAttribute("aria-label", `${name} ${word}`);
      button.addEventListener("click", () => step(by));
      return button;
    });
    const row = document.createElement("span");
    row.className = "gd-row";
    row.append(buttons[0], input, buttons[1]);
    label.append(`Start at ${name} =`, row, wrong);
    return label;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(explore);
  });
  for (const typed of [rate, steps]) typed.addEventListener("input", () => asking && ask(explore));
  press.disabled = false;
}
