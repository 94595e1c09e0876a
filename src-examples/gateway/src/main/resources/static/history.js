// The generations of this browser. Those that the gateway stores outlive the tab. Streamed ones exist in their tab only.

import { LAST } from "./words.js";

const KEY = "videos";
const MOST = 50;

const lasting = open("localStorage");
const passing = open("sessionStorage");

// Identifies this tab, also after a reload.
export const tab = passing.getItem("tab") ?? String(Math.random());
passing.setItem("tab", tab);

// A browser may block its stores, which costs the history but not the page.
function open(name) {
  try {
    window[name].getItem(KEY);
    return window[name];
  } catch {
    const items = new Map();
    return { getItem: key => items.get(key) ?? null, setItem: (key, value) => items.set(key, value) };
  }
}

// Return all generations, oldest first.
export function all() {
  return [...read(lasting), ...read(passing)].sort((a, b) => a.begun - b.begun);
}

export function add(entry) {
  const store = entry.streamed ? passing : lasting;
  const entries = [...read(store), entry];
  const surplus = entries.filter(({ status }) => LAST.includes(status.state)).slice(0, Math.max(0, entries.length - MOST));
  write(store, entries.filter(old => !surplus.includes(old)));
}

export function update(id, changes) {
  for (const store of [lasting, passing]) {
    const entries = read(store);
    const entry = entries.find(found => found.id === id);
    if (entry) write(store, (Object.assign(entry, changes), entries));
  }
}

export function forget(id) {
  for (const store of [lasting, passing]) {
    const entries = read(store);
    if (entries.some(entry => entry.id === id)) write(store, entries.filter(entry => entry.id !== id));
  }
}

// Call back when another tab changes the history, or after this page comes back from the back-forward cache.
export function onChange(listener) {
  addEventListener("storage", event => event.key === KEY && listener());
  addEventListener("pageshow", event => event.persisted && listener());
}

function read(store) {
  try {
    return JSON.parse(store.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

// A full store costs the history, not the page.
function write(store, entries) {
  try {
    store.setItem(KEY, JSON.stringify(entries));
  } catch (error) {
    console.warn("The history cannot be stored.", error);
  }
}
