#!/usr/bin/env bash
# KaTeX 0.19.1 sets "is not equal" (\ne, \neq, and the sign itself) in its HTML as a stroke from the private use area,
# U+E020, over an equals sign: the text of the page then has a character that means nothing outside of KaTeX's fonts,
# which the Nu HTML checker reports. The MathML beside it has the real sign, U+2260.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

npm install --silent --no-audit --no-fund --prefix "$place" katex@0.19.1
cat >"$place/program.js" <<'END'
const katex = require("katex");

const code = (text) => [...text].map((letter) => letter.codePointAt(0).toString(16)).filter((hex) => hex.length > 2);
const seen = ["a \\ne 0", "a \\neq 0", "a \u2260 0"].map((text) => {
  const html = katex.renderToString(text, { output: "html" }).replace(/<[^>]*>/g, "");
  const math = katex.renderToString(text, { output: "mathml" }).match(/<semantics>(.*?)<annotation/s)[1];
  return `${code(html)} in HTML, ${code(math.replace(/<[^>]*>/g, ""))} in MathML`;
});
if (new Set(seen).size > 1 || seen[0] !== "e020 in HTML, 2260 in MathML") throw new Error(seen.join("; "));
console.log(`KaTeX ${katex.version}: a struck equals sign is ${seen[0]}`);
END
node "$place/program.js"
