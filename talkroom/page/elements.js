// Draws what can be pressed or chosen: buttons, selects and overflow menus; a press in flight cannot be doubled.

import { confirmed } from "./dialog.js";
import { el, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { link, plain } from "./mrkdwn.js";
import { undrawable } from "./undrawable.js";

const DRAW = { button, static_select: select, overflow };

/**
 * What a drawn part may do: `press` sends an action and says itself what went wrong.
 * @typedef {{names: import("./people.js").Names, text: string, press: (action: object) => Promise<void>}} Surroundings
 */
export function drawElement(element, block, around) {
  return DRAW[element.type]?.(element, block, around) ?? undrawable(element.type);
}

function hooks(element) {
  return {
    "data-testid": "action",
    "data-action-id": element.action_id,
    "aria-label": element.accessibility_label ?? null,
  };
}

function button(element, block, around) {
  const style = ["primary", "danger"].includes(element.style) ? ` ${element.style}` : "";
  const anchor = element.url ? link(element.url, plain(element.text)) : null;
  const node = anchor ?? el("button", { type: "button" }, plain(element.text));
  node.className = `button${style}`;
  for (const [name, value] of Object.entries(hooks(element))) if (value) node.setAttribute(name, value);
  node.addEventListener("click", (event) => pressed(event, { node, element, block, around }));
  return node;
}

async function pressed(event, { node, element, block, around }) {
  if (busy(node)) return event.preventDefault();
  if (node.href && element.confirm) event.preventDefault();
  if (!(await confirmed(element.confirm, around.names))) return;
  if (event.defaultPrevented) window.open(node.href, "_blank", "noopener,noreferrer");
  await once(node, () => around.press(action(element, block, { value: element.value })));
}

function action(element, block, answer) {
  return { block_id: block.block_id, action_id: element.action_id, ...answer };
}

const busy = (node) => node.getAttribute("aria-busy") === "true";

async function once(node, work) {
  if (busy(node)) return;
  node.setAttribute("aria-busy", "true");
  await work().finally(() => node.removeAttribute("aria-busy"));
}

function select(element, block, around) {
  const words = el("span", {}, plain(element.initial_option?.text ?? element.placeholder) || "選んでください");
  const node = el(
    "button",
    { type: "button", class: "button select", "aria-haspopup": "listbox", ...hooks(element) },
    words,
    icon("down"),
  );
  let selected = element.initial_option?.value;
  node.addEventListener("click", () =>
    offer(node, element, { groups: grouped(element), selected }, around, async (option) => {
      selected = option.value;
      words.textContent = plain(option.text);
      await once(node, () => around.press(action(element, block, { selected: option })));
    }),
  );
  return node;
}

function grouped({ options, option_groups: groups }) {
  return groups ? groups.map((group) => ({ label: plain(group.label), options: group.options })) : [{ options }];
}

function overflow(element, block, around) {
  const node = el(
    "button",
    { type: "button", class: "button overflow", "aria-haspopup": "listbox", ...hooks(element) },
    icon("more"),
  );
  if (!element.accessibility_label) node.setAttribute("aria-label", "その他の操作");
  node.addEventListener("click", () =>
    offer(node, element, { groups: [{ options: element.options }] }, around, async (option) => {
      if (link(option.url ?? "", "")) window.open(option.url, "_blank", "noopener,noreferrer");
      await once(node, () => around.press(action(element, block, { selected: option })));
    }),
  );
  return node;
}

/** Open the menu; the choice counts once it is confirmed. */
function offer(node, element, { groups, selected }, { names }, chosen) {
  if (busy(node)) return;
  const all = groups.flatMap((group) => group.options);
  openMenu({
    anchor: node,
    label: plain(element.placeholder) || "選択肢",
    groups: groups.map(({ label, options }) => ({ label, options: options.map(choice) })),
    selected,
    chosen: async (value) => {
      if (await confirmed(element.confirm, names)) await chosen(all.find((option) => option.value === value));
    },
  });
}

function choice({ value, text, description }) {
  return { value, text: plain(text), description: plain(description) };
}
