// The form and its validation. It offers the fields of the chosen endpoint.

import * as fields from "./fields.js";
import { size } from "./words.js";

const form = document.getElementById("composer");
const prompt = document.getElementById("prompt");
const left = document.getElementById("prompt-left");
const drop = document.getElementById("drop");
const picker = document.getElementById("image");
const chosen = document.getElementById("chosen");
const preview = document.getElementById("preview");
const error = document.getElementById("form-error");
const button = document.getElementById("generate");

let limits = { maxPromptLength: 2000, maxImageBytes: 10_000_000, endpoints: [] };
let image = null;

export function limit(settings) {
  limits = settings;
  document.getElementById("image-limit").textContent = `, up to ${size(limits.maxImageBytes)}`;
  fields.showEndpoints(limits.endpoints);
  if (image) preferImage();
  adapt();
  count();
}

// Call back with the form when the visitor submits it complete.
export function onSubmit(generate) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (button.ariaDisabled === "true" || !isComplete()) return;
    button.ariaDisabled = "true";
    try {
      await generate(filled(), prompt.value.trim(), document.getElementById("direct").checked);
    } finally {
      button.ariaDisabled = "false";
    }
  });
}

export function say(text, field) {
  error.textContent = text;
  error.hidden = !text;
  prompt.setAttribute("aria-invalid", String(field === prompt));
  field?.focus();
}

function filled() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value === "") data.delete(name);
  if (takesImage()) data.set("image", image);
  return data;
}

function endpoint() {
  return limits.endpoints.find(({ name }) => name === form.elements.endpoint?.value);
}

function takesImage() {
  return Boolean(endpoint() && fields.imageOf(endpoint()));
}

function isComplete() {
  const length = prompt.value.trim().length;
  if (!length) say("Describe the video.", prompt);
  else if (length > limits.maxPromptLength) say(`The prompt is longer than ${limits.maxPromptLength} characters.`, prompt);
  else if (takesImage() && !image) say("Choose an image to start from.", picker);
  else say("");
  return error.hidden;
}

function count() {
  const rest = limits.maxPromptLength - prompt.value.length;
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
  const other = limits.endpoints.findLast(fields.imageOf);
  if (!takesImage() && other) form.elements.endpoint.value = other.name;
}

function use(file) {
  URL.revokeObjectURL(preview.src);
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
  if (endpoint()) fields.show(endpoint());
}

document.getElementById("endpoints").addEventListener("change", adapt);
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
