// Reads one formula per line, {"tex", "display"}, and answers with one line, {"html"} or {"error"}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]));

function answer({ tex, display }) {
  const options = { displayMode: display, output: "htmlAndMathml", throwOnError: true, strict: "error", trust: false };
  try {
    // A negative height is invalid CSS: browsers drop it, and so do we.
    const html = katex.renderToString(tex, options).replace(/(?<=[";])height:-[\d.]+em;/g, "");
    return { html: html.replaceAll(' style=""', "") };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
