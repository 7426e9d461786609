// A box that scrolls must be reached by keyboard, so every box that might scroll can be; one that has nothing to scroll
// is no stop for the Tab key.
{
  const boxes = "pre, .formula, .gd-scroll, .gd-given";

  // What is not laid out yet is not looked at. All are measured before any is changed, or each change would have the page
  // laid out again.
  function look(place = document) {
    const seen = [...place.querySelectorAll(boxes)].filter((box) => box.checkVisibility({ contentVisibilityAuto: true }));
    const scroll = seen.map((box) => box.scrollWidth > box.clientWidth);
    seen.forEach((box, index) => {
      if (scroll[index]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }

  document.fonts.ready.then(() => look());
  addEventListener("gd-laid-out", ({ target }) => look(target), { capture: true }); // as page.js says
  // What a fold has opened is there from the next frame on.
  addEventListener("toggle", ({ target }) => requestAnimationFrame(() => setTimeout(() => look(target))), { capture: true });
  let waiting;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => look());
  });
}
