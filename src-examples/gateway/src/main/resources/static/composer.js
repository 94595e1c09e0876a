// The form and its validation. It offers the fields of the chosen endpoint.

import * as api from "./api.js";
import * as choices from "./fields.js";
import { size } from "./words.js";

const form = document.getElementById("composer");
const prompt = document.getElementById("prompt");
const left = document.getElementById("prompt-left");
const drop = document.getElementById("drop");
const picker = document.getElementById("image");
const anyway = document.getElementById("anyway");
const chosen = document.getElementById("chosen");
const preview = document.getElementById("preview");
const error = document.getElementById("form-error");
const button = document.getElementById("generate");
const options = form.querySelector(".options");
const others = document.getElementById("others");
const other = document.getElementById("chute");
const note = document.getElementById("chute-note");

let limits = { maxPromptLength: 2000, maxImageBytes: 10_000_000, endpoints: [] };
let image = null;
let offered = null;
let chute = null;

export function limit(settings) {
  limits = settings;
  document.getElementById("image-limit").textContent = `, up to ${size(limits.maxImageBytes)}`;
  choices.showEndpoints(limits.endpoints);
  others.hidden = !limits.chutes;
  if (image) preferImage();
  adapt();
  count();
}

// Call back with what the visitor asks for: { prompt, fields, seed, image, streamed }.
export function onSubmit(generate) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (button.ariaDisabled === "true" || !isComplete()) return;
    button.ariaDisabled = "true";
    try {
      await generate(filled());
    } finally {
      button.ariaDisabled = "false";
    }
  });
}

export function say(text, field) {
  error.textContent = text;
  error.hidden = !text;
  form.querySelectorAll("[aria-invalid=true]").forEach(control => control.removeAttribute("aria-invalid"));
  field?.setAttribute("aria-invalid", "true");
  if (field) options.open ||= options.contains(field);
  field?.focus();
}

// Show why the gateway refused the form.
export function refuse(text, key) {
  const ofImage = takesImage() && ["image", choices.imageOf(endpoint()).key].includes(key);
  if (ofImage && image) anyway.hidden = false;
  say(text.trim(), ofImage ? picker : form.elements[key]);
}

// Fill the form with the values of an earlier generation.
export async function fill(values, file) {
  await select(values.endpoint?.includes("/") ? values.endpoint : "");
  if (form.elements.endpoint && !chute) form.elements.endpoint.value = values.endpoint;
  if (file) use(file);
  adapt();
  for (const control of form.querySelectorAll("#prompt, #fields [name]")) control.value = values[control.name] ?? "";
  options.open ||= [...options.querySelectorAll("[name]")].some(control => control.value);
  say("");
  count();
  prompt.focus();
}

function filled() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  fields[prompt.name] = text();
  if (chute) fields.endpoint = chute.name;
  if (!takesImage()) delete fields.image_check;
  return {
    prompt: text(),
    fields,
    seed: fields.seed ?? choices.defaultOf(endpoint(), "seed") ?? "",
    image: takesImage() ? image : null,
    streamed: document.getElementById("direct").checked,
  };
}

function text() {
  return prompt.value.trim();
}

function endpoint() {
  return chute ?? limits.endpoints.find(({ name }) => name === form.elements.endpoint?.value);
}

function takesImage() {
  return Boolean(endpoint() && choices.imageOf(endpoint()));
}

// A browser reports an input that is not a number as empty, which would be another video.
function malformed() {
  return [...form.elements].find(control => control.validity?.badInput);
}

function isComplete() {
  const { length } = text();
  if (!length) say("Describe the video.", prompt);
  else if (length > limits.maxPromptLength) say(`The prompt is longer than ${limits.maxPromptLength} characters.`, prompt);
  else if (takesImage() && choices.imageOf(endpoint()).required && !image) say("Choose an image to start from.", picker);
  else if (malformed()) say(`"${malformed().labels[0].textContent}" must be a number.`, malformed());
  else say("");
  return error.hidden;
}

function count() {
  const rest = limits.maxPromptLength - text().length;
  left.textContent = rest < 200 ? `${rest} characters left` : "";
  left.classList.toggle("over", rest < 0);
}

function choose(file) {
  if (!file.type.startsWith("image/")) return say("This file is not an image.", picker);
  if (file.size > limits.maxImageBytes) return say(`The image is larger than ${size(limits.maxImageBytes)}.`, picker);
  say("");
  use(file);
  preferImage();
  adapt();
}

function preferImage() {
  const taking = limits.endpoints.findLast(choices.imageOf);
  if (takesImage() || !taking) return;
  select("");
  form.elements.endpoint.value = taking.name;
}

function use(file) {
  URL.revokeObjectURL(preview.src);
  anyway.hidden = true;
  anyway.control.checked = false;
  image = file;
  if (file) {
    preview.src = URL.createObjectURL(file);
    document.getElementById("image-name").textContent = `${file.name} · ${size(file.size)}`;
  } else {
    preview.removeAttribute("src");
    picker.value = "";
  }
  chosen.hidden = !file;
  drop.classList.toggle("filled", Boolean(file));
}

// Offers only what the chosen endpoint takes.
function adapt() {
  drop.hidden = !takesImage();
  if (!endpoint()) return;
  const asked = choices.promptOf(endpoint());
  prompt.name = asked.key;
  document.getElementById("prompt-label").textContent = asked.key === "prompt" ? "Prompt" : asked.description;
  choices.show(endpoint());
}

// The catalogue is asked for when a visitor looks for another chute.
async function offer() {
  offered ??= api.chutes();
  try {
    const all = await offered;
    if (other.options.length > 1) return;
    for (const { endpoint, title } of all) other.append(new Option(title, endpoint));
    if (!all.length) note.textContent = "No other chute is up.";
  } catch (error) {
    offered = null;
    note.textContent = error.message;
  }
}

// Take the fields of a chute of the catalogue, or of the endpoints above for none.
async function select(name) {
  note.textContent = "";
  try {
    if (name) await offer();
    chute = name ? await api.chute(name) : null;
    if (chute) note.textContent = (await offered).find(({ endpoint }) => endpoint === name)?.tagline ?? "";
  } catch (error) {
    chute = null;
    note.textContent = error.message;
  }
  other.value = chute?.name ?? "";
  others.open ||= Boolean(chute || note.textContent);
  document.getElementById("endpoints").classList.toggle("passive", Boolean(chute));
}

others.addEventListener("toggle", () => others.open && offer());
other.addEventListener("change", async () => (await select(other.value), adapt()));
// A click also leaves a chute for the endpoint that was chosen before it, which changes nothing there.
document.getElementById("endpoints").addEventListener("click", async ({ target }) => {
  if (target.name === "endpoint") await select(""), adapt();
});
prompt.addEventListener("input", count);
picker.addEventListener("change", () => picker.files[0] && choose(picker.files[0]));
document.getElementById("forget-image").addEventListener("click", () => (use(null), picker.focus()));

form.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// An image may be dropped anywhere, or pasted.
addEventListener("dragover", event => (event.preventDefault(), drop.classList.add("over")));
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", event => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files[0]) choose(event.dataTransfer.files[0]);
});
addEventListener("paste", event => event.clipboardData?.files[0] && choose(event.clipboardData.files[0]));

adapt();
