// How large the letters are: evaluates to each part of a page that has text, or in which text is typed, with its size.
() => {
  // A drawing is as wide as the screen, its letters are a part of it, and the text beside it says the same; within a
  // formula all sizes are those of the formula.
  const PART_OF_SOMETHING = "svg *, .katex *, script, style, template, noscript, option";
  const hasText = (part) => part.matches(".katex, input") || [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const parts = [...document.body.querySelectorAll("*")].filter((part) => !part.matches(PART_OF_SOMETHING) && hasText(part));
  return parts.map((part) => [`${part.localName}.${[...part.classList].join(".")}`, parseFloat(getComputedStyle(part).fontSize)]);
}
