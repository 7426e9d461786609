// Makes the engine: Python with the core of the library, as it stands in memory once all that is imported.
// node engine.mjs PYODIDE SOURCES OUT LEVEL; SOURCES holds folders and modules that become importable, and warm.py, which
// imports and uses them once. Time stands still and nothing is random meanwhile: the same input gives the same bytes.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { pathToFileURL } from "node:url";

// Node would print the whole line in which it stopped, a million characters.
process.on("uncaughtException", (error) => {
  console.error(String(error.stack ?? error).slice(-2000));
  process.exit(1);
});

const [pyodide, sources, out, level] = process.argv.slice(2);
const BEGAN = Date.UTC(2020, 0, 1);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    given.length ? super(...given) : super(BEGAN);
  }
  static now() {
    return BEGAN;
  }
};
performance.now = () => 0;
Math.random = () => 0.5;

const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
const LOCK = JSON.stringify({ info: JSON.parse(read("pyodide-lock.json")).info, packages: {} });
const options = { indexURL: pyodide + path.sep, lockFileContents: LOCK, env: { PYTHONHASHSEED: "0", HOME: "/" } };

function read(name) {
  return fs.readFileSync(path.join(pyodide, name));
}

function* modules(folder, within = "") {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const [file, name] = [path.join(folder, entry.name), within + entry.name];
    if (entry.isDirectory()) yield* modules(file, `${name}/`);
    else yield [name, fs.readFileSync(file)];
  }
}

// Compile what is needed of the standard library, and our own, with the very Python that will load it.
async function compiled() {
  const python = await loadPyodide(options);
  for (const [name, bytes] of modules(sources)) {
    python.FS.mkdirTree(path.posix.dirname(`/sources/${name}`));
    python.FS.writeFile(`/sources/${name}`, bytes);
  }
  python.runPython(fs.readFileSync(new URL("pack.py", import.meta.url), "utf8"));
  return ["/all.zip", "/rest.zip"].map((name) => python.FS.readFile(name));
}

const [all, rest] = await compiled();
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, "all.zip"), all);
const stdLibURL = path.join(out, "all.zip");
const python = await loadPyodide({ ...options, stdLibURL, _makeSnapshot: true });
python.runPython(fs.readFileSync(path.join(sources, "warm.py"), "utf8"));
python.runPython(fs.readFileSync(new URL("settle.py", import.meta.url), "utf8"));
const snapshot = Buffer.from(python.makeMemorySnapshot());

// A copy of what npm brings, with one thing said otherwise.
function mended(name, was, is) {
  const sides = read(name).toString().split(was);
  if (sides.length !== 2) throw new Error(`${name} no longer says ${was} once`);
  return Buffer.from(sides.join(is));
}

// The page hands all files in, so the module of the engine is imported from what it is told.
const loader = mended("pyodide.mjs", "async e=>await import(e)", "async()=>await import(globalThis.gdmathModule)");
// How Python calls C is each browser's own affair, an iPhone's another: it stays as that browser has found it.
const CALLS = "HEAP32[(__PyRuntime+HEAP32[__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET>>>2])>>>2]";
const restored = `{const calls=${CALLS};Module.HEAP8.set(t);${CALLS}=calls;return l}`;
const machine = mended("pyodide.asm.mjs", "return Module.HEAP8.set(t),l", restored);
const parts = {
  snapshot,
  "pyodide.mjs": loader,
  "pyodide.asm.mjs": machine,
  "lock.json": Buffer.from(LOCK),
  "rest.zip": rest,
  "pyodide.asm.wasm": read("pyodide.asm.wasm"),
};
const lengths = JSON.stringify(Object.entries(parts).map(([name, part]) => [name, part.length]));
const head = Buffer.from(lengths.padEnd(511) + "\n"); // the memory behind it is read in words of several bytes
const { ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_enableLongDistanceMatching, ZSTD_c_contentSizeFlag } = zlib.constants;
const whole = Buffer.concat([head, ...Object.values(parts)]);
const packed = zlib.zstdCompressSync(whole, {
  params: {
    [ZSTD_c_compressionLevel]: Number(level),
    [ZSTD_c_windowLog]: 26,
    [ZSTD_c_enableLongDistanceMatching]: 1,
    [ZSTD_c_contentSizeFlag]: 1,
  },
  pledgedSrcSize: whole.length,
});
fs.writeFileSync(path.join(out, "engine.zst"), packed);
fs.rmSync(stdLibURL);
console.log(JSON.stringify({ packed: packed.length, whole: whole.length, ...Object.fromEntries(JSON.parse(lengths)) }));
