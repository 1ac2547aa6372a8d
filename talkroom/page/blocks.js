// Draws blocks; one it cannot draw is named, and a message's own words are shown with it.

import { card, carousel } from "./cards.js";
import { chart } from "./charts.js";
import { el, freshId } from "./dom.js";
import { drawElement } from "./elements.js";
import { field } from "./fields.js";
import { fileBlock, image, imageBlock, pictured, video } from "./media.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { plan, taskCard } from "./tasks.js";
import { undrawable } from "./undrawable.js";

const DRAW = {
  section,
  header: ({ text, level = 1 }) => el(`h${level + 2}`, { class: `block-header level-${level}` }, plain(text)),
  context: ({ elements }, around) =>
    el(
      "div",
      { class: "block-context" },
      elements.map((element) => aside(element, around)),
    ),
  context_actions: (block, around) => actions(block, around, "block-actions quietly"),
  divider: () => el("hr"),
  actions,
  input: field,
  image: imageBlock,
  video,
  file: fileBlock,
  rich_text: (block, { names }) => richText(block, names),
  markdown: ({ text }) => markdown(text),
  table: (block, { names }) => table(block, names),
  data_table: (block, { names }) => dataTable(block, names),
  data_visualization: chart,
  alert,
  card,
  carousel,
  container,
  plan: (block, { names }) => plan(block, names),
  task_card: (block, { names }) => taskCard(block, names),
};

/** A message's contents: its blocks, or its text where it has none. */
export function contents({ text, blocks }, around) {
  if (!blocks?.length) return text ? [el("div", { class: "text" }, mrkdwn(text, around.names))] : [];
  const drawn = el(
    "div",
    { class: "blocks" },
    blocks.map((block) => draw(block, around)),
  );
  if (text && drawn.querySelector(".undrawable"))
    drawn.append(el("div", { class: "text instead" }, mrkdwn(text, around.names)));
  return [drawn];
}

export function draw(block, around) {
  try {
    return (Object.hasOwn(DRAW, block.type) ? DRAW[block.type](block, around) : null) ?? undrawable(block.type);
  } catch {
    // A block of a shape nobody documented must not take the rest of the room with it.
    return undrawable(block.type);
  }
}

const text = (object, { names }, style) =>
  object && el("div", { class: `text ${style}` }, textObject(object, names));

function section(block, around) {
  const words = [
    block.text && long(text(block.text, around, ""), block),
    block.fields && fields(block.fields, around),
  ];
  const beside = block.accessory && el("div", { class: "accessory" }, accessory(block, around));
  return el("div", { class: "block-section" }, el("div", { class: "section-words" }, words), beside);
}

const LONG = 1200;
const TALL = 24;

/** Very long words are folded, unless the app wants them all seen. */
function long(words, { text: { text: written }, expand }) {
  if (expand || (written.length <= LONG && written.split("\n").length <= TALL)) return words;
  words.classList.add("folded");
  const unfold = () => {
    words.classList.remove("folded");
    more.remove();
    words.tabIndex = -1;
    words.focus({ preventScroll: true });
  };
  const more = el("button", { type: "button", class: "more", onclick: unfold }, "続きを読む");
  return [words, more];
}

function fields(list, around) {
  return el(
    "div",
    { class: "fields" },
    list.map((each) => text(each, around, "field")),
  );
}

/** What stands beside a section is named by the section's words. */
function accessory(block, around) {
  if (block.accessory.type === "image") return image(block.accessory, "thumbnail");
  const label = block.text ? plainWords(block.text).slice(0, 60) : "";
  return drawElement(block.accessory, block, { ...around, label });
}

const plainWords = (object) =>
  plain(object)
    .replace(/[*_~`]|<[^>]*>/g, "")
    .trim();

function aside(element, around) {
  return element.type === "image" ? image(element, "small") : text(element, around, "");
}

function actions(block, around, style = "block-actions") {
  return el(
    "div",
    { class: style },
    block.elements.map((element) => drawElement(element, block, around)),
  );
}

const LEVELS = {
  default: ["・", "お知らせ"],
  info: ["i", "情報"],
  warning: ["!", "注意"],
  error: ["×", "エラー"],
  success: ["✓", "完了"],
};

function alert(block, around) {
  const level = Object.hasOwn(LEVELS, block.level) ? block.level : "default";
  const [sign, words] = LEVELS[level];
  return el(
    "div",
    { class: `block-alert ${level}`, role: "note", "aria-label": words },
    el("span", { class: "alert-sign", "aria-hidden": "true" }, sign),
    el("span", { class: "alert-level" }, words),
    text(block.text, around, ""),
  );
}

function container(block, around) {
  const title = block.rich_text_title ? richText(block.rich_text_title, around.names) : plain(block.title);
  const id = freshId("container");
  const head = [
    el("span", { class: "container-title", id }, title),
    text(block.subtitle, around, "container-subtitle"),
  ];
  const inner = el(
    "div",
    { class: "container-inner blocks" },
    block.child_blocks.map((child) => draw(child, around)),
  );
  const style = `block-container ${block.width ?? ""} ${block.has_header_divider ? "divided" : ""}`;
  if (!block.is_collapsible)
    return el(
      "div",
      { class: style, role: "group", "aria-labelledby": id },
      el("div", { class: "container-head" }, block.icon && pictured(block.icon), head),
      inner,
    );
  return el(
    "details",
    { class: style, open: !block.default_collapsed },
    el("summary", {}, block.icon && pictured(block.icon), head),
    inner,
  );
}
