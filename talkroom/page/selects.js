// Draws the selects: one choice on a button, several as chips beside it.

import { choose, hooks, isBusy } from "./controls.js";
import { el, freshId, icon, unseen } from "./dom.js";
import { openMenu } from "./menu.js";
import { plain } from "./mrkdwn.js";
import { offers } from "./offers.js";
import { isEmpty } from "./values.js";

const NOTHING_YET = "選んでください";

export function select(element, block, around) {
  const at = { element, block, around, place: around.answers.place(element, block.block_id) };
  const offer = offers(element, block, around);
  const words = el("span", { class: "select-words", id: freshId("chosen") });
  const node = opener(at, words);
  const clear = around.field?.optional ? clearing(() => take(null)) : null;
  const show = () => {
    const { value } = at.place;
    words.textContent = isEmpty(value) ? plain(element.placeholder) || NOTHING_YET : offer.named(value);
    words.classList.toggle("soft", isEmpty(value));
    if (clear) clear.hidden = isEmpty(value);
  };
  const take = async (value) => {
    if (await choose(node, at, value)) show();
    node.focus();
  };
  node.addEventListener("click", () => {
    const selected = isEmpty(at.place.value) ? undefined : offer.idOf(at.place.value);
    if (!isBusy(node)) open(node, at, offer, { selected, chosen: (_, option) => take(offer.held(option)) });
  });
  show();
  return clear ? el("span", { class: "with-clear" }, node, clear) : node;
}

export function multiSelect(element, block, around) {
  const at = { element, block, around, place: around.answers.place(element, block.block_id) };
  const offer = offers(element, block, around);
  const chips = el("ul", { class: "chips", "aria-label": "選んだもの" });
  const words = el("span", { class: "select-words soft", id: freshId("chosen") });
  const node = opener(at, words);
  let chosen = at.place.value ?? [];
  const show = () => {
    chips.hidden = !chosen.length;
    chips.replaceChildren(...chosen.map((one) => chip(offer.named(one), () => take(without(offer.idOf(one))))));
    words.textContent = chosen.length ? `${chosen.length}件を選択中` : plain(element.placeholder) || NOTHING_YET;
  };
  const without = (id) => chosen.filter((one) => offer.idOf(one) !== id);
  const take = async (next) => {
    const before = chosen;
    chosen = next;
    show();
    if (!(await choose(node, at, next))) chosen = before;
    show();
    if (document.activeElement === document.body) node.focus();
  };
  node.addEventListener("click", () => {
    let next = chosen;
    const toggle = (id, option) => {
      next = next.some((one) => offer.idOf(one) === id)
        ? next.filter((one) => offer.idOf(one) !== id)
        : [...next, offer.held(option)];
    };
    const closed = () => next !== chosen && take(next);
    const selected = chosen.map(offer.idOf);
    open(node, at, offer, { selected, several: true, most: element.max_selected_items, chosen: toggle, closed });
  });
  show();
  return el("div", { class: "multi" }, chips, node);
}

function opener({ element, block, around }, words) {
  const named = hooks(element, block, around);
  const node = el(
    "button",
    { type: "button", class: "button select", "aria-haspopup": "listbox", ...named },
    words,
    icon("down"),
  );
  // Read out are the label and what is chosen, not the label alone.
  if (around.field) node.setAttribute("aria-labelledby", `${around.field.label} ${words.id}`);
  else if (around.label) words.before(unseen(`${around.label}：`));
  if (!element.accessibility_label) node.removeAttribute("aria-label");
  node.removeAttribute("aria-required"); // a button may not carry it; the label says it
  return node;
}

function open(node, { element, around }, { groups, source }, request) {
  const label = around.field?.words || plain(element.placeholder) || "選択肢";
  openMenu({ anchor: node, label, groups, source, ...request });
}

function clearing(clear) {
  return el(
    "button",
    { type: "button", class: "icon-button small", "aria-label": "選択を消す", onclick: clear },
    icon("close"),
  );
}

function chip(words, remove) {
  return el(
    "li",
    { class: "chip" },
    el("span", {}, words),
    el(
      "button",
      { type: "button", class: "chip-remove", "aria-label": `${words} を外す`, onclick: remove },
      icon("close"),
    ),
  );
}
