// Runs the live cells of pages in the engine, as a browser will: node ask.mjs PYODIDE ENGINE, with [[source, ...], ...],
// a list for each page, as JSON in its input; the answer is what each cell puts out.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", (error) => {
  console.error(String(error.stack ?? error).slice(-2000)); // Node would print a line of a million characters
  process.exit(1);
});

const [pyodide, engine] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
const whole = zlib.zstdDecompressSync(fs.readFileSync(engine));
const files = {};
let from = whole.indexOf("\n") + 1;
for (const [name, length] of JSON.parse(whole.subarray(0, from))) files[name] = whole.subarray(from, (from += length));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "engine-"));
const stdLibURL = path.join(folder, "rest.zip");
fs.writeFileSync(stdLibURL, files["rest.zip"]);
const options = { indexURL: pyodide + path.sep, lockFileContents: files["lock.json"].toString(), env: { HOME: "/" } };
const answers = [];
try {
  for (const sources of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const python = await loadPyodide({ ...options, stdLibURL, _loadSnapshot: files.snapshot });
    const session = python.globals.get("session");
    answers.push(sources.map((source) => JSON.parse(session.answer(source))));
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
fs.writeSync(1, JSON.stringify(answers));
