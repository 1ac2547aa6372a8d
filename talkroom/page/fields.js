// Draws an input block: label, control, hint, and – at the field itself – what is wrong with it.

import { el, freshId, unseen } from "./dom.js";
import { drawElement } from "./elements.js";
import { plain } from "./mrkdwn.js";

const FOCUSABLE = "input:not([hidden]), textarea, button, select, [tabindex]";

export function field(block, around) {
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const words = plain(block.label);
  const described = {
    label: ids.label,
    notes: [block.hint && ids.hint, ids.error].filter(Boolean).join(" "),
    words,
    optional: Boolean(block.optional),
    required: !block.optional,
  };
  const control = drawElement(block.element, block, { ...around, field: described });
  const error = el("p", { class: "field-error", id: ids.error, role: "alert", "data-testid": "field-error" });
  const node = el(
    "div",
    { class: "field-block", "data-block": block.block_id },
    label(block, words, ids.label, control),
    control,
    error,
    block.hint && el("p", { class: "field-hint", id: ids.hint }, plain(block.hint)),
  );
  around.form?.add(block, { node, say: (sentence) => say(node, error, sentence), focus: () => focus(node) });
  return node;
}

/** A label leads into its text field; of the others it is the name, by aria-labelledby. */
function label({ optional }, words, id, control) {
  const typed = control.matches("input, textarea") ? control : control.querySelector(".counted > .control");
  if (typed) typed.id = freshId("control");
  const name = el("span", { id }, words, optional ? unseen("（任意）") : null);
  const mark = optional ? el("span", { class: "optional", "aria-hidden": "true" }, "任意") : null;
  return el(typed ? "label" : "div", { class: "field-label", for: typed?.id }, name, mark);
}

function say(node, error, sentence) {
  error.textContent = sentence;
  node.classList.toggle("wrong", Boolean(sentence));
  const control = node.querySelector("[data-testid=field]");
  if (sentence) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
}

function focus(node) {
  node.scrollIntoView({ block: "nearest" });
  node.querySelector(FOCUSABLE)?.focus({ preventScroll: true });
}
