// What a narrow screen lays over each other or cuts, and what a finger does not reach. Evaluates to a list of faults.
() => {
  const faults = [];
  const NEAR = 2; // px between two rows
  const NODE = 20; // px: a smaller mark is a point, and has its label beside it
  const FINGER = 24; // px (WCAG 2.5.8)
  const drawn = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const said = (element) => `${element.localName} “${element.textContent.trim().slice(0, 30)}”`;
  const boxed = (element) => ({ element, box: element.getBoundingClientRect() });
  const across = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = (one, other) => Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const all = (place, selector) => [...place.querySelectorAll(selector)].filter(drawn);

  // Each pair of parts of which the one lies over the other, or nearer to it than rows of text may be.
  function crowd(parts, apart, what) {
    parts.forEach(({ element, box }, index) => {
      for (const other of parts.slice(index + 1)) {
        if (across(box, other.box) > 1 && down(box, other.box) > -apart) {
          faults.push(`${what} ${said(element)} and ${said(other.element)} lie over each other`);
        }
      }
    });
  }

  for (const formula of all(document, ".formula")) {
    crowd(all(formula, ".katex-base").map(boxed), NEAR, "of a formula");
    crowd(all(formula, ".katex-base, .before, .after").map(boxed), -1, "beside a formula");
  }

  // A letter is lower than the box of its font.
  const letters = ({ element, box }) => {
    const rim = box.height / 5;
    return { element, box: { left: box.left, right: box.right, top: box.top + rim, bottom: box.bottom - rim } };
  };
  function lies(text, ring) {
    const radius = ring.width / 2;
    const [x, y] = [ring.left + radius, ring.top + radius];
    const dx = Math.max(text.left - x, 0, x - text.right);
    const dy = Math.max(text.top - y, 0, y - text.bottom);
    const inside = Math.abs((text.left + text.right) / 2 - x) < radius / 2 && Math.abs((text.top + text.bottom) / 2 - y) < radius / 2;
    return Math.hypot(dx, dy) < radius && !inside;
  }
  for (const figure of all(document, ".gd-figure svg")) {
    const texts = all(figure, "text").filter(({ textContent }) => textContent.trim()).map(boxed).map(letters);
    crowd(texts, -1, "in a figure");
    const rings = all(figure, "use").map(boxed).filter(({ box }) => box.width > NODE);
    for (const { element, box } of texts) {
      if (rings.some((ring) => lies(box, ring.box))) faults.push(`in a figure ${said(element)} lies over a ring`);
    }
  }

  // What scrolls sideways shows that it goes on; the words that a table comes to in its last column are seen at once.
  const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth + 1;
  for (const box of all(document, "main *").filter(scrolls)) {
    if (getComputedStyle(box).backgroundImage === "none") faults.push(`${said(box)} goes on, and nothing shows it`);
    const last = [...box.querySelectorAll("tbody tr > :last-child")];
    const verdicts = last.every(({ textContent }) => /^[\p{L} ]{1,20}$/u.test(textContent.trim()));
    const cut = last.some((cell) => cell.getBoundingClientRect().right > box.getBoundingClientRect().right + 1);
    if (last.length && verdicts && cut) faults.push(`the last column of ${said(box)} is cut, “${last[0].textContent.trim()}”`);
  }

  for (const button of all(document, ".copybtn")) {
    const { box } = boxed(button);
    if (Number(getComputedStyle(button).opacity) < 1) faults.push("a button that copies is not seen");
    if (Math.min(box.width, box.height) < FINGER) faults.push(`a button that copies has ${box.width} by ${box.height} px`);
    const range = document.createRange();
    range.selectNodeContents(button.parentElement.querySelector("pre"));
    if (down(box, range.getBoundingClientRect()) > 1) faults.push("a button that copies lies over the code");
  }
  return faults;
}
