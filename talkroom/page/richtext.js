// Draws rich_text: sections, lists, quotes and preformatted text; its words are data, never markup.

import { dateWords } from "./clock.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";
import { undrawable } from "./undrawable.js";

const PARTS = {
  rich_text_section: (part, names) => el("div", { class: "text" }, inlines(part, names)),
  rich_text_list: list,
  rich_text_quote: (part, names) => el("blockquote", { class: "text" }, inlines(part, names)),
  rich_text_preformatted: (part, names) => el("pre", {}, inlines(part, names)),
};

export function richText(block, names) {
  return el("div", { class: "rich" }, ...drawnParts(block, names));
}

function drawnParts(block, names) {
  return (block.elements ?? []).map((part) => PARTS[part.type]?.(part, names) ?? undrawable(part.type));
}

function list(part, names) {
  const ordered = part.style === "ordered";
  const attributes = {
    class: `list indent-${Math.min(part.indent ?? 0, 8)}`,
    start: ordered ? (part.offset ?? 0) + 1 : null,
  };
  return el(
    ordered ? "ol" : "ul",
    attributes,
    part.elements.map((item) => el("li", {}, inlines(item, names))),
  );
}

function inlines(part, names) {
  return (part.elements ?? []).map((inline) =>
    styled(INLINES[inline.type]?.(inline, names) ?? undrawable(inline.type), inline.style),
  );
}

const INLINES = {
  text: ({ text }) => text,
  link: ({ url, text }) => link(url, text || url) ?? (text || url),
  user: ({ user_id: id }, names) => mention(`@${names.person(id)}`),
  channel: ({ channel_id: id }, names) => mention(`#${names.channel(id)}`),
  usergroup: ({ usergroup_id: id }) => mention(`@${id}`),
  broadcast: ({ range }) => mention(`@${range}`, "mention everyone"),
  emoji: ({ name }) => emoji(name) ?? `:${name}:`,
  date: ({ timestamp, format, fallback }) =>
    el("span", { class: "date" }, dateWords(timestamp, format ?? "") ?? fallback ?? ""),
  color: ({ value }) => value,
};

const STYLES = { code: "code", bold: "strong", italic: "em", strike: "s", underline: "u" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}
