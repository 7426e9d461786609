// <gd-exercise>: one exercise of a practice page. The right answer, its tolerance and the answers of known slips were
// computed with the page, and what to say of each stands in the page; here an answer is read and compared, no more.
// Which exercises are solved is kept on this device alone.
"use strict";

{
  const KEPT = "gdmath.solved";
  const NEARLY = "Nearly. Round at the very end, and give as many decimals as the question asks for.";
  const NUMBER = String.raw`\d*\.?\d+(?:e[-+]?\d+)?(?:(?:\^|\*\*)-?\d+)?`; // 0.25, 2.5e-3, 4^7
  const FRACTION = new RegExp(`^([-+]?)(${NUMBER})(?:/(${NUMBER}))?(%?)$`, "i");
  const NAME = String.raw`[a-z\u0370-\u03ff\u2202][\w\u0370-\u03ff\u2202'\u2019\u2032\u2033{}]*(?:\([\w.,+-]*\))?`;
  const NAMED = new RegExp(`^(?:(?:${NAME}|\\(.*\\))(?:/${NAME})?)?:?[=\u2248]`, "i"); // w = 2.5
  const VULGAR = /(?<!\d)[\u00bc-\u00be\u2150-\u215e]/g; // one sign for a fraction, as a phone writes 1/2
  const spelled = (sign) => sign.normalize("NFKC").replace("\u2044", "/");

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

  // A decimal or a fraction, as people type it: 0.25, -1/4, 2.5e-3, 1/4^7, 25 %, w = 2.5, with the signs of print as well.
  // A comma is a decimal one, but in a count, which has no decimals, it parts the thousands.
  function read(text, counted) {
    const signs = text.replace(/[\u2212\u2013]/g, "-").replace(/[\u00b7\u00d7]/g, "*").trim();
    const close = signs.replace(/\s*([-+/^*=\u2248%(),:])\s*/g, "$1").replace(NAMED, "").replace(VULGAR, spelled);
    const comma = counted ? close.replace(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, "") : close.replace(/^([-+]?\d+),(\d+)/, "$1.$2");
    const bare = comma.replace(/^\((.*)\)$/, "$1").replace(/\*10(?:\^|\*\*)\(?([-+]?\d+)\)?/g, "e$1").replace(/\.$/, "");
    const [, sign, above, below = "1", percent] = FRACTION.exec(bare) ?? [];
    if (above === undefined || raised(below) === 0) return null;
    const places = /^\d*\.?(\d*)$/.exec(above)?.[1].length; // of a plain decimal; a quotient has none
    const value = ((sign === "-" ? -1 : 1) * raised(above)) / raised(below) / (percent ? 100 : 1);
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
        document.addEventListener("gd-solved", () => this.mark());
        this.mark();
      }

      mark() {
        this.toggleAttribute("solved", solved.has(this.dataset.key));
      }

      answer() {
        const { kind, right, digits, tolerance, slips } = JSON.parse(this.querySelector("script").textContent);
        const typed = new FormData(this.form).get("answer") ?? "";
        if (kind === "formula") return this.solve("Noted.");
        if (typed === "") return this.say("open", kind === "choice" ? "Choose an answer first." : "Write a number first.");
        const given = kind === "choice" ? { value: Number(typed) } : read(typed, digits === 0);
        if (given === null) return this.say("open", "This is no number. Write one such as 0.25, 1/4 or -3.");
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

      solve(words) {
        solved.add(this.dataset.key);
        keep();
        this.say("right", words);
      }

      say(verdict, ...words) {
        this.said.dataset.verdict = verdict;
        this.said.replaceChildren(...words);
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
