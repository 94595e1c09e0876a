// One stream of events for all generations of this page, because a browser opens few connections to one host.

import { LAST } from "./words.js";

const SLOWEST_RETRY = 10_000;
const HIDDEN_TIME = 20_000;

const followed = new Map();
let events = null;
let opening = null;
let hiding = null;
let retry = 1_000;

// Report every status of a generation up to its last one. Report each loss of the connection, which is opened again.
export function follow(id, onStatus, onLost) {
  followed.set(id, { onStatus, onLost });
  openAfter(0);
  return () => leave(id);
}

function leave(id) {
  followed.delete(id);
  if (!followed.size) close();
}

function openAfter(delay) {
  clearTimeout(opening);
  opening = setTimeout(open, delay);
}

function open() {
  close();
  if (!followed.size) return;
  events = new EventSource(`/videos/events?${new URLSearchParams([...followed.keys()].map(id => ["id", id]))}`);
  events.addEventListener("open", () => (retry = 1_000));
  events.addEventListener("status", event => receive(JSON.parse(event.data)));
  events.addEventListener("error", lose);
}

function close() {
  clearTimeout(opening);
  events?.close();
  events = null;
}

function receive(status) {
  const listener = followed.get(status.id);
  if (LAST.includes(status.state)) leave(status.id);
  listener?.onStatus(status);
}

// A browser gives up on its own after an answer such as a proxy's 502.
function lose() {
  close();
  openAfter(retry);
  retry = Math.min(2 * retry, SLOWEST_RETRY);
  for (const { onLost } of [...followed.values()]) onLost();
}

// A hidden page leaves the connections to the visible ones.
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(close, HIDDEN_TIME);
  else if (!events) openAfter(0);
});

// The back-forward cache keeps a page, but not its connections.
addEventListener("pagehide", close);
addEventListener("pageshow", event => event.persisted && openAfter(0));
