// Connects form, cards and history.

import * as api from "./api.js";
import { Card } from "./card.js";
import * as composer from "./composer.js";
import * as history from "./history.js";
import { wait } from "./words.js";

const MOST_STREAMS = 4;
const WITHOUT_VIDEO = ["failed", "cancelled", "gone"];

const list = document.getElementById("cards");
const empty = document.getElementById("empty");
const origin = document.getElementById("origin");
const cards = new Map();

composer.onSubmit(generate);
history.onChange(sync);
sync();
begun(await connect());

// Start what the visitor asks for: { prompt, fields, seed, image, streamed }.
async function generate(wish) {
  if (wish.streamed && streams() >= MOST_STREAMS) {
    return composer.say(`${MOST_STREAMS} videos are streaming to this page, and a browser has no connection for more.`);
  }
  const { prompt, fields, seed, image, streamed } = wish;
  const status = { state: "sending", attempt: 1, elapsedMillis: 0 };
  const entry = { id: newId(), prompt, fields, seed, image: image?.name, streamed, begun: Date.now(), tab: history.tab, status };
  history.add(entry);
  const card = add(entry, image);
  card.element.scrollIntoView({ block: "nearest" });
  if (streamed) card.stream(form(wish));
  else await begin(wish, entry, card);
}

async function begin(wish, entry, card) {
  try {
    await card.begin(form(wish));
  } catch (error) {
    card.leave();
    drop(entry.id);
    composer.refuse(`${error.message} ${wait(error.problem)}`, error.problem.field);
  }
}

function form({ fields, image }) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  if (image) data.set("image", image);
  return data;
}

function add(entry, image) {
  const card = new Card(entry, {
    onChange: changed => history.update(entry.id, changed),
    onAgain: () => again(entry, image),
    onReuse: () => composer.fill(entry.fields, image),
    onGone: () => drop(entry.id),
  });
  cards.set(entry.id, card);
  list.prepend(card.element);
  tidy();
  return card;
}

// An image is not in the history, so the visitor chooses it again after a reload.
async function again(entry, image) {
  if (entry.image && !image) {
    await composer.fill(entry.fields);
    composer.say(`Choose the image ${entry.image} again.`, document.getElementById("image"));
    return;
  }
  cards.get(entry.id).remove();
  generate({ ...entry, image });
  list.querySelector(".card")?.focus();
}

// Show the history, which other tabs may have changed.
function sync() {
  const entries = history.all();
  for (const entry of entries) if (!cards.has(entry.id) && isMine(entry)) resume(entry);
  for (const [id, card] of cards) {
    if (!entries.some(entry => entry.id === id)) (card.leave(), drop(id));
  }
}

// Another tab's generation that did not begin yet is shown when it did, or when that tab must have been closed.
function isMine(entry) {
  return entry.confirmed || entry.tab === history.tab || Date.now() - entry.begun > 120_000;
}

function resume(entry) {
  const card = add(entry);
  if (entry.streamed) card.showLeft();
  else if (!WITHOUT_VIDEO.includes(entry.status.state)) card.follow();
}

function drop(id) {
  history.forget(id);
  cards.delete(id);
  tidy();
}

function tidy() {
  empty.hidden = cards.size > 0;
}

function streams() {
  return [...cards.values()].filter(card => card.isStreaming).length;
}

// Unlike crypto.randomUUID, this also works without TLS.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function begun(settings) {
  composer.limit(settings);
  showOrigin(settings.emulator ? "Emulator" : "Live");
}

async function connect() {
  for (let delay = 1_000; ; delay = Math.min(2 * delay, 10_000)) {
    try {
      return await api.settings();
    } catch {
      showOrigin("Connection lost, trying again");
      await new Promise(resolve => setTimeout(resolve, delay));
    }
  }
}

function showOrigin(text) {
  origin.textContent = text;
  origin.hidden = false;
}

// A streamed video that is not downloaded is lost with the page.
addEventListener("beforeunload", event => {
  if ([...cards.values()].some(card => card.isUnsaved)) event.preventDefault();
});
