// What a reader meets who has no mouse. Evaluates to functions that keyboard.py calls between two presses of a key.
(() => {
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]";
  let stops = [];
  let before = new Map(); // how each stop looks without the focus

  function name(element) {
    const classes = [...element.classList].slice(0, 2).map((one) => `.${one}`).join("");
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 30);
    return `${element.localName}${element.id ? `#${element.id}` : ""}${classes} “${text}”`;
  }

  const isDrawn = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  function isStop(element) {
    if (element.tabIndex < 0 || element.disabled || element.closest("[inert]") || !isDrawn(element)) return false;
    return element.localName !== "summary" || element === element.parentElement.querySelector(":scope > summary");
  }

  // A switch that is itself hidden is shown by what labels it.
  const shownBy = (element) => [element, ...(element.labels ?? []), ...(element.matches("[type=checkbox]") ? [element.nextElementSibling] : [])].filter(Boolean);

  function outline(element) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return { style: outlineStyle, width: Number.parseFloat(outlineWidth), colour: outlineColor };
  }

  // What has the focus may be neither beside the screen nor wholly under a bar that stays in place (WCAG 2.4.11).
  function isInSight(element) {
    const parts = [0.1, 0.5, 0.9];
    return [...element.getClientRects()].some((box) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (right <= left || bottom <= top) return false;
      const hits = parts.flatMap((x) => parts.map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
      return hits.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return hit && (element.contains(hit) || hit.contains(element));
      });
    });
  }

  function scrolls(element) {
    const { overflowX, overflowY } = getComputedStyle(element);
    if (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) return "Right";
    if (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1) return "Down";
    return "";
  }

  return {
    stops() {
      document.activeElement?.blur();
      stops = [...document.querySelectorAll(FOCUSABLE)].filter(isStop);
      before = new Map(stops.flatMap(shownBy).map((element) => [element, JSON.stringify(outline(element))]));
      return stops.map(name);
    },

    // The radio buttons of one name are one stop (HTML, 4.10.5.1.16): which of them has it depends on the way there, and
    // the arrow keys lead to the others.
    groups() {
      const groups = [];
      return stops.map((element) => {
        if (!element.matches("[type=radio]")) return null;
        const found = groups.findIndex(({ form, name }) => form === element.form && name === element.name);
        return found === -1 ? groups.push(element) - 1 : found;
      });
    },

    // Is the focus in the target of a skip link or behind it? A target without a stop is passed through.
    isPast(target) {
      const place = document.querySelector(target);
      const position = place?.compareDocumentPosition(document.activeElement) ?? 0;
      return Boolean(place?.closest("main") && position & Node.DOCUMENT_POSITION_FOLLOWING);
    },

    // Where the focus is, and how that is shown.
    at(colours) {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const marked = shownBy(element).filter(isInSight).find((one) => {
        const { style, width } = outline(one);
        return style !== "none" && width >= 2 && JSON.stringify(outline(one)) !== before.get(one);
      });
      return {
        index: stops.indexOf(element),
        box: [box.left, box.right, box.top + scrollY, box.bottom + scrollY],
        inMain: Boolean(element.closest("main")),
        name: name(element),
        inSight: shownBy(element).some(isInSight),
        marked: Boolean(marked),
        contrast: marked ? colours.ratio(outline(marked).colour, marked.parentElement) : 0,
      };
    },

    // As if the page had just been opened, or as if the reader came back to it from its end.
    start(atEnd) {
      document.activeElement?.blur();
      const mark = document.createElement("i");
      mark.tabIndex = -1;
      document.body[atEnd ? "append" : "prepend"](mark);
      mark.focus();
      setTimeout(() => mark.remove());
    },

    // What scrolls by itself and holds nothing that could have the focus.
    boxes() {
      const found = [...document.body.querySelectorAll("*")].filter((element) => isDrawn(element) && scrolls(element));
      return found.filter((element) => !element.querySelector(FOCUSABLE));
    },

    describe(box) {
      return { name: name(box), key: scrolls(box), focusable: box.tabIndex >= 0 && box.hasAttribute("tabindex") };
    },
  };
})()
