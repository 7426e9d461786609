// What axe finds on this page: every rule for WCAG 2.2 AA and for good practice, and no result that nobody has looked at.
// A contrast that axe leaves undecided is decided by contrast.js, if that has looked at the same text. How single texts
// look, which takes axe half of its time, can be left out.
async (read, looks) => {
  const looking = ["color-contrast", "link-in-text-block", "avoid-inline-spacing"];
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = { "target-size": { enabled: true } };
  for (const id of looking) rules[id] = { enabled: looks };
  const found = await axe.run(document, { runOnly: tags, rules, resultTypes: ["violations", "incomplete"], elementRef: true });
  const lines = (results, kept) =>
    results.flatMap(({ id, nodes }) =>
      nodes.filter((node) => kept(id, node)).map(({ target, any, all, none }) => {
        const messages = [...any, ...all, ...none].map(({ message }) => message);
        return `${id}: ${target.join(" ")}: ${messages[0] ?? ""}`;
      }),
    );
  const undecided = (id, { element }) => id !== "color-contrast" || !read.has(element);
  return [
    ...lines(found.violations, () => true),
    ...lines(found.incomplete, undecided).map((line) => `undecided ${line}`),
  ];
}
