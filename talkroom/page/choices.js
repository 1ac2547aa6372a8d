// Draws radio buttons and checkboxes, with the descriptions of their options.

import { choose, hooks } from "./controls.js";
import { el, freshId } from "./dom.js";
import { textObject } from "./mrkdwn.js";

export function radioButtons(element, block, around) {
  return group(element, block, around, {
    role: "radiogroup",
    type: "radio",
    read: (inputs) => inputs.find((input) => input.checked)?.value ?? null,
    holds: (held, value) => held === value,
  });
}

export function checkboxes(element, block, around) {
  return group(element, block, around, {
    role: "group",
    type: "checkbox",
    read: (inputs) => inputs.filter((input) => input.checked).map((input) => input.value),
    holds: (held, value) => (held ?? []).includes(value),
  });
}

function group(element, block, around, { role, type, read, holds }) {
  const at = { element, block, around, place: around.answers.place(element, block.block_id) };
  const name = freshId("options");
  const node = el("div", { class: "options", role, ...hooks(element, block, around) });
  if (role === "group") node.removeAttribute("aria-required"); // only a radio group may carry it
  const show = () => inputs.forEach((input) => (input.checked = holds(at.place.value, input.value)));
  const changed = async () => (await choose(node, at, read(inputs))) || show();
  const inputs = element.options.map(({ value }) => el("input", { type, name, value, onchange: changed }));
  node.append(...element.options.map((option, index) => line(option, inputs[index], around)));
  show();
  return node;
}

function line({ text, description }, input, { names }) {
  const more = description && el("span", { class: "option-more" }, textObject(description, names));
  return el(
    "label",
    { class: "option" },
    input,
    el("span", { class: "option-words" }, textObject(text, names), more),
  );
}
