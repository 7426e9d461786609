#!/usr/bin/env bash
# speech-rule-engine 4.1.2, in its style ClearSpeak: W.grad, set as letters in a formula, is spoken
# "W period g of r a d", since g is a usual name of a function. \texttt{W.grad} keeps the name together.
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
  const found = [say("W.grad"), say("\\texttt{W.grad}")];
  if (found.join() !== "W period g of r a d,monospace cap W period grad") throw new Error(found.join());
  console.log(`speech-rule-engine ${sre.version}: W.grad is spoken "${found.join('" or "')}"`);
})();
END
node "$place/program.js"
