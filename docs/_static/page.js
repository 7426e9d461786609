// What look.css has left for later (content-visibility) is laid out while the reader reads the beginning, a few
// milliseconds at a time: later, nothing that is seen has to move. Without this script it is done when it is reached.
"use strict";

{
  const SLICE = 8; // milliseconds
  const TOGETHER = 8; // formulas
  const parts = "section ~ section :is(.cell, .math-wrapper, .admonition, dl.py, section > .table-wrapper, .glossary dd, p:has(.math))";
  const later = [...document.querySelectorAll(parts)].map((part) => [part]);
  // What a screen reader hears of a formula is as large as what is seen of it, and comes after all of that.
  const spoken = [...document.querySelectorAll("section ~ section .katex-mathml")];
  while (spoken.length) later.push(spoken.splice(0, TOGETHER));
  const folded = (part) => part.parentElement.closest("details:not([open])"); // to measure it would lay it out
  const root = document.documentElement.dataset;
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 1));

  function layOut() {
    const end = performance.now() + SLICE;
    while (later.length && performance.now() < end) {
      const these = later.shift();
      for (const part of these) part.style.contentVisibility = "visible";
      const open = these.find((part) => !folded(part));
      open?.getBoundingClientRect();
      open?.dispatchEvent(new Event("gd-laid-out"));
    }
    if (later.length) whenIdle(layOut);
    else delete root.layingOut;
  }

  root.layingOut = ""; // for who wants to wait until nothing changes any more
  whenIdle(layOut);

  // A link within the page aims at where its place is, so all is laid out before the jump.
  const within = (link) => link?.hash && link.pathname === location.pathname;
  const layOutNow = ({ target }) => within(target.closest("a")) && (root.whole = "");
  addEventListener("click", layOutNow, { capture: true });

  // A drawer closes by Escape, which gives the focus back to what opened it, and by a press anywhere outside.
  const closeOpen = () => {
    const open = document.querySelector(".sidebar-toggle:checked");
    if (open) open.checked = false;
    return open;
  };
  addEventListener("keydown", ({ key }) => key === "Escape" && closeOpen()?.focus());
  addEventListener("click", ({ target }) => {
    const inside = target.closest(".sidebar-drawer, .toc-drawer, .gd-drawer-button");
    if (!inside || target.closest("a")) closeOpen();
  });

  // The contents mark the section that is being read: the last one that has begun in the upper part of the window.
  const links = new Map();
  for (const link of document.querySelectorAll(".toc-tree a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const inSight = new Set();
  let marked;

  function mark(link) {
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    marked = link;
    const box = link.closest(".toc-scroll");
    const low = link.offsetTop - box.clientHeight / 2;
    // Where somebody walks through the contents, they stand still.
    if (box.scrollHeight > box.clientHeight && !box.contains(document.activeElement)) box.scrollTop = low;
  }

  const watching = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) inSight[isIntersecting ? "add" : "delete"](target);
    const last = [...links.keys()].findLast((section) => inSight.has(section));
    if (last) mark(links.get(last));
  }, { rootMargin: "0px 0px -66%" });
  for (const section of links.keys()) watching.observe(section);
}
