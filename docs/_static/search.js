// Lists the sections that hold the words of the query. What can be found is in search-entries.js, made with the pages.
"use strict";

{
  const field = document.getElementById("gd-query");
  const found = document.getElementById("gd-found");
  const results = document.getElementById("gd-results");
  const [BEFORE, AFTER, MOST] = [60, 140, 30];

  const entries = globalThis.gdmathEntries.map((entry, id) => ({ id, ...entry }));
  const index = new MiniSearch({
    fields: ["title", "terms", "page", "text"],
    searchOptions: {
      boost: { title: 4, terms: 4, page: 1.5 },
      boostDocument: (id) => entries[id].weight,
      prefix: (word, place, words) => place === words.length - 1,
      fuzzy: (word) => (word.length > 4 ? 0.2 : false),
    },
  });
  // Nothing is indexed before somebody searches, and then a few sections at a time.
  const CHUNK = 10;
  let indexing;
  const indexed = () => (indexing ??= index.addAllAsync(entries, { chunkSize: CHUNK }));

  function search(query) {
    const all = index.search(query, { combineWith: "AND" });
    const found = all.length ? all : index.search(query);
    // Who types a whole title, or a name of the library, wants that; next comes what introduces just these words, as early
    // in the course as it is, and then what has them side by side.
    const asked = query.toLowerCase();
    const rank = ({ id }) => {
      const { title, terms, text } = entries[id];
      if (title.toLowerCase().replace(/^the /, "") === asked) return 0;
      if (terms.toLowerCase().split("; ").includes(asked)) return 1 + id / entries.length / 2;
      return text.toLowerCase().includes(asked) ? 2 : 3;
    };
    return found.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
  }

  // The text around the first word that was found, with every such word marked.
  function excerpt(text, words) {
    const escaped = words.map((word) => word.replace(/[.*+\-?^${}()|[\]\\]/g, "\\$&"));
    const marks = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})`, "giu");
    const at = Math.max(0, text.search(marks));
    const start = at > BEFORE ? text.indexOf(" ", at - BEFORE) + 1 : 0;
    const cut = text.indexOf(" ", at + AFTER);
    const shown = cut < 0 ? text.slice(start) : text.slice(start, cut);
    const line = document.createElement("p");
    let end = 0;
    for (const match of shown.matchAll(marks)) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      line.append(shown.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    line.append(shown.slice(end), cut < 0 ? "" : " …");
    if (start > 0) line.prepend("… ");
    return line;
  }

  function item({ id, terms }) {
    const { url, title, page, text } = entries[id];
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    const item = document.createElement("li");
    item.append(link);
    if (page) {
      const place = document.createElement("span");
      place.className = "gd-place";
      place.textContent = page;
      item.append(" ", place);
    }
    item.append(excerpt(text, terms));
    return item;
  }

  async function show() {
    if (field.value.trim()) await indexed();
    const query = field.value.trim();
    const list = query ? search(query) : [];
    results.replaceChildren(...list.map(item));
    const counted = list.length === 1 ? "One section" : `${list.length || "No"} sections`;
    found.textContent = query ? `${counted} found for “${query}”.` : "";
  }

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  show();
}
