// A box that scrolls must be reached by keyboard, so every box that might scroll can be; one that has nothing to scroll
// is no stop for the Tab key.
{
  const boxes = document.querySelectorAll("pre[tabindex], .formula[tabindex], .gd-scroll[tabindex]");

  const update = (box) => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute("tabindex");
    }
  };

  const resized = new ResizeObserver((entries) => entries.forEach((entry) => update(entry.target)));
  boxes.forEach((box) => resized.observe(box));
  // Formulas change their width, not their box, when their fonts arrive.
  document.fonts.ready.then(() => boxes.forEach(update));
}
