// Lets Lighthouse judge pages one after another in one browser, and prints what it found of each on a line of its own.
// Takes the folder of npm's modules, and as JSON the browser, its flags, the categories, a limit in ms and the addresses.
import { argv, stdout } from "node:process";

const [, , modules, asked] = argv;
const { browser, flags, categories, limit, addresses } = JSON.parse(asked);
const { default: lighthouse } = await import(`${modules}/lighthouse/core/index.js`);
const { launch } = await import(`${modules}/chrome-launcher/dist/index.js`);

const chrome = await launch({ chromePath: browser, chromeFlags: flags });
try {
  for (const address of addresses) {
    const settings = { port: chrome.port, onlyCategories: categories, maxWaitForLoad: limit, logLevel: "error" };
    const { lhr } = await lighthouse(address, settings);
    stdout.write(`${JSON.stringify(lhr)}\n`);
  }
} finally {
  chrome.kill();
}
