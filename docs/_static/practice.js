// <gd-exercise>: one exercise of a practice page. The right answer, its tolerance and the answers of known slips were
// computed with the page, and what to say of each stands in the page; here an answer is read and compared, no more.
// Which exercises are solved is kept on this device alone.
"use strict";

{
  const KEPT = "gdmath.solved";
  const NEARLY = "Nearly. Give as many decimals as the question asks for, and round the last one.";
  const FRACTION = /^([-+]?\d*\.?\d+(?:e[-+]?\d+)?)(?:\/(\d*\.?\d+(?:e[-+]?\d+)?))?$/i;
  const NAMED = /^(?:[a-z\u0370-\u03ff\u2202][\w\u0370-\u03ff\u2202'\u2019\u2032\u2033/]*(?:\([\w.,]*\))?)?[=\u2248]/i; // w = 2.5
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

  // A decimal or a fraction, as people type it: 0.25, -1/4, 2.5e-3, w = 2.5, with the minus sign of a page as well.
  // A comma is a decimal one, but in a count, which has no decimals, it parts the thousands.
  function read(text, counted) {
    const bare = text.replace(/[\u2212\u2013]/g, "-").replace(/\s/g, "").replace(NAMED, "").replace(VULGAR, spelled);
    const comma = counted ? bare.replace(/(\d),(?=\d{3}(?!\d))/g, "$1") : bare.replace(/^([-+]?\d+),(\d+)$/, "$1.$2");
    const plain = comma.replace(/\.$/, "");
    const [, above, below] = FRACTION.exec(plain) ?? [];
    if (above === undefined || Number(below) === 0) return null;
    return Number(above) / Number(below ?? 1);
  }

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
        const { kind, right, tolerance, slips } = JSON.parse(this.querySelector("script").textContent);
        const typed = new FormData(this.form).get("answer") ?? "";
        if (kind === "formula") return this.solve("Noted.");
        if (typed === "") return this.say("open", kind === "choice" ? "Choose an answer first." : "Write a number first.");
        const given = kind === "choice" ? Number(typed) : read(typed, tolerance === 0);
        if (given === null) return this.say("open", "This is no number. Write one such as 0.25, 1/4 or -3.");
        const meets = (value) => Math.abs(given - value) <= tolerance;
        if (meets(right)) return this.solve("Right.");
        const slip = slips.findIndex(meets);
        if (slip === -1 && Math.abs(given - right) <= 20 * tolerance) return this.say("open", NEARLY);
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
