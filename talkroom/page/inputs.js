// Draws the fields one types in: text, numbers, addresses; long text grows with what is typed.

import { action, hooks, tells } from "./controls.js";
import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { told } from "./values.js";

const PAUSE = 400;
const NEAR_THE_END = 0.8;

export const textInput = (element, block, around) =>
  element.multiline ? area(element, block, around) : line(element, block, around, { type: "text" });

export const numberInput = (element, block, around) =>
  line(element, block, around, { type: "text", inputmode: element.is_decimal_allowed ? "decimal" : "numeric" });

export const emailInput = (element, block, around) =>
  line(element, block, around, { type: "text", inputmode: "email", autocomplete: "off" });

export const urlInput = (element, block, around) =>
  line(element, block, around, { type: "text", inputmode: "url", autocomplete: "off" });

export const richTextInput = area;

function line(element, block, around, attributes) {
  const input = el("input", {
    class: "control",
    autocomplete: "off",
    placeholder: plain(element.placeholder) || null,
    ...attributes,
    ...hooks(element, block, around),
  });
  return typing(input, element, block, around);
}

function area(element, block, around) {
  const input = el("textarea", {
    class: "control",
    rows: element.min_lines ?? 3,
    placeholder: plain(element.placeholder) || null,
    ...hooks(element, block, around),
  });
  const { min_lines: least, max_lines: most } = element;
  if (least) input.style.minHeight = `calc(${least}lh + 1rem)`;
  if (most) input.style.maxHeight = `calc(${most}lh + 1rem)`;
  return typing(input, element, block, around);
}

function typing(input, element, block, around) {
  const place = around.answers.place(element, block.block_id);
  const count = element.max_length || element.min_length ? counter(element) : null;
  input.value = place.value ?? "";
  count?.show(input.value);
  input.addEventListener("input", () => {
    place.set(input.value || null);
    count?.show(input.value);
  });
  if (tells(block)) telling(input, element, block, around, place);
  return count ? el("div", { class: "counted" }, input, count.node) : input;
}

/** Tells the app at Enter, or while one types – then after a pause, and never half-converted Japanese. */
function telling(input, element, block, around, place) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tell = () =>
    around.press(action(element, block, { selected: told(element, place.value) }), { quietly: true });
  let timer;
  if (on.includes("on_enter_pressed")) atEnter(input, tell);
  if (!on.includes("on_character_entered")) return;
  const soon = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(tell, PAUSE);
  };
  input.addEventListener("input", soon);
  input.addEventListener("compositionend", soon);
}

function atEnter(input, tell) {
  input.addEventListener("keydown", (event) => {
    // Safari ends the composition before the Enter that confirms it; only the key code tells.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    tell();
  });
}

/** How much room is left, once that matters. */
function counter({ min_length: least = 0, max_length: most = Infinity }) {
  const node = el("span", { class: "counter", "data-testid": "counter", role: "status" });
  const show = (text) => {
    const length = lengthOf(text);
    node.textContent = length ? left(length, least, most) : "";
    node.classList.toggle("over", length > most);
  };
  return { node, show };
}

function left(length, least, most) {
  if (length > most) return `${length - most}文字超えています`;
  if (length < least) return `あと${least - length}文字以上`;
  return length >= most * NEAR_THE_END ? `残り${most - length}文字` : "";
}

/** Letters as people count them: 𠮷 is one. */
export const lengthOf = (text) => [...(text ?? "")].length;
