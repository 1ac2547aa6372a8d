// Draws what can be pressed, chosen or filled in; a press in flight cannot be doubled.

import { checkboxes, radioButtons } from "./choices.js";
import { action, hooks, isBusy, once } from "./controls.js";
import { datepicker, datetimepicker, timepicker } from "./dates.js";
import { confirmed } from "./dialog.js";
import { el, icon } from "./dom.js";
import { emailInput, numberInput, richTextInput, textInput, urlInput } from "./inputs.js";
import { openMenu } from "./menu.js";
import { link, plain } from "./mrkdwn.js";
import { multiSelect, select } from "./selects.js";
import { undrawable } from "./undrawable.js";
import { fileInput } from "./uploads.js";

const DRAW = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  workflow_button: workflowButton,
  overflow,
  static_select: select,
  external_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: multiSelect,
  multi_external_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  radio_buttons: radioButtons,
  checkboxes,
  datepicker,
  timepicker,
  datetimepicker,
  plain_text_input: textInput,
  number_input: numberInput,
  email_text_input: emailInput,
  url_text_input: urlInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
};

/**
 * What a drawn part may do: `press` sends an action and says itself what went wrong, `options` asks the app what it offers,
 * `upload` brings a file to the room; `answers` keeps what is chosen, `form` (in a view) the input blocks.
 * @typedef {{names: import("./people.js").Names, me: string, answers: import("./answers.js").Answers,
 *   press: (action: object) => Promise<void>, options: (asked: object) => Promise<object>,
 *   upload?: Function, largest?: number, form?: object, field?: object, label?: string}} Surroundings
 */
export function drawElement(element, block, around) {
  const draw = Object.hasOwn(DRAW, element.type) ? DRAW[element.type] : null;
  return draw?.(element, block, around) ?? undrawable(element.type);
}

/** A button's own words name it, unless the app says otherwise. */
function named(element, block, around) {
  const label = element.accessibility_label ?? null;
  return { ...hooks(element, block, around), "data-testid": "action", "aria-label": label };
}

/** Some buttons are for some people only. */
const hidden = ({ visible_to_user_ids: only }, { me }) => Boolean(only) && !only.includes(me);

function button(element, block, around) {
  if (hidden(element, around)) return "";
  const style = ["primary", "danger"].includes(element.style) ? ` ${element.style}` : "";
  const anchor = element.url ? link(element.url, plain(element.text)) : null;
  const node = anchor ?? el("button", { type: "button" }, plain(element.text));
  node.className = `button${style}`;
  for (const [name, value] of Object.entries(named(element, block, around)))
    if (value) node.setAttribute(name, value);
  node.addEventListener("click", (event) => pressed(event, { node, element, block, around }));
  return node;
}

async function pressed(event, { node, element, block, around }) {
  if (isBusy(node)) return event.preventDefault();
  if (node.href && element.confirm) event.preventDefault();
  if (!(await confirmed(element.confirm, around.names))) return;
  if (event.defaultPrevented) window.open(node.href, "_blank", "noopener,noreferrer");
  await once(node, () => around.press(action(element, block, { value: element.value })));
}

const ICONS = { trash: "trash" };

function iconButton(element, block, around) {
  if (hidden(element, around)) return "";
  const node = el(
    "button",
    { type: "button", class: "button quiet", ...named(element, block, around) },
    icon(ICONS[element.icon] ?? "more"),
    plain(element.text),
  );
  node.addEventListener("click", (event) => pressed(event, { node, element, block, around }));
  return node;
}

/** Two opinions, of which one stays marked. */
function feedbackButtons(element, block, around) {
  const opinions = [element.positive_button, element.negative_button];
  const given = around.answers.known[block.block_id]?.[element.action_id];
  const nodes = opinions.map((one) => opinion(one, element, block, around));
  const mark = (value) =>
    opinions.forEach((one, index) => nodes[index].setAttribute("aria-pressed", String(one.value === value)));
  nodes.forEach((node, index) =>
    node.addEventListener("click", () =>
      once(node, async () => {
        const { value } = opinions[index];
        await around.press(action(element, block, { value, selected: value }));
        mark(value);
      }),
    ),
  );
  mark(given);
  return el("span", { class: "feedback", role: "group", "aria-label": "この回答への評価" }, nodes);
}

function opinion({ text, accessibility_label: label }, element, block, around) {
  const marks = { ...named(element, block, around), "aria-label": label ?? null };
  return el("button", { type: "button", class: "button quiet", ...marks }, plain(text));
}

/** Workflows are Slack's own: there is nothing here that could run them. */
function workflowButton(element) {
  return el(
    "span",
    { class: "workflow", "data-testid": "undrawable" },
    el("button", { type: "button", class: "button", disabled: true }, plain(element.text)),
    el("span", { class: "soft" }, "ワークフローはこのトークルームでは動きません"),
  );
}

function overflow(element, block, around) {
  const node = el(
    "button",
    { type: "button", class: "button overflow", "aria-haspopup": "listbox", ...named(element, block, around) },
    icon("more"),
  );
  if (!element.accessibility_label) node.setAttribute("aria-label", "その他の操作");
  const chosen = async (option) => {
    if (!(await confirmed(element.confirm, around.names))) return;
    if (link(option.url ?? "", "")) window.open(option.url, "_blank", "noopener,noreferrer");
    await once(node, () => around.press(action(element, block, { selected: option.value })));
  };
  node.addEventListener("click", () => isBusy(node) || offerActions(node, element.options, chosen));
  return node;
}

function offerActions(anchor, options, chosen) {
  openMenu({
    anchor,
    label: "その他の操作",
    groups: [
      {
        options: options.map((option) => ({
          value: option.value,
          text: plain(option.text),
          description: plain(option.description),
          option,
        })),
      },
    ],
    chosen: (_, { option }) => chosen(option),
  });
}
