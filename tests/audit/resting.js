// Runs before all scripts of a page, and notes what they have put off, so that an audit can wait for a page to come to
// rest, and not for a time: on a busy machine that takes longer, and what is found is the same.
(() => {
  const SOON = 1000; // ms
  const ROUNDS = 3;
  const nextFrame = requestAnimationFrame.bind(globalThis);
  const putOff = new Set();
  const later = new Map();
  let last = 0; // numbers below zero are nobody else's

  function note(start, stop) {
    const [begin, end] = [globalThis[start], globalThis[stop]];
    globalThis[start] = (work, ...rest) => {
      const id = begin((...given) => {
        putOff.delete(start + id);
        work(...given);
      }, ...rest);
      putOff.add(start + id);
      return id;
    };
    globalThis[stop] = (id) => {
      putOff.delete(start + id);
      end(id);
    };
  }
  note("setTimeout", "clearTimeout");
  note("requestAnimationFrame", "cancelAnimationFrame");
  note("requestIdleCallback", "cancelIdleCallback");

  // Whether something that is put off for longer than a second comes during an audit, would depend on the machine. So it
  // is kept back until all else is done, and done then; a few times, where it puts itself off again.
  function keepBack(start, stop) {
    const [begin, end] = [globalThis[start], globalThis[stop]];
    globalThis[start] = (work, delay, ...rest) => {
      if (!(delay > SOON)) return begin(work, delay, ...rest);
      const id = --last;
      later.set(id, () => work(...rest));
      return id;
    };
    globalThis[stop] = (id) => {
      later.delete(id);
      end(id);
    };
  }
  keepBack("setTimeout", "clearTimeout");
  keepBack("setInterval", "clearInterval");

  const hasCome = () => document.readyState === "complete" && document.fonts.status === "loaded";

  async function stand() {
    for (let still = 0, busy = 0; still < 3; ) {
      if (busy > audit.frames) return false;
      await new Promise(nextFrame);
      if (hasCome() && putOff.size) busy += 1;
      still = hasCome() && !putOff.size ? still + 1 : 0;
    }
    return true;
  }

  globalThis.audit = {
    frames: 1000, // in which a page may work on when all of it has come

    // What is done in one frame is on the screen in the next.
    async drawn() {
      await new Promise(nextFrame);
      await new Promise(nextFrame);
    },

    // Waits until everything has come and nothing is put off any more, and tells whether that was so in the end.
    async rest() {
      let isAtRest = await stand();
      for (let round = 0; round < ROUNDS && later.size && isAtRest; round++) {
        const works = [...later.values()];
        later.clear();
        for (const work of works) work();
        isAtRest = await stand();
      }
      return isAtRest;
    },
  };
})();
