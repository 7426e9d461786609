// The engine in its frame: fetched once and kept by the browser, asked one thing at a time, ended at a word.
"use strict";

globalThis.gdmathEngine = (() => {
  const here = new URL(".", document.currentScript.src);
  const NAME = globalThis.gdmathEngineName; // with a digest of what is in it
  const PATIENCE = 60_000; // milliseconds in which it has to be there, or something is in its way
  const MEGABYTE = 1e6;

  class Lost extends Error {}

  // All of it, from what the browser has kept or from the site; `tell` hears how many bytes of how many are there.
  async function fetched(tell) {
    const kept = await globalThis.caches?.open("gdmath-engine").catch(() => undefined);
    const address = new URL(NAME, here).href;
    let answer = await kept?.match(address);
    if (!answer) {
      answer = await fetch(address);
      if (!answer.ok) throw new Error(`the site answers ${answer.status}`);
      for (const old of (await kept?.keys()) ?? []) await kept.delete(old);
      await kept?.put(address, answer.clone()).catch(() => undefined);
    }
    const all = Number(answer.headers.get("content-length"));
    const parts = [];
    let soFar = 0;
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      soFar += value.length;
      tell(soFar / MEGABYTE, all / MEGABYTE);
    }
    return new Blob(parts).arrayBuffer();
  }

  class Engine {
    #frame;
    #packed;
    #waiting = new Map();
    #asked = 0;
    #hear = ({ source, data }) => {
      if (source !== this.#frame?.contentWindow) return;
      if (data.id === undefined) this.#end(new Lost(data.failed));
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.failed === undefined) waiting?.said(data.said);
      else {
        // What a cell raises is an output: this is Python itself, as by a formula too deep for it, and it starts anew.
        waiting?.failed(new Error(data.failed));
        this.#end(new Lost(data.failed));
      }
    };

    get running() {
      return this.#frame !== undefined;
    }

    async start(tell) {
      if (location.protocol === "file:") {
        throw new Error("a page that is opened from a disk may not start it; open the page on a site");
      }
      if (!globalThis.Worker || !globalThis.WebAssembly) {
        throw new Error("this browser is too old for it; take a newer one");
      }
      this.#packed ??= await fetched(tell);
      tell();
      const script = await (await fetch(new URL("worker.js", here))).text();
      this.#frame = document.createElement("iframe");
      this.#frame.setAttribute("sandbox", "allow-scripts");
      Object.assign(this.#frame, { hidden: true, title: "Python", src: new URL("frame.htm", here) });
      addEventListener("message", this.#hear);
      const loaded = new Promise((resolve) => (this.#frame.onload = resolve));
      document.body.append(this.#frame);
      await loaded;
      this.#frame.contentWindow.postMessage({ script }, "*");
      const late = setTimeout(() => this.#end(new Lost("it did not start in time")), PATIENCE);
      const packed = this.#packed.slice(0); // the Worker takes what it is given
      await this.#ask({ packed }, [packed]);
      clearTimeout(late);
    }

    run(source) {
      return this.#ask({ source });
    }

    // What a function of the engine answers to a question.
    call(name, given) {
      return this.#ask({ call: name, given: JSON.stringify(given) });
    }

    stop() {
      this.#end(new Lost("it was stopped"));
    }

    #ask(question, given = []) {
      const id = ++this.#asked;
      return new Promise((said, failed) => {
        this.#waiting.set(id, { said, failed });
        this.#frame.contentWindow.postMessage({ id, ...question }, "*", given);
      });
    }

    #end(error) {
      removeEventListener("message", this.#hear);
      this.#frame?.remove(); // and with it the Worker, whatever it is doing
      this.#frame = undefined;
      for (const { failed } of this.#waiting.values()) failed(error);
      this.#waiting.clear();
    }
  }

  return { Engine, Lost };
})();
