// What a page loses on a narrow screen: what stands beside it, and what is cut off. Evaluates to a list of faults.
() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const place = (element) => `${element.localName}${element.id ? `#${element.id}` : ""}.${[...element.classList].join(".")}`;
  const over = document.documentElement.scrollWidth - width;
  if (over > 0) faults.push(`the page scrolls sideways by ${over} px`);

  const isDrawn = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const scrolls = (value) => value === "auto" || value === "scroll";
  function isInScrollBox(element) {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (scrolls(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  }
  // Text for screen readers alone is put into a box of a pixel; a formula for them is too.
  const isForScreenReaders = (element) => element.closest(".katex-mathml") || element.clientWidth <= 1 || element.clientHeight <= 1;

  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    if (!isDrawn(element) || isForScreenReaders(element)) continue;
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const box = element.getBoundingClientRect();
    if (hasText && (box.right > width + 1 || box.left < -1) && !isInScrollBox(element)) {
      faults.push(`${place(element)} “${element.textContent.trim().slice(0, 30)}” stands out of the screen`);
    }
    const cutX = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const cutY = /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (style.display !== "inline" && !(element instanceof SVGElement) && (cutX || cutY)) {
      faults.push(`${place(element)} “${element.textContent.trim().slice(0, 30)}” is cut off`);
    }
  }
  return faults;
}
