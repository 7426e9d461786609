// Runs before all scripts of a page, and notes what they have put off, so that an audit can wait for a page to come to
// rest, and not for a time: on a busy machine that takes longer, and what is found is the same.
(() => {
  const SOON = 1000; // ms
  const FRAMES = 3000; // after which a page has had its chance
  const nextFrame = requestAnimationFrame.bind(globalThis);
  const putOff = new Set();

  function note(start, stop) {
    const [begin, end] = [globalThis[start], globalThis[stop]];
    globalThis[start] = (work, ...rest) => {
      // Whether it happens during an audit would depend on the machine; so it never does.
      if (start === "setTimeout" && rest[0] > SOON) return 0;
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

  const isStill = () => document.readyState === "complete" && document.fonts.status === "loaded" && !putOff.size;

  // What is done in one frame is on the screen in the next.
  const drawn = async () => {
    await new Promise(nextFrame);
    await new Promise(nextFrame);
  };

  globalThis.audit = {
    drawn,
    // Waits until everything has come and nothing is put off any more, and tells whether that was so in the end.
    async rest() {
      for (let still = 0, frames = 0; still < 3; frames++) {
        if (frames > FRAMES) return false;
        await new Promise(nextFrame);
        still = isStill() ? still + 1 : 0;
      }
      return true;
    },
  };
})();
