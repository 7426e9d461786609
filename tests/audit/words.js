// What large text breaks: words that stand on two lines, buttons that cannot be reached. Evaluates to a list of faults.
() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  for (let part = document.querySelector("main"); part; part = part.parentElement) {
    const over = getComputedStyle(part).overflowX === "visible" ? 0 : part.scrollWidth - part.clientWidth;
    if (over > 1) faults.push(`${part.localName}.${part.className} scrolls sideways by ${over} px`);
  }

  const range = document.createRange();
  // The rectangles of the letter after a soft hyphen begin with that of the hyphen, which may stand on the line before.
  function row(text, index) {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return Math.round([...range.getClientRects()].at(-1)?.top ?? 0); // what is folded away is in no row
  }
  const NOT_WORDS = "code, pre, .sig, .katex, svg, script, style, template, noscript";
  // The parts of a word that soft hyphens divide are words here: between them it may be broken, and a hyphen is seen.
  // What no-break spaces hold together is a formula, what dots do a name of code: both may be too long for a line.
  const WORD = /(?<![^ \n]*(?:\u00a0|\p{L}\.)[^ \n]*)\p{L}+/gu;
  const NAME_OF_CODE = /\p{Ll}\p{Lu}/u;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    if (!text.data.trim() || text.parentElement.closest(NOT_WORDS)) continue;
    for (const { 0: word, index } of text.data.matchAll(WORD)) {
      if (NAME_OF_CODE.test(word)) continue;
      if (row(text, index) !== row(text, index + word.length - 1)) faults.push(`“${word}” is broken in two, in ${text.parentElement.localName}.${text.parentElement.className}`);
    }
  }

  const name = (element) => (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 30);
  for (const control of document.querySelectorAll("header :is(a, button, input)")) {
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    const { left, right, top, bottom } = control.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const reached = left >= 0 && right <= width && hit && (control.contains(hit) || hit.contains(control));
    if (!reached) faults.push(`${control.localName} “${name(control)}” cannot be reached`);
  }

  for (const drawer of document.querySelectorAll(".sidebar-drawer, .toc-drawer")) {
    const wide = [drawer, ...drawer.querySelectorAll("*")].find((part) => part.offsetWidth > width);
    if (wide) faults.push(`${drawer.className} is wider than the screen`);
  }
  return faults;
}
