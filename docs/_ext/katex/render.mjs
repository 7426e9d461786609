// Reads one formula per line, {"tex", "display"}, and answers with one line, {"html"} or {"error"}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { Ruler } from "./widths.mjs";

const { default: katex } = await import(pathToFileURL(process.argv[2]));
const ruler = new Ruler(katex);

function answer({ tex, display }) {
  const options = { displayMode: display, output: "htmlAndMathml", throwOnError: true, strict: "error", trust: false };
  try {
    const tree = katex.__renderToDomTree(tex, options);
    ruler.write(tree);
    return { html: tree.toMarkup() };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
