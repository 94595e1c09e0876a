// One generation on the page, from its queue position to the video.

import * as api from "./api.js";
import { follow } from "./follow.js";
import * as playback from "./playback.js";
import {
  LAST, UNDECIDED, clock, endingOf, facts, fileName, hint, kindOf, loss, price, shortened, stage, title, until, wait,
} from "./words.js";

const LEFT = "The stream ended when you left this page. The video may have been paid.";
const BROKEN = "The stream broke off. The video may have been paid.";

const KINDS = ["video", "img", "audio"];

const template = document.getElementById("card");
const announcer = document.getElementById("announcer");

export class Card {
  #entry;
  #listeners;
  #ticking = 0;
  #expiring = 0;
  #told = performance.now();
  #lost = false;
  #doubted = false;
  #unsaved = false;
  #unplayable = false;
  #leave = () => {};
  #stop = async () => {};

  // Listeners: onChange(entry), onAgain(), onReuse(), onGone().
  constructor(entry, listeners) {
    this.#entry = entry;
    this.#listeners = listeners;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#label();
    this.#on("cancel", () => this.#cancel());
    this.#on("again", () => listeners.onAgain());
    this.#on("reuse", () => listeners.onReuse());
    this.#on("remove", () => this.remove());
    this.#on("resend", () => this.#decide(api.resend));
    this.#on("accept", () => this.#decide(api.accept));
    this.#on("download", () => (this.#unsaved = false));
    for (const kind of KINDS) this.#part(kind).addEventListener("error", () => this.#doubt());
    this.#draw();
  }

  get article() {
    return this.element.firstElementChild;
  }

  // Whether the video exists on this page only, and is not downloaded yet.
  get isUnsaved() {
    return this.#unsaved;
  }

  get isStreaming() {
    return this.#entry.streamed && !LAST.includes(this.#entry.status.state);
  }

  // Start a generation that the gateway stores. Only a refusal by the gateway itself, which is thrown, proves that nothing
  // began. Otherwise the gateway knows more as soon as it can be reached again.
  async begin(form) {
    const abort = new AbortController();
    this.#stop = () => (abort.abort(), api.remove(this.#entry.id));
    try {
      await api.begin(form, this.#entry.id, abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (api.isRefusal(error)) throw error;
      this.#lose();
    }
    this.follow();
  }

  // Show a generation that the gateway stores.
  follow() {
    const { id } = this.#entry;
    this.#leave = follow(id, status => this.#receive(status), () => this.#lose());
    this.#stop = () => api.remove(id);
  }

  // Show a generation that is streamed to this page.
  async stream(form) {
    const abort = new AbortController();
    const left = () => (abort.abort(), this.#fail(LEFT));
    this.#stop = async () => abort.abort();
    addEventListener("pagehide", left, { once: true });
    this.#unsaved = true;
    const begun = performance.now();
    const status = (state, more) => this.show({ state, attempt: 1, elapsedMillis: performance.now() - begun, ...more });
    status("generating");
    try {
      const blob = await api.stream(form, abort.signal, receivedBytes => status("receiving", { receivedBytes }));
      const ending = endingOf(blob.type);
      status("ready", { video: { href: URL.createObjectURL(blob), bytes: blob.size, ending } });
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(error.problem?.detail ?? BROKEN, error.problem);
    } finally {
      removeEventListener("pagehide", left);
    }
  }

  // Show a streamed generation of this tab before its reload.
  showLeft() {
    if (!LAST.includes(this.#entry.status.state)) this.#fail(LEFT);
    else if (this.#entry.status.state === "ready") this.#gone("This video was streamed to the page and not stored.");
  }

  show(status) {
    const before = this.#entry.status;
    const unsent = before.unsent ?? before.state === "waiting";
    const next = status.state === "cancelled" ? { ...status, unsent } : status;
    const changed = before.state !== status.state;
    this.#lost = false;
    this.#told = performance.now();
    this.#change({ status: next });
    this.#draw();
    if (changed) this.#announce();
  }

  // Take the card off the page, and the generation out of the history. The focus moves to the next card.
  remove() {
    const focused = this.element.contains(document.activeElement);
    const beside = this.element.nextElementSibling ?? this.element.previousElementSibling;
    if (this.#entry.status.state !== "gone") this.#stop().catch(() => {});
    this.leave();
    this.#listeners.onGone();
    if (focused) (beside?.querySelector(".card") ?? document.getElementById("prompt")).focus();
  }

  // Take the card off the page.
  leave() {
    this.#leave();
    clearInterval(this.#ticking);
    clearTimeout(this.#expiring);
    this.#unsaved = false;
    this.#end();
    const { video } = this.#entry.status;
    if (video?.href.startsWith("blob:")) URL.revokeObjectURL(video.href);
    this.element.remove();
  }

  #receive(status) {
    if (status.state !== "gone") {
      const ready = status.video && { ...status.video, until: Date.now() + 1000 * status.video.keptSeconds };
      this.#change({ confirmed: true });
      this.show(ready ? { ...status, video: ready } : status);
    } else if (!this.#entry.confirmed && !this.#doubted) {
      this.#doubted = true;
      setTimeout(() => this.follow(), 2_000);
    } else {
      this.#gone(loss(this.#entry));
    }
  }

  // The browser reports neither whether a video is gone nor whether it cannot play it.
  #doubt() {
    const { status, streamed } = this.#entry;
    if (status.state !== "ready") return;
    this.#unplayable = true;
    this.#keep(status.video.until);
    if (!streamed) this.follow();
  }

  // A video that is loaded stays on the page, but not in the history.
  #gone(detail) {
    this.#leave();
    if (this.#entry.status.state === "gone") return;
    if (this.#entry.status.state !== "ready" || !this.#isLoaded()) {
      return this.#settle({ state: "gone", video: null, problem: { detail } });
    }
    clearTimeout(this.#expiring);
    this.#text(".note", `${detail} You can watch it until you leave the page.`);
    announcer.textContent = `${shortened(this.#entry.prompt)}: ${detail}`;
    const status = { ...this.#entry.status, state: "gone", video: null, problem: { detail } };
    this.#listeners.onChange({ ...this.#entry, status });
  }

  #isLoaded() {
    const kind = kindOf(this.#entry.status.video.ending);
    return kind === "img" ? this.#part("img").naturalWidth > 0 : playback.isLoaded(this.#part(kind));
  }

  #settle(changes) {
    this.show({ ...this.#entry.status, elapsedMillis: this.#elapsed(), ...changes });
  }

  #elapsed() {
    const { state, elapsedMillis } = this.#entry.status;
    return elapsedMillis + (LAST.includes(state) ? 0 : performance.now() - this.#told);
  }

  #fail(detail, problem = {}) {
    this.#unsaved = false;
    this.#settle({ state: "failed", problem: { ...problem, detail } });
  }

  #lose() {
    this.#lost = true;
    this.#tick();
  }

  #change(changes) {
    const before = this.#entry.status;
    const confirms = changes.confirmed && !this.#entry.confirmed;
    Object.assign(this.#entry, changes);
    if (confirms || (changes.status && changes.status.state !== before.state)) this.#listeners.onChange(this.#entry);
  }

  #draw() {
    const { status } = this.#entry;
    const ended = LAST.includes(status.state);
    const ready = status.state === "ready";
    this.article.dataset.state = status.state;
    this.#tick();
    clearInterval(this.#ticking);
    if (!ended) this.#ticking = setInterval(() => this.#tick(), 250);
    this.#part(".live").hidden = ready;
    this.#part(".developing").hidden = ready;
    this.#part("progress").hidden = ended;
    const shown = ready ? kindOf(status.video.ending) : "";
    for (const kind of KINDS) this.#part(kind).hidden = kind !== shown;
    if (ready) this.#play(status);
    else this.#clear();
    this.#offer(ended, ready);
  }

  // Keep the focus on the card when the focused action is no longer offered.
  #offer(ended, ready) {
    const focused = this.element.contains(document.activeElement) && document.activeElement;
    const billable = this.#entry.streamed || (this.#entry.confirmed && this.#entry.status.state !== "waiting");
    this.#name("cancel", billable ? "Cancel (may be billed)" : "Cancel");
    this.#action("cancel").hidden = ended;
    const undecided = UNDECIDED.includes(this.#entry.status.state);
    if (undecided) this.#name("resend", price(this.#entry.status.state));
    for (const decision of ["resend", "accept"]) this.#action(decision).hidden = !undecided;
    this.#action("remove").hidden = !ended || undecided;
    this.#action("download").hidden = !ready;
    this.#action("again").hidden = !ended || ready || undecided;
    if (focused?.hidden) this.article.focus();
  }

  #tick() {
    const { status } = this.#entry;
    const since = performance.now() - this.#told;
    const elapsed = this.#elapsed();
    const remaining = Math.max(0, (status.remainingMillis ?? 0) - since);
    this.#text(".clock", clock(elapsed));
    this.#text(".stage", stage(status));
    this.#text(".hint", hint({ ...status, lost: this.#lost }, remaining));
    this.#bar(status.remainingMillis === undefined ? null : elapsed / (elapsed + remaining));
  }

  #bar(share) {
    const bar = this.#part("progress");
    if (share === null) bar.removeAttribute("value");
    else bar.value = Math.min(share, 0.99);
  }

  #clear() {
    this.#end();
    this.#text(".facts", "");
    this.#text(".note", "");
  }

  #end() {
    playback.end(this.#part("video"));
    for (const kind of ["img", "audio"]) this.#part(kind).removeAttribute("src");
  }

  #play({ video: made, elapsedMillis }) {
    const kind = kindOf(made.ending);
    const medium = this.#part(kind);
    if (kind === "video") playback.show(medium, made.href);
    else if (medium.getAttribute("src") !== made.href) medium.src = made.href;
    this.#text(".facts", facts(made, elapsedMillis));
    medium.addEventListener(kind === "img" ? "load" : "loadedmetadata", () => {
      const { videoWidth, videoHeight, naturalWidth, naturalHeight, duration } = medium;
      const seen = { width: videoWidth ?? naturalWidth, height: videoHeight ?? naturalHeight, seconds: duration, ...made };
      this.#text(".facts", facts(seen, elapsedMillis));
    }, { once: true });
    const download = this.#action("download");
    download.href = made.href;
    download.download = fileName(this.#entry, made.ending);
    this.#keep(made.until);
  }

  #keep(time) {
    clearTimeout(this.#expiring);
    const problem = this.#unplayable ? "This browser cannot show the file. " : "";
    const advice = time ? `Kept until ${until(time)}. Download it to keep it.` : "On this page only. Download it to keep it.";
    this.#text(".note", problem + advice);
    if (!time) return;
    const rest = Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1);
    this.#expiring = setTimeout(() => (time > Date.now() ? this.#keep(time) : this.#gone("This video has expired.")), rest);
  }

  async #cancel() {
    if (LAST.includes(this.#entry.status.state)) return;
    try {
      await this.#stop();
    } catch {
      return this.#text(".note", "The gateway cannot be reached, so the generation goes on.");
    }
    this.#leave();
    this.#unsaved = false;
    if (!LAST.includes(this.#entry.status.state)) this.#settle({ state: "cancelled" });
  }

  // The gateway refuses a decision that somebody else has made, and then knows more.
  async #decide(decision) {
    try {
      this.#receive(await decision(this.#entry.id));
    } catch (error) {
      this.#text(".note", error.problem ? `${error.message} ${wait(error.problem)}` : "The gateway cannot be reached. Try again.");
      if (error.status !== 409) return;
    }
    this.follow();
  }

  #announce() {
    announcer.textContent = `${shortened(this.#entry.prompt)}: ${stage(this.#entry.status)}`;
  }

  #label() {
    const { prompt, fields, image } = this.#entry;
    this.#text(".prompt", prompt);
    this.article.setAttribute("aria-label", shortened(prompt));
    for (const kind of ["video", "audio"]) this.#part(kind).setAttribute("aria-label", prompt);
    this.#part("img").alt = prompt;
    this.#part("progress").setAttribute("aria-label", `Progress: ${shortened(prompt)}`);
    for (const action of this.element.querySelectorAll("[data-does]")) this.#name(action.dataset.does, action.textContent);
    const list = this.#part("dl");
    for (const [name, value] of Object.entries({ ...fields, ...(image && { image }) })) {
      list.append(item("dt", title(name)), item("dd", value));
    }
  }

  #name(action, text) {
    const control = this.#action(action);
    if (control.textContent !== text) control.textContent = text;
    control.setAttribute("aria-label", `${text}: ${shortened(this.#entry.prompt)}`);
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

function item(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}
