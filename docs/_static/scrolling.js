// A box that scrolls must be reached by keyboard, so every box that might scroll can be; one that has nothing to scroll
// is no stop for the Tab key.
{
  const boxes = document.querySelectorAll("pre[tabindex], .formula[tabindex], .gd-scroll[tabindex]");

  // All are measured before any is changed, or each change would have the page laid out again.
  const update = (changed) => {
    const scroll = changed.map((box) => box.scrollWidth > box.clientWidth);
    changed.forEach((box, index) => {
      if (scroll[index]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };

  const resized = new ResizeObserver((entries) => update(entries.map((entry) => entry.target)));
  boxes.forEach((box) => resized.observe(box));
  // Formulas change their width, not their box, when their fonts arrive. What is not laid out yet is not looked at: it is
  // observed to grow when it is.
  const shown = (box) => box.checkVisibility({ contentVisibilityAuto: true });
  document.fonts.ready.then(() => update([...boxes].filter(shown)));
}
