// How wide the parts of a formula are, from the metrics of its fonts, in em: with its width written down, a formula
// keeps its place in the line while the fonts are still on their way, and nothing moves when they come.

const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488]; // KaTeX's size1 to size11
const NULL_DELIMITER = 0.12;
const NO_WIDTH = ["rlap", "llap", "clap", "katex-strut", "pstrut", "frac-line", "overline-line", "accent-body"];
// What KaTeX's style sheet pads or stretches in ways that are not worth repeating: such a part gets no width.
const UNKNOWN = ["stretchy", "fbox", "boxpad", "cancel-pad", "angl", "newline", "tag", "hline", "cd-arrow-pad"];

const em = (length) => (length?.endsWith("em") ? parseFloat(length) : 0);
const hasAny = (names, classes) => classes.some((name) => names.includes(name));
const leaf = (node) => (node.text ? node : node.children?.map(leaf).find(Boolean));

function scale(classes) {
  const size = (pattern) => SIZES[classes.map((name) => pattern.exec(name)?.[1]).find(Boolean) - 1];
  return classes.some((name) => name.startsWith("reset-size")) ? size(/^size(\d+)$/) / size(/^reset-size(\d+)$/) : 1;
}

// The parts that stand above each other in a fraction, in an exponent over an index, in a column: all in the first row.
const stacked = (node) => node.children[0].children.find(({ classes }) => classes.includes("vlist")).children;

export class Ruler {
  #katex;
  #letters = new Map();

  constructor(katex) {
    this.#katex = katex;
  }

  // Write the width of each part between two places where the line may break.
  write(node) {
    for (const child of node.children ?? []) {
      if (child.classes?.includes("katex-base")) this.#writeOne(child);
      else if (!child.classes?.includes("katex-mathml")) this.write(child);
    }
  }

  #writeOne(base) {
    const width = this.#width(base, 1);
    if (!Number.isNaN(width)) base.style.width = `${Number(width.toFixed(3))}em`;
  }

  #width(node, size) {
    if (!node.classes) return this.#sum(node.children ?? [], size);
    const own = size * scale(node.classes);
    const { marginLeft, marginRight, paddingLeft } = node.style;
    return this.#inner(node, own) + own * (em(marginLeft) + em(marginRight) + em(paddingLeft));
  }

  #inner(node, size) {
    const { classes, style, children = [] } = node;
    if (hasAny(UNKNOWN, classes)) return NaN;
    if (hasAny(NO_WIDTH, classes)) return 0;
    if (classes.includes("nulldelimiter")) return size * NULL_DELIMITER;
    if (classes.includes("vlist-t")) return Math.max(0, ...stacked(node).map((part) => this.#width(part, size)));
    if (node.text !== undefined) return size * (this.#text(node) + Math.max(0, node.italic));
    return Math.max(size * Math.max(em(style.width), em(style.minWidth)), this.#sum(children, size));
  }

  #sum(nodes, size) {
    return nodes.reduce((sum, node) => sum + this.#width(node, size), 0);
  }

  // KaTeX joins the letters of a text to one node, which knows the width of its first letter alone.
  #text(node) {
    const letters = [...node.text];
    return letters.length === 1 ? node.width : letters.reduce((sum, letter) => sum + this.#letter(letter), 0);
  }

  #letter(letter) {
    if (!this.#letters.has(letter)) {
      const tex = `\\text{\\char${letter.codePointAt(0)}}`;
      this.#letters.set(letter, leaf(this.#katex.__renderToHTMLTree(tex, { strict: "ignore" })).width);
    }
    return this.#letters.get(letter);
  }
}
