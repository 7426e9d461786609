// <gd-exercise>: one exercise of a practice page. The right answer, its tolerance and the answers of known slips were
// computed with the page, and what to say of each stands in the page; here an answer is read and compared, no more.
// A formula or a function is judged by the library itself, which is fetched when the reader asks for it: see live/graded.js.
// Which exercises are solved is kept on this device alone.
"use strict";

{
  const KEPT = "gdmath.solved";
  const here = document.currentScript.src;
  const NEARLY = "Nearly. Round at the very end, and give as many decimals as the question asks for.";
  const FIRST = { choice: "Choose an answer first.", number: "Write a number first.", formula: "Write a formula first.", code: "Write the function first.", asked: "Answer first." };
  const NUMBER = String.raw`\d*\.?\d+(?:e[-+]?\d+)?(?:(?:\^|\*\*)-?\d+)?`; // 0.25, 2.5e-3, 4^7
  const FRACTION = new RegExp(`^([-+]?)(${NUMBER})(?:/(${NUMBER}))?(%?)$`, "i");
  const NAME = String.raw`[a-z\u0370-\u03ff\u2202][\w\u0370-\u03ff\u2202'\u2019\u2032\u2033{}]*(?:\([\w.,+-]*\))?`;
  const NAMED = new RegExp(`^(?:(?:${NAME}|\\(.*\\))(?:/${NAME})?)?(?::?=|~=?|[\u2248\u223c\u2243\u2245])`, "i"); // w = 2.5
  const UNCLEAR = /(?<![\d.])(\d+)\u00b7(?!10(?:\^|\*\*))(\d+)(?![\d.])/; // 1·5 is 1.5 to some, and 5 to others
  // What is written in several ways in one: signs, fractions as a phone or TeX writes them, 1 3/4 as 7/4, x for times.
  const SIGNS = [
    [/[\u200b-\u200f\u2060\ufeff]/g, ""],
    [/[\u2070\u00b9\u00b2\u00b3\u2074-\u207b]+/g, (raised) => `^${raised.normalize("NFKC")}`],
    [/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-"],
    [/\d(?:\s+e\s*|e\s+)[-+]/gi, "?"],
    [/\\(?:cdot|times)(?![a-z])|[\u00d7\u22c5]/gi, "*"],
    [/\\[dt]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\d)\s*(\d))/g, (_, a, b, c, d) => ` ${a ?? c}/${b ?? d} `],
    [/[\u00bc-\u00be\u2150-\u215e]/g, (sign) => ` ${sign.normalize("NFKC")} `],
    [/\u2044/g, "/"],
    [/(?<=\d)(?<!(?:^|[^\d.])0)\s*x\s*(?=[\d.])/gi, "*"],
    [/\u0387/g, "\u00b7"],
    [/(?<![\d.,])0\u00b7(?=\d)/g, "0."],
    [/\s*([-+/^*=\u2248~%(),:])\s*/g, "$1"],
  ];
  const mixed = (all, sign, whole, above, below) => (+above < +below ? `${sign}${whole * below + +above}/${below}` : all);

  // A browser may refuse to keep anything; then it is kept until the page is left.
  let solved = new Set();
  try {
    solved = new Set(JSON.parse(localStorage.getItem(KEPT) ?? "[]"));
  } catch {}

  function keep() {
    try {
      if (solved.size) localStorage.setItem(KEPT, JSON.stringify([...solved]));
      else localStorage.removeItem(KEPT);
    } catch {}
    document.dispatchEvent(new Event("gd-solved"));
  }

  // A decimal or a fraction, as people type it: 0.25, -1/4, 1 3/4, 2.5e-3, 1/4^7, 25 %, w = 2.5, with the signs of print.
  // A comma is a decimal one, but in a count, which has no decimals, it parts the thousands.
  function read(text, counted) {
    const close = SIGNS.reduce((part, [pattern, plain]) => part.replace(pattern, plain), text).trim().replace(NAMED, "");
    const comma = counted ? close.replace(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, "") : close.replace(/^([-+]?\d+),(\d+)/, "$1.$2");
    const plain = comma.replace(/(?<=[\d)%])\.$/, "").replace(/^\((.*)\)$/, "$1").trim();
    const whole = plain.replace(/^([-+]?)(\d+)\s+(\d{1,2})\/(\d+)(?=%?$)/, mixed);
    const [, before, after] = UNCLEAR.exec(whole) ?? [];
    if (after) return { unclear: `${before}\u00b7${after} could be ${before}.${after} or ${before} times ${after}. Write the one that you mean.` };
    const bare = whole.replace(/[*\u00b7]10(?:\^|\*\*)[({]?([-+]?\d+)[)}]?/g, "e$1");
    const [, sign, above, below = "1", percent] = FRACTION.exec(bare) ?? [];
    if (above === undefined) return null;
    const places = /^\d*\.?(\d*)$/.exec(above)?.[1].length; // of a plain decimal; a quotient has none
    const value = ((sign === "-" ? -1 : 1) * raised(above)) / raised(below) / (percent ? 100 : 1);
    if (!Number.isFinite(value)) return null;
    return { value, places: percent || bare.includes("/") ? undefined : places };
  }

  function raised(text) {
    const [base, exponent = 1] = text.split(/\^|\*\*/).map(Number);
    return base ** exponent;
  }

  // With fewer decimals than are asked for, rounded or cut, or the last of several off by one.
  function coarse({ value, places }, right, digits) {
    if (!(places < digits) || value === 0) return false;
    const cut = Math.trunc(right * 10 ** places) / 10 ** places;
    return Math.abs(value - right) <= 0.51 / 10 ** places || same(value, cut, 0);
  }
  const near = (value, right, digits) => digits > 1 && Math.abs(value - right) <= 1.51 / 10 ** digits;
  const same = (one, other, tolerance) => Math.abs(one - other) <= Math.max(tolerance, 1e-9 * Math.abs(other));

  // What judges a formula or code is the library itself; it is fetched at the first press, and not before.
  let fetched;
  const library = () =>
    (fetched ??= new Promise((loaded, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: new URL("live/cells.js", here), onload: loaded, onerror: failed });
      document.head.append(script);
    }));

  customElements.define(
    "gd-exercise",
    class extends HTMLElement {
      connectedCallback() {
        this.form = this.querySelector("form");
        this.said = this.querySelector("[role=status]");
        this.form.addEventListener("submit", (event) => {
          event.preventDefault();
          this.answer();
        });
        // An answer that is being changed is not yet judged.
        this.form.addEventListener("input", () => this.say(""));
        this.form.addEventListener("reset", () => this.say(""));
        this.querySelector("textarea")?.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
          event.preventDefault();
          this.form.requestSubmit();
        });
        this.querySelector(".gd-mine")?.addEventListener("click", () => this.solve("Noted."));
        document.addEventListener("gd-solved", () => this.mark());
        this.mark();
      }

      mark() {
        this.toggleAttribute("solved", solved.has(this.dataset.key));
      }

      answer() {
        const data = this.querySelector("script")?.textContent ?? JSON.stringify(this.dataset);
        const { kind, right, digits, tolerance, slips } = JSON.parse(data);
        const typed = new FormData(this.form).get("answer") ?? "";
        if (!typed.trim()) return this.say("open", FIRST[kind]);
        if (kind !== "number" && kind !== "choice") return this.judge();
        const given = kind === "choice" ? { value: Number(typed) } : read(typed, digits === 0);
        if (given === null) return this.say("open", "This is no number. Write one such as 0.25, 1/4 or -3.");
        if (given.unclear) return this.say("open", given.unclear);
        const { value } = given;
        if (same(value, right, tolerance)) return this.solve("Right.");
        if (coarse(given, right, digits)) return this.say("open", NEARLY);
        // A slip in a count may have been typed before it was rounded to one.
        const slip = slips.findIndex((wrong) => (digits === 0 ? Math.abs(value - wrong) < 0.5 : same(value, wrong, tolerance)));
        if (slip === -1 && near(value, right, digits)) return this.say("open", NEARLY);
        if (slip === -1) return this.say("wrong", "Not yet. Look again, or open the hint.");
        const told = this.closest("section").querySelectorAll(".gd-slips > li")[slip].cloneNode(true);
        told.querySelector(".gd-given").remove();
        this.say("wrong", "Not yet. ", ...told.querySelector("p").childNodes);
      }

      async judge() {
        if (this.busy) return;
        this.busy = true;
        this.say("open", "Asking the library …");
        try {
          await library();
          await gdmathGraded.judge(this);
        } catch {
          fetched = undefined;
          this.say("open", "What judges it could not be fetched. Connect to the internet, and press again.");
        }
        this.busy = false;
      }

      solve(...words) {
        solved.add(this.dataset.key);
        keep();
        this.say("right", ...words);
      }

      say(verdict, ...words) {
        this.said.dataset.verdict = verdict;
        this.said.replaceChildren(...words);
      }
    },
  );

  // A link names a seed and what is to be made with it; nothing runs before the reader presses.
  customElements.define(
    "gd-set",
    class extends HTMLElement {
      connectedCallback() {
        this.form = this.querySelector("form");
        this.say = (words) => (this.querySelector("[role=status]").textContent = words);
        this.fill();
        addEventListener("hashchange", () => this.fill());
        this.form.addEventListener("submit", async (event) => {
          event.preventDefault();
          try {
            await library();
            await gdmathSets.make(this);
          } catch {
            fetched = undefined;
            this.say("What makes the set could not be fetched. Connect to the internet, and press again.");
          }
        });
      }

      fill() {
        const kept = new URLSearchParams(location.hash.slice(1));
        const { seed, lessons, kinds } = this.form.elements;
        seed.value = kept.get("seed") ?? seed.value;
        for (const boxes of [lessons, kinds]) {
          const named = kept.get(boxes[0].name)?.split(",");
          for (const box of boxes) box.checked = named?.includes(box.value) ?? box.checked;
        }
      }
    },
  );

  customElements.define(
    "gd-progress",
    class extends HTMLElement {
      connectedCallback() {
        const keys = [...document.querySelectorAll("gd-exercise")].map(({ dataset }) => dataset.key);
        const count = this.querySelector(".gd-count");
        const forget = this.querySelector("button");
        const show = () => {
          const done = keys.filter((key) => solved.has(key)).length;
          count.textContent = `${done} of ${keys.length}`;
          forget.disabled = done === 0;
        };
        forget.addEventListener("click", () => {
          for (const key of keys) solved.delete(key);
          keep();
        });
        document.addEventListener("gd-solved", show);
        show();
      }
    },
  );
}
