// The contrast of all that is written and drawn on this page with what lies behind it, as WCAG 2.2 defines it.
// Evaluates to {faults, look, ratio, read}; a colour is [red, green, blue, alpha], the first three from 0 to 255.
(() => {
  const EDGE = 16; // px
  let faults, seen, grounds, readable, opacities, cut; // the last four: what has been computed of an element
  let among = null; // the elements that have to be looked at, where not all have
  const read = new WeakSet(); // the elements whose own text has been looked at

  function parse(text) {
    const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    if (/^rgba?\(/.test(text)) return [...numbers.slice(0, 3), numbers[3] ?? 1];
    if (/^color\(srgb /.test(text)) return [...numbers.slice(0, 3).map((part) => part * 255), numbers[3] ?? 1];
    return null;
  }

  const over = ([red, green, blue, alpha], below) =>
    [red, green, blue].map((part, i) => part * alpha + below[i] * (1 - alpha)).concat(1);

  function luminance(colour) {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = colour.slice(0, 3).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  function place(element) {
    const path = [];
    for (let at = element; at && at !== document.body && path.length < 4; at = at.parentElement) {
      const classes = [...at.classList].slice(0, 2).map((name) => `.${name}`);
      path.unshift(at.localName + (at.id ? `#${at.id}` : "") + classes.join(""));
    }
    return path.join(" > ");
  }

  // Where nothing is painted, the browser's own paper is seen: white, or nearly black where a page asks for the dark.
  function paper() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return dark && /dark/.test(getComputedStyle(document.documentElement).colorScheme) ? [18, 18, 18, 1] : [255, 255, 255, 1];
  }

  // The colours of the gradients that text may stand on; a narrow one is the shade at the edge of a box that goes on.
  function gradientColours({ backgroundImage, backgroundSize }) {
    const layers = backgroundImage.match(/[\w-]+\((?:[^()]|\([^()]*\))*\)|none/g) ?? [];
    const sizes = backgroundSize.split(", ").map((size) => (/^[\d.]+px/.test(size) ? Number.parseFloat(size) : Infinity));
    const wide = layers.filter((layer, i) => /gradient/.test(layer) && sizes[i % sizes.length] > EDGE);
    return wide.flatMap((layer) => layer.match(/rgba?\([^)]*\)|color\([^)]*\)/g)).map(parse);
  }

  // A gradient may be of any of its colours where the text stands, so a ground is a list of what it may be.
  function painted(style, below, element) {
    const colour = parse(style.backgroundColor);
    if (!colour) faults.push(`the ground of ${place(element)} cannot be computed: ${style.backgroundColor}`);
    const plain = below.map((under) => over(colour ?? [0, 0, 0, 0], under));
    const all = plain.concat(gradientColours(style).flatMap((stop) => plain.map((under) => over(stop, under))));
    return [...new Map(all.map((one) => [one.map(Math.round).join(), one])).values()];
  }

  function ground(element) {
    if (!element) return [paper()];
    if (!grounds.has(element)) {
      grounds.set(element, painted(getComputedStyle(element), ground(element.parentElement), element));
    }
    return grounds.get(element);
  }

  function opacity(element) {
    if (!element) return 1;
    if (!opacities.has(element)) {
      opacities.set(element, Number(getComputedStyle(element).opacity) * opacity(element.parentElement));
    }
    return opacities.get(element);
  }

  // Text for screen readers alone is put into a box of a pixel, and the rest of it is cut off.
  function cutAway(element) {
    if (!element) return false;
    if (!cut.has(element)) cut.set(element, cuts(element) || cutAway(element.parentElement));
    return cut.get(element);
  }

  function cuts(element) {
    const { clip, clipPath, overflowX, display } = getComputedStyle(element);
    if (overflowX === "visible" || display === "inline") return false;
    return clip !== "auto" || clipPath !== "none" || element.clientWidth <= 1 || element.clientHeight <= 1;
  }

  function canBeRead(element) {
    if (!readable.has(element)) {
      const drawn = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
      readable.set(element, drawn && !cutAway(element) && opacity(element) > 0 && !element.closest(":disabled"));
    }
    return readable.get(element);
  }

  function leastContrast(colour, grounds) {
    return Math.min(...grounds.map((behind) => contrast(over(colour, behind), behind)));
  }

  function check(what, element, paint, behind, needed, alpha = 1) {
    const colour = parse(paint);
    if (!colour) return faults.push(`the colour ${paint} of ${place(element)} cannot be computed`);
    const ratio = leastContrast([...colour.slice(0, 3), colour[3] * alpha * opacity(element)], behind);
    if (ratio >= needed - 0.005) return;
    const shown = behind.map((one) => `rgb(${one.slice(0, 3).map(Math.round).join(", ")})`);
    faults.push(`${place(element)}: ${what} has ${ratio.toFixed(2)} of ${needed}: ${paint} on ${shown.join(" or ")}`);
  }

  function needed(style) {
    const size = Number.parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  }

  const isAmong = (element) => !among || among.has(element);
  const quoted = (text) => `“${text.trim().slice(0, 30)}”`;

  function checkTexts() {
    const silent = /^(script|style|noscript|template|title|desc|option)$/;
    const looked = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || silent.test(element.localName) || looked.has(element)) continue;
      looked.add(element);
      if (!isAmong(element) || !canBeRead(element)) continue;
      read.add(element);
      seen.texts += 1;
      const style = getComputedStyle(element);
      const paint = element instanceof SVGElement ? style.fill : style.color;
      check(quoted(node.data), element, paint, ground(element), needed(style));
    }
  }

  function checkParts(element) {
    if (!isAmong(element) || !canBeRead(element)) return;
    for (const part of ["::before", "::after", "::marker"]) {
      const style = getComputedStyle(element, part);
      const text = /^"(.*)"/.exec(style.content)?.[1] ?? "";
      if (!/[^\s\u200b]/.test(text) || Number(style.opacity) === 0) continue;
      seen.parts += 1;
      const behind = part === "::marker" ? ground(element) : painted(style, ground(element), element);
      check(`${part} ${quoted(text)}`, element, style.color, behind, needed(style), Number(style.opacity));
    }
    if (element.placeholder) {
      const style = getComputedStyle(element, "::placeholder");
      seen.parts += 1;
      check(`placeholder ${quoted(element.placeholder)}`, element, style.color, ground(element), 4.5, Number(style.opacity));
    }
  }

  function named(colour) {
    const probe = document.createElement("i");
    probe.style.color = `var(${colour})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  // Grid lines are ornament, and so is what has the colour of the paper; all else in a figure says something.
  function checkShapes() {
    const ornament = ["--gd-grid", "--gd-surface"].map(named);
    const shapes = ".gd-figure svg :is(path, line, polyline, polygon, circle, ellipse, rect, use)";
    for (const shape of document.querySelectorAll(shapes)) {
      if (!isAmong(shape) || shape.closest("defs, clipPath, mask, symbol") || !canBeRead(shape)) continue;
      const style = getComputedStyle(shape);
      const paints = [style.stroke, Number(style.fillOpacity) < 1 ? "none" : style.fill]; // a tint has a line around it
      for (const paint of paints) {
        if (paint === "none" || paint.startsWith("url(") || ornament.includes(paint)) continue;
        seen.shapes += 1;
        check("a shape of a figure", shape, paint, ground(shape), 3);
      }
    }
  }

  // The selector of every rule; of one that stands within another, `&` is what the outer one is for.
  function selectors(rules, outer = ":root") {
    return [...rules].flatMap((rule) => {
      const own = rule.selectorText?.replaceAll("&", `:is(${outer})`);
      return (own ? [own] : []).concat(selectors(rule.cssRules ?? [], own ?? outer));
    });
  }

  // What looks otherwise in a state: the elements that a rule for it could hold for, and all within them.
  function touched(state, always) {
    const part = /::?(before|after)\b|::[\w-]+(\([^)]*\))?/g;
    const all = [...document.styleSheets].flatMap((sheet) => selectors(sheet.cssRules));
    const could = all.filter((selector) => selector.includes(state)).map((selector) => selector.replaceAll(state, always));
    const elements = could.flatMap((selector) => [...document.querySelectorAll(selector.replaceAll(part, ":not(_)"))]);
    return new Set([...new Set(elements)].flatMap((element) => [element, ...element.querySelectorAll("*")]));
  }

  // As if every link had been visited, or the mouse were everywhere: the same rules for all that they could hold for.
  function pretend(state) {
    const always = { ":visited": ":any-link", ":hover": ":not(:hover)" }[state];
    among = state ? touched(state, always) : null;
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText);
    const sheet = new CSSStyleSheet();
    if (state) sheet.replaceSync(rules.filter((rule) => rule.includes(state)).join("\n").replaceAll(state, always));
    document.adoptedStyleSheets = state ? [sheet] : [];
  }

  function begin() {
    [faults, seen] = [[], { texts: 0, parts: 0, shapes: 0 }];
    [grounds, readable, opacities, cut] = [new Map(), new Map(), new Map(), new Map()];
  }

  function lookAtAll() {
    begin();
    checkTexts();
    document.body.querySelectorAll("*").forEach(checkParts);
    checkShapes();
    return { faults, seen };
  }

  return {
    read,
    look() {
      begin();
      checkTexts();
    },
    faults(state = "") {
      pretend(state);
      const found = lookAtAll();
      pretend("");
      return found;
    },
    ratio(paint, element) {
      begin();
      return leastContrast(parse(paint), ground(element));
    },
  };
})()
