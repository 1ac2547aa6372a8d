// What all interactive elements share: how they are found and named, and how the app is told, one thing after another.

import { confirmed } from "./dialog.js";
import { plain } from "./mrkdwn.js";
import { told } from "./values.js";

/** How tests and screen readers find a control; within an input block its label and its error name it too. */
export function hooks(element, block, around) {
  return {
    "data-testid": around.field ? "field" : "action",
    "data-action-id": element.action_id,
    "data-block-id": block.block_id,
    ...(around.field ? described(around.field) : { "aria-label": spoken(element, around) }),
  };
}

function described({ label, notes, required }) {
  return { "aria-labelledby": label, "aria-describedby": notes, "aria-required": required || null };
}

function spoken(element, around) {
  return element.accessibility_label || around.label || plain(element.placeholder) || null;
}

export function action(element, block, answer) {
  return { block_id: block.block_id, action_id: element.action_id, ...answer };
}

export const isBusy = (node) => node.getAttribute("aria-busy") === "true";

/** Do this unless it is being done. */
export async function once(node, work) {
  if (isBusy(node)) return;
  node.setAttribute("aria-busy", "true");
  await work().finally(() => node.removeAttribute("aria-busy"));
}

const waiting = new WeakMap();

/** Tell the app what is chosen now; choices made while one is on its way follow it in order. */
async function tell(node, work) {
  const turn = (waiting.get(node) ?? Promise.resolve()).then(work);
  waiting.set(node, turn);
  node.setAttribute("aria-busy", "true");
  await turn.finally(() => waiting.get(node) === turn && node.removeAttribute("aria-busy"));
}

/** An input block keeps what is chosen to itself until it is submitted, unless it says otherwise. */
export const tells = (block) => block.type !== "input" || Boolean(block.dispatch_action);

/**
 * A person chose: keep it, and tell the app where the element does so. False when they thought better of it.
 * @param {HTMLElement} node what shows that it is on its way
 */
export async function choose(node, { element, block, around, place }, value) {
  if (!(await confirmed(element.confirm, around.names))) return false;
  place.set(value);
  if (tells(block)) {
    const chosen = action(element, block, { selected: told(element, value) });
    tell(node, () => around.press(chosen));
  }
  return true;
}
