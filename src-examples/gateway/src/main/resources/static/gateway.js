// Connects form, cards and session.

import * as api from "./api.js";
import { Card } from "./card.js";
import * as composer from "./composer.js";
import * as session from "./session.js";
import { wait } from "./words.js";

const cards = document.getElementById("cards");
const empty = document.getElementById("empty");

composer.onSubmit(generate);

async function generate(form, prompt, direct) {
  try {
    if (direct) add(prompt, form, null, direct).stream(form);
    else keep(prompt, form, (await api.begin(form)).id);
  } catch (error) {
    composer.say(error.problem ? `${error.message} ${wait(error.problem)}` : "The gateway cannot be reached.");
  }
}

function keep(prompt, form, id) {
  session.add({ id, prompt });
  add(prompt, form, id).follow(id);
}

// The form is kept for a retry; a reload discards it.
function add(prompt, form, id, direct = false) {
  const card = new Card(prompt, {
    onAgain: () => (form ? generate(form, prompt, direct) : composer.say("")),
    onGone: () => (session.forget(id), tidy()),
  });
  cards.prepend(card.element);
  tidy();
  if (form) card.element.scrollIntoView({ block: "nearest" });
  return card;
}

function tidy() {
  empty.hidden = cards.childElementCount > 0;
}

for (const { id, prompt } of session.all()) add(prompt, null, id).follow(id);

const settings = await api.settings();
composer.limit(settings);
const origin = document.getElementById("origin");
origin.textContent = settings.emulator ? "Emulator" : "Live";
origin.hidden = false;
