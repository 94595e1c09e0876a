// Creates the options of an endpoint from the fields that the gateway lists.

import { title } from "./words.js";

const places = document.getElementById("fields");
const last = places.querySelector(".check");

export function imageOf(endpoint) {
  return endpoint.fields.find(field => field.type === "image");
}

// The field for the text that is always asked for.
export function promptOf(endpoint) {
  const texts = endpoint.fields.filter(field => field.type === "text");
  return texts.find(field => field.key === "prompt") ?? texts.find(field => field.required) ?? { key: "prompt" };
}

// Show the endpoints to choose from; the first one is selected initially.
export function showEndpoints(endpoints) {
  const group = document.getElementById("endpoints");
  group.querySelectorAll("label").forEach(label => label.remove());
  for (const { name } of endpoints) {
    const choice = document.getElementById("endpoint").content.cloneNode(true);
    choice.querySelector("input").value = name;
    choice.querySelector("input").defaultChecked = name === endpoints[0].name;
    choice.querySelector("span").textContent = title(name);
    group.append(choice);
  }
}

// Show the fields of an endpoint, and keep values where a field of the same name accepts them.
export function show(endpoint) {
  const before = new Map([...places.querySelectorAll("[name]")].map(control => [control.name, control.value]));
  places.querySelectorAll(".field").forEach(place => place.remove());
  const prompt = promptOf(endpoint).key;
  for (const field of endpoint.fields) {
    if (field.type !== "image" && field.key !== prompt) last.before(place(field, before.get(field.key) ?? ""));
  }
}

function place(field, value) {
  const made = document.getElementById("field").content.cloneNode(true);
  const control = field.type === "choice" ? select(field, field.choices)
    : field.type === "boolean" ? select(field, ["true", "false"])
    : input(field);
  control.id = control.name = field.key;
  control.value = value;
  if (control.value !== value) control.value = "";
  made.querySelector("label").htmlFor = field.key;
  made.querySelector("label").textContent = field.description;
  made.querySelector(".field").classList.toggle("wide", field.type === "text");
  made.querySelector(".field").append(control);
  if (field.key === "seed") explain(control, whenEmpty(field));
  return made;
}

function whenEmpty({ defaultValue }) {
  return defaultValue ? `Empty: always ${defaultValue}, so the same input makes the same video.` : "Empty: a random one, so each video differs.";
}

function explain(control, text) {
  const note = document.createElement("small");
  note.id = `${control.id}-note`;
  note.textContent = text;
  control.setAttribute("aria-describedby", note.id);
  control.after(note);
}

// Return the value that the endpoint uses for a field that is left empty.
export function defaultOf(endpoint, key) {
  return endpoint?.fields.find(field => field.key === key)?.defaultValue;
}

function select(field, choices) {
  const control = document.createElement("select");
  control.append(new Option(field.defaultValue ? `Default: ${field.defaultValue}` : "Default", ""));
  for (const choice of choices) control.append(new Option(choice, choice));
  return control;
}

function input(field) {
  const control = document.createElement("input");
  control.autocomplete = "off";
  control.placeholder = field.defaultValue ?? "";
  if (field.type === "text") return control;
  control.type = "number";
  control.step = field.type === "decimal" ? "any" : "1";
  control.min = field.min ?? "";
  control.max = field.max ?? "";
  return control;
}
