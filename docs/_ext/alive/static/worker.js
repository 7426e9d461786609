// The Worker in which a page's cells run, in a frame without network or storage: all that it needs is handed in.
// The decoder of the engine stands before this text: see `__init__.py`.
"use strict";

{
  const files = {};
  let session;
  let asked;

  const kinds = { wasm: "application/wasm", json: "application/json", mjs: "text/javascript" };
  const kind = (name) => kinds[name.split(".").pop()] ?? "application/octet-stream";
  const module = (name) => URL.createObjectURL(new Blob([files[name]], { type: kind(name) }));

  // What the engine asks for by an address is among what was handed in; the policy of the frame lets nothing else out.
  self.fetch = async (asked) => {
    const name = String(asked.url ?? asked).split("/").pop();
    if (!(name in files)) throw new TypeError(`There is no network here, and no ${name}.`);
    return new Response(files[name], { headers: { "content-type": kind(name) } });
  };

  function unpack(packed) {
    const whole = fzstd.decompress(new Uint8Array(packed));
    let from = whole.indexOf(10) + 1;
    for (const [name, length] of JSON.parse(new TextDecoder().decode(whole.subarray(0, from)))) {
      files[name] = whole.subarray(from, (from += length));
    }
  }

  async function start(packed) {
    unpack(packed);
    self.gdmathModule = module("pyodide.asm.mjs");
    const { loadPyodide } = await import(module("pyodide.mjs"));
    const python = await loadPyodide({
      indexURL: "https://engine.invalid/",
      stdLibURL: "https://engine.invalid/rest.zip",
      lockFileContents: new TextDecoder().decode(files["lock.json"]),
      env: { HOME: "/" },
      _loadSnapshot: files.snapshot,
    });
    for (const name of Object.keys(files)) delete files[name];
    // What was random when the memory was kept would be the same for every reader.
    python.runPython("import random; random.seed(); del random");
    session = python.globals.get("session");
    asked = (name) => python.globals.get(name);
  }

  onmessage = async ({ data: { id, packed, source, call, given } }) => {
    try {
      if (packed) await start(packed);
      const answer = call ? asked(call)(given) : source !== undefined && session.answer(source);
      postMessage({ id, said: answer ? JSON.parse(answer) : [] });
    } catch (error) {
      postMessage({ id, failed: String(error?.message ?? error).slice(0, 400) });
    }
  };
}
