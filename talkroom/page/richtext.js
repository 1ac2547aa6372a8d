// Draws rich_text: sections, lists, quotes and preformatted text; its words are data, never markup.

import { dateWords } from "./clock.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";
import { undrawable } from "./undrawable.js";

const PARTS = {
  rich_text_section: (part, names) => el("div", { class: "text" }, inlines(part, names)),
  rich_text_list: list,
  rich_text_quote: (part, names) => el("blockquote", { class: `text${bordered(part)}` }, inlines(part, names)),
  rich_text_preformatted: (part, names) =>
    el("pre", { class: bordered(part).trim() || null }, inlines(part, names)),
};

const bordered = ({ border }) => (border ? " bordered" : "");

export function richText(block, names) {
  return el("div", { class: "rich" }, ...drawnParts(block, names));
}

function drawnParts(block, names) {
  return (block.elements ?? []).map((part) => PARTS[part.type]?.(part, names) ?? undrawable(part.type));
}

function list(part, names) {
  const ordered = part.style === "ordered";
  const attributes = {
    class: `list indent-${Math.min(part.indent ?? 0, 8)}${bordered(part)}`,
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
  team: ({ team_id: id }) => mention(`@${id}`),
  broadcast: ({ range }) => mention(`@${range}`, "mention everyone"),
  emoji: ({ name, unicode }) => emoji(name) ?? fromCodes(unicode) ?? `:${name}:`,
  date: ({ timestamp, format, fallback, url }) => {
    const words = el("span", { class: "date" }, dateWords(timestamp, format ?? "") ?? fallback ?? "");
    return (url && link(url, words)) || words;
  },
  color: ({ value }) => colour(value),
};

/** "1f468-200d-1f4bb" is one sign. */
function fromCodes(unicode) {
  const codes = (unicode ?? "").split("-").map((code) => parseInt(code, 16));
  return codes.every((code) => code > 0 && code <= 0x10ffff) ? String.fromCodePoint(...codes) : null;
}

function colour(value) {
  const patch = el("span", { class: "colour", "aria-hidden": "true" });
  patch.style.backgroundColor = value;
  return el("span", {}, patch, value);
}

const STYLES = {
  code: "code",
  bold: "strong",
  italic: "em",
  strike: "s",
  underline: "u",
  highlight: "mark",
  client_highlight: "mark",
};

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}
