#!/usr/bin/env bash
# speech-rule-engine 4.1.2, in its style ClearSpeak: the transposed w^T is spoken "w to the T power", with \top
# "w to the down tack power", and with \intercal "w to the intercalate power".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

npm install --silent --no-audit --no-fund --prefix "$place" speech-rule-engine@4.1.2 katex@0.16.22
cat >"$place/program.js" <<'END'
const katex = require("katex"), sre = require("speech-rule-engine");

(async () => {
  await sre.setupEngine({ locale: "en", domain: "clearspeak", modality: "speech" });
  await sre.engineReady();
  const say = (text) => {
    const math = katex.renderToString(text, { output: "mathml" }).match(/<math.*<\/math>/s)[0];
    return sre.toSpeech(math.replace(/<annotation.*?<\/annotation>/s, ""));
  };
  const found = [say("w^T x"), say("w^\\top x")];
  if (found[0] !== "w to the T power x" || !found[1].includes("power")) throw new Error(found.join());
  console.log(`speech-rule-engine ${sre.version}: w^T x is spoken "${found.join('" or "')}"`);
})();
END
node "$place/program.js"
