// <gd-moving>: a figure whose frames were computed with the page. It shows the frame that the sliders name, and computes
// nothing: what differs from frame to frame, each sentence and each number stand in the element as data.
"use strict";

{
  const PLAY = 700; // milliseconds from frame to frame
  const REST = 600; // milliseconds without a move, after which the sentence is read out

  customElements.define(
    "gd-moving",
    class extends HTMLElement {
      connectedCallback() {
        // The parser calls this before it has read what is inside, unless the script is deferred, as it is here.
        this.inputs = [...this.querySelectorAll("input")];
        this.button = this.querySelector(".gd-play");
        // Who takes hold of a slider, by hand or by keyboard, or presses Escape, has the figure stop.
        for (const input of this.inputs) input.addEventListener("pointerdown", () => this.pause());
        for (const input of this.inputs) {
          input.addEventListener("input", () => {
            this.pause();
            this.show();
          });
        }
        this.addEventListener("keydown", ({ key }) => key === "Escape" && this.pause());
        this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
        this.querySelector(".gd-sliders").hidden = false;
        // A browser may have kept the places of the sliders from an earlier visit.
        if (this.inputs.some(({ value, defaultValue }) => value !== defaultValue)) this.show({ quiet: true });
      }

      // The data are read when the reader first moves something: most figures of a page may never be moved.
      read() {
        const data = JSON.parse(this.querySelector("script").textContent);
        this.said = data.said;
        this.parts = data.parts.map(([place, key, values]) => ({ key, values, node: this.find(place) }));
      }

      disconnectedCallback() {
        this.pause();
      }

      find(place) {
        return place.reduce((node, index) => node.children[index], this.querySelector("svg"));
      }

      show({ quiet = false } = {}) {
        if (!this.said) this.read();
        const frame = this.inputs.reduce((before, { max, value }) => before * (Number(max) + 1) + Number(value), 0);
        for (const { node, key, values } of this.parts) {
          const value = values[frame];
          if (key === "") node.textContent = value ?? "";
          else if (key.startsWith("*")) this.replaceFrom(node, Number(key.slice(1)), value);
          else if (value === null) node.removeAttribute(key);
          else node.setAttribute(key, value);
        }
        for (const input of this.inputs) {
          const value = JSON.parse(input.dataset.values)[input.value];
          input.setAttribute("aria-valuetext", value);
          input.nextElementSibling.textContent = value;
        }
        this.querySelector(".gd-said").textContent = this.said[frame];
        clearTimeout(this.reading);
        if (!quiet) this.reading = setTimeout(() => this.readOut(frame), REST);
      }

      replaceFrom(node, child, markup) {
        while (node.children.length > child) node.lastElementChild.remove();
        node.insertAdjacentHTML("beforeend", markup);
      }

      readOut(frame) {
        if (!this.timer) this.querySelector("[role=status]").textContent = this.said[frame];
      }

      play() {
        const last = this.inputs.at(-1);
        if (last.value === last.max) last.value = 0;
        this.button.textContent = "Pause";
        this.timer = setInterval(() => this.step(last), PLAY);
        this.show();
      }

      step(input) {
        input.value = Number(input.value) + 1;
        if (input.value === input.max) this.pause();
        this.show();
      }

      pause() {
        clearInterval(this.timer);
        this.timer = null;
        this.button.textContent = "Play";
      }
    },
  );
}
