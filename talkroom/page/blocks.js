// Draws a message's blocks; a block it cannot draw is named, and the message's own words are shown with it.

import { chart } from "./charts.js";
import { el } from "./dom.js";
import { drawElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { undrawable } from "./undrawable.js";

const DRAW = {
  section,
  header: ({ text }) => el("h3", { class: "block-header" }, plain(text)),
  context: ({ elements }, around) =>
    el(
      "div",
      { class: "block-context" },
      elements.map((element) => aside(element, around)),
    ),
  divider: () => el("hr"),
  actions: (block, around) =>
    el(
      "div",
      { class: "block-actions" },
      block.elements.map((element) => drawElement(element, block, around)),
    ),
  image: (block) =>
    el("figure", { class: "block-image" }, block.title && el("figcaption", {}, plain(block.title)), image(block)),
  rich_text: (block, { names }) => richText(block, names),
  markdown: ({ text }) => markdown(text),
  table: (block, { names }) => table(block, names),
  data_table: (block, { names }) => dataTable(block, names),
  data_visualization: chart,
  alert,
  card,
  container,
};

/** A message's contents: its blocks, or its text where it has none. */
export function contents({ text, blocks }, around) {
  if (!blocks?.length) return [el("div", { class: "text" }, mrkdwn(text, around.names))];
  const drawn = el(
    "div",
    { class: "blocks" },
    blocks.map((block) => draw(block, around)),
  );
  if (text && drawn.querySelector(".undrawable"))
    drawn.append(el("div", { class: "text instead" }, mrkdwn(text, around.names)));
  return [drawn];
}

function draw(block, around) {
  try {
    return DRAW[block.type]?.(block, around) ?? undrawable(block.type);
  } catch {
    // A block of a shape nobody documented must not take the rest of the room with it.
    return undrawable(block.type);
  }
}

const text = (object, { names }, style) =>
  object && el("div", { class: `text ${style}` }, textObject(object, names));

function section(block, around) {
  const words = [text(block.text, around, ""), block.fields && fields(block.fields, around)];
  const beside = block.accessory && el("div", { class: "accessory" }, accessory(block, around));
  return el("div", { class: "block-section" }, el("div", { class: "section-words" }, words), beside);
}

function fields(list, around) {
  return el(
    "div",
    { class: "fields" },
    list.map((field) => text(field, around, "field")),
  );
}

function accessory(block, around) {
  return block.accessory.type === "image"
    ? image(block.accessory, "thumbnail")
    : drawElement(block.accessory, block, around);
}

function aside(element, around) {
  return element.type === "image" ? image(element, "small") : text(element, around, "");
}

/** Only pictures that need no request to the outside are shown; of the others, what they show is said. */
function image({ image_url: address, alt_text: words = "" }, style = "large") {
  if (near(address)) return el("img", { src: address, alt: words, class: `image ${style}`, loading: "lazy" });
  return el("span", { class: `image-words ${style}` }, `画像：${words || "説明はありません"}`);
}

function near(address) {
  if (!address) return false;
  return (
    /^data:image\//i.test(address) ||
    (URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin)
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

function card(block, around) {
  return el(
    "div",
    { class: "block-card" },
    block.hero_image && image(block.hero_image, "hero"),
    el(
      "div",
      { class: "card-head" },
      block.icon && pictured(block.icon),
      el("div", {}, text(block.title, around, "card-title"), text(block.subtitle, around, "card-subtitle")),
    ),
    text(block.body, around, "card-body"),
    block.actions &&
      el(
        "div",
        { class: "block-actions" },
        block.actions.map((element) => drawElement(element, block, around)),
      ),
  );
}

function pictured(object) {
  return object.type === "image" ? image(object, "small") : "";
}

function container(block, around) {
  const title = block.rich_text_title ? richText(block.rich_text_title, around.names) : plain(block.title);
  const head = [
    el("span", { class: "container-title" }, title),
    text(block.subtitle, around, "container-subtitle"),
  ];
  const inner = el(
    "div",
    { class: "container-inner blocks" },
    block.child_blocks.map((child) => draw(child, around)),
  );
  if (!block.is_collapsible)
    return el(
      "div",
      { class: "block-container" },
      el("div", { class: "container-head" }, block.icon && pictured(block.icon), head),
      inner,
    );
  return el(
    "details",
    { class: "block-container", open: !block.default_collapsed },
    el("summary", {}, block.icon && pictured(block.icon), head),
    inner,
  );
}
