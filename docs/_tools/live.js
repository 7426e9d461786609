// On every page that `nox -s live` serves: load it again after a build, and say what kept one from succeeding.
let shown;
new EventSource("/_live").onmessage = (event) => {
  const { number, wrong } = JSON.parse(event.data);
  if (shown !== undefined && number !== shown && !wrong.length) return location.reload();
  shown = number;
  document.querySelector("#live-failure")?.remove();
  if (!wrong.length) return;
  const banner = document.createElement("div");
  banner.id = "live-failure";
  banner.setAttribute("role", "alert");
  banner.style =
    "position:fixed;inset:auto 0 0;z-index:9999;max-height:50vh;overflow:auto;padding:1rem;" +
    "background:#8b0000;color:#fff;font:1rem/1.5 monospace;white-space:pre-wrap";
  banner.textContent = ["The last build failed; this page is the one before.", ...wrong].join("\n");
  document.body.append(banner);
};
