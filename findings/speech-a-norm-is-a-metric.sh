#!/usr/bin/env bash
# speech-rule-engine 4.1.2, in its style ClearSpeak: the norm of w, as KaTeX 0.16.22 writes \Vert w\Vert, is spoken
# "the metric of w". A metric is another thing: a distance between two points.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

npm install --silent --no-audit --no-fund --prefix "$place" speech-rule-engine@4.1.2 katex@0.16.22
cat >"$place/program.js" <<'END'
const katex = require("katex"), sre = require("speech-rule-engine");

(async () => {
  await sre.setupEngine({ locale: "en", domain: "clearspeak", modality: "speech" });
  await sre.engineReady();
  const math = katex.renderToString("\\Vert w\\Vert", { output: "mathml" }).match(/<math.*<\/math>/s)[0];
  const spoken = sre.toSpeech(math.replace(/<annotation.*?<\/annotation>/s, ""));
  if (spoken !== "the metric of w") throw new Error(spoken);
  console.log(`speech-rule-engine ${sre.version}: the norm of w is spoken "${spoken}"`);
})();
END
node "$place/program.js"
