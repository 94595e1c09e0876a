// One generation on the page, from its queue position to the video.

import * as api from "./api.js";
import { follow } from "./follow.js";
import { clock, facts, hint, stage } from "./words.js";

const template = document.getElementById("card");
const announcer = document.getElementById("announcer");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Card {
  #ticking;
  #told = performance.now();
  #status = { state: "sending", attempt: 1, elapsedMillis: 0 };
  #stop = () => {};

  constructor(prompt, { onAgain, onGone }) {
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#part(".prompt").textContent = prompt;
    this.#part("video").setAttribute("aria-label", prompt);
    this.#on("cancel", () => this.#cancel());
    this.#on("again", () => (this.gone(), onAgain()));
    this.#on("remove", () => (this.#cancel(), this.gone()));
    this.onGone = onGone;
    this.#ticking = setInterval(() => this.#tick(), 250);
    this.show(this.#status);
  }

  // Show a generation that the gateway stores.
  follow(id) {
    const stop = follow(id, status => (status.state === "gone" ? this.gone() : this.show(status)), () => {});
    this.#stop = () => (stop(), api.remove(id));
  }

  // Show a generation that is streamed to this page.
  async stream(form) {
    const abort = new AbortController();
    this.#stop = () => abort.abort();
    // A browser may keep a left page with its connections in the back/forward cache.
    addEventListener("pagehide", this.#stop, { once: true });
    const begun = performance.now();
    const status = (state, more) => this.show({ state, attempt: 1, elapsedMillis: performance.now() - begun, ...more });
    status("generating");
    try {
      const blob = await api.stream(form, abort.signal, receivedBytes => status("receiving", { receivedBytes }));
      status("ready", { video: { href: URL.createObjectURL(blob), bytes: blob.size } });
    } catch (error) {
      if (!abort.signal.aborted) status("failed", { problem: error.problem ?? { detail: "The video broke off." } });
    }
  }

  show(status) {
    const before = this.#status.state;
    this.#status = status;
    this.#told = performance.now();
    this.element.firstElementChild.dataset.state = status.state;
    this.#tick();
    if (before !== status.state) announcer.textContent = stage(status);
    if (status.state === "ready") this.#play(status);
    if (["ready", "failed", "cancelled"].includes(status.state)) this.#end(status);
  }

  gone() {
    clearInterval(this.#ticking);
    const video = this.#part("video");
    if (video.src.startsWith("blob:")) URL.revokeObjectURL(video.src);
    this.element.remove();
    this.onGone();
  }

  #tick() {
    const status = this.#status;
    const since = performance.now() - this.#told;
    const ended = ["ready", "failed", "cancelled"].includes(status.state);
    const elapsed = status.elapsedMillis + (ended ? 0 : since);
    const remaining = Math.max(0, (status.remainingMillis ?? 0) - since);
    this.#text(".clock", clock(elapsed));
    this.#text(".stage", stage(status));
    this.#text(".hint", hint(status, remaining));
    this.#bar(status.remainingMillis === undefined ? null : elapsed / (elapsed + remaining));
  }

  #bar(share) {
    const bar = this.#part("progress");
    if (share === null) bar.removeAttribute("value");
    else bar.value = Math.min(share, 0.99);
  }

  #play({ video: { href }, video: made, elapsedMillis }) {
    const video = this.#part("video");
    video.autoplay = !calm.matches;
    video.src = href;
    video.hidden = false;
    this.#part(".live").hidden = true;
    this.#part(".developing").hidden = true;
    this.#text(".facts", facts(made, elapsedMillis));
    video.addEventListener("loadedmetadata", () => {
      const seen = { width: video.videoWidth, height: video.videoHeight, seconds: video.duration, ...made };
      this.#text(".facts", facts(seen, elapsedMillis));
    });
    const download = this.#action("download");
    download.href = href;
    download.download = "video.mp4";
  }

  #end({ state }) {
    clearInterval(this.#ticking);
    this.#part("progress").hidden = true;
    this.#action("cancel").hidden = true;
    this.#action("remove").hidden = false;
    this.#action("download").hidden = state !== "ready";
    this.#action("again").hidden = state === "ready";
  }

  #cancel() {
    this.#stop();
    if (!["ready", "failed", "cancelled"].includes(this.#status.state)) {
      this.show({ ...this.#status, state: "cancelled" });
    }
  }

  #on(name, listener) {
    this.#action(name).addEventListener("click", listener);
  }

  #action(name) {
    return this.#part(`[data-does=${name}]`);
  }

  #text(selector, text) {
    const part = this.#part(selector);
    if (part.textContent !== text) part.textContent = text;
  }

  #part(selector) {
    return this.element.querySelector(selector);
  }
}
