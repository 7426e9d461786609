// What a cell puts out, as the page's own elements: formulas by KaTeX, tables and drawings from what is allowed in them.
"use strict";

globalThis.gdmathOutputs = (() => {
  const ALLOWED = new Set(
    (
      "caption code details div em figcaption figure p pre span strong summary table tbody td th thead tr " +
      "svg g path line polyline circle rect text tspan title desc clipPath defs"
    ).split(" "),
  );
  const SVG = "http://www.w3.org/2000/svg";
  // No address, no event and no style: an attribute says where something is drawn, or what it is.
  const ATTRIBUTES = new Set(
    (
      "class colspan rowspan scope role aria-label aria-hidden viewBox width height d x y x1 x2 y1 y2 dx dy cx cy r rx ry " +
      "points transform text-anchor dominant-baseline font-size clip-path fill stroke stroke-width open tabindex"
    ).split(" "),
  );
  // How a drawing is inked, in the colours of the page's theme; nothing here can name an address.
  const INKS = new Set(
    (
      "fill fill-opacity font-size height max-width opacity paint-order stroke stroke-dasharray stroke-linecap " +
      "stroke-linejoin stroke-opacity stroke-width text-anchor dominant-baseline width"
    ).split(" "),
  );
  const INK = /^(?!.*url\()[\w\s.,#%()*+/-]*$/i;
  const SAFE = /^(?!.*(?:url\((?!#[\w-]+\))|javascript:|expression))[^<>]*$/i;

  // In a table of the page a number has a minus sign, and no hyphen.
  const NUMBER = /^-?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^-inf$/i;

  for (const name of ["live.css", "fonts.css"]) {
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: new URL(name, document.currentScript.src) });
    document.head.append(style);
  }

  function element(tag, kind, ...children) {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...children);
    return made;
  }

  // A copy of what is allowed; the text of anything else stays, but nothing that it would do.
  function copied(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      return document.createTextNode(NUMBER.test(node.data.trim()) ? node.data.replace(/-/g, "\u2212") : node.data);
    }
    const children = [...node.childNodes].filter((child) => child.nodeType <= Node.TEXT_NODE).map(copied);
    const name = node.localName;
    if (!ALLOWED.has(name)) {
      const inside = document.createDocumentFragment();
      if (!["script", "style", "template"].includes(name)) inside.append(...children);
      return inside;
    }
    const made = node.namespaceURI === SVG ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const { name: attribute, value } of node.attributes ?? []) {
      if (ATTRIBUTES.has(attribute) && SAFE.test(value)) made.setAttribute(attribute, value);
    }
    if (node.namespaceURI === SVG) {
      for (const declaration of (node.getAttribute("style") ?? "").split(";")) {
        const [property, value = ""] = declaration.split(":").map((side) => side.trim());
        if (INKS.has(property) && INK.test(value)) made.style.setProperty(property, value);
      }
    }
    made.append(...children);
    return made;
  }

  // A table as those of the page: numbers flush right, in a box of its own that scrolls and has a name.
  function boxed(table) {
    const isNumber = (cell) => NUMBER.test(cell.textContent.trim().replace(/\u2212/g, "-"));
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    for (const cell of rows.flatMap((row) => [...row.cells])) {
      if (cell.localName === "td" && isNumber(cell)) cell.classList.add("number");
    }
    for (const head of table.tHead?.rows[0]?.cells ?? []) {
      if (rows.every((row) => row.cells[head.cellIndex]?.matches(".number"))) head.classList.add("number");
    }
    const box = element("div", "gd-scroll");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Table: ${table.caption?.textContent ?? "output"}`);
    box.tabIndex = 0;
    table.replaceWith(box);
    box.append(table, document.createElement("template")); // which says that all of the table is there, see lesson.css
    return box;
  }

  function markup(text) {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const nodes = [...parsed.body.childNodes].filter((node) => node.nodeType <= Node.TEXT_NODE);
    const shown = element("div", "output text_html", ...nodes.map(copied));
    shown.querySelectorAll("table").forEach(boxed);
    return shown;
  }

  function formula(tex, display = true) {
    const made = element("span");
    katex.render(tex, made, { displayMode: display, output: "htmlAndMathml", throwOnError: false, trust: false });
    return made;
  }

  function row([before, left, right, after]) {
    const line = element("li");
    const parts = { before, left: left && formula(left), right: right && formula(right), after };
    for (const [name, part] of Object.entries(parts)) if (part) line.append(element("span", name, part), " ");
    return line;
  }

  function rows(lines) {
    const list = element("ol", lines.some(([before]) => before) ? "named" : "", ...lines.map(row));
    return list;
  }

  function typeset(content, name) {
    const box = element("div", "formula", content);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", name);
    box.tabIndex = 0;
    return element("div", "math-wrapper output text_latex", element("div", "output text_latex math notranslate nohighlight", box));
  }

  function text(said, kind) {
    const pre = element("pre", "", said.replace(/\n?$/, "\n"));
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", "Output");
    pre.tabIndex = 0;
    return element("div", `output ${kind} highlight-myst-ansi notranslate`, element("div", "highlight", pre));
  }

  function failure({ error, says, line }) {
    const where = line ? ` (line ${line})` : "";
    return text(`${error}${where}: ${says}`, "traceback gd-failure");
  }

  function made(output) {
    if ("printed" in output) return text(output.printed, "stream");
    if ("lines" in output) return typeset(rows(output.lines), "Derivation");
    if ("tex" in output) return typeset(formula(output.tex), "Equation");
    if ("markup" in output) return markup(output.markup);
    if ("error" in output) return failure(output);
    return text(String(output.text), "text_plain");
  }

  return { boxed, element, formula, made };
})();
