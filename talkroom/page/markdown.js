// Draws the markdown block: the everyday part of standard Markdown.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";
import { tableBox } from "./tables.js";

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function markdown(text) {
  return el("div", { class: "rich markdown" }, blocksOf(text.split("\n")));
}

/** Takes blocks off the lines until none are left. */
function blocksOf(lines) {
  const rest = [...lines];
  const drawn = [];
  while (rest.length) {
    if (!rest[0].trim()) rest.shift();
    else drawn.push(READERS.find(({ opens }) => opens(rest)).take(rest));
  }
  return drawn;
}

const READERS = [
  { opens: ([line]) => FENCE.test(line), take: fence },
  { opens: ([line]) => HEADING.test(line), take: heading },
  { opens: ([line]) => RULE.test(line), take: (rest) => (rest.shift(), el("hr")) },
  { opens: ([line]) => QUOTE.test(line), take: quote },
  { opens: ([line]) => ITEM.test(line), take: list },
  { opens: ([line, next]) => line.includes("|") && TABLE_RULE.test(next ?? ""), take: table },
  { opens: () => true, take: paragraph },
];

function takeWhile(rest, belongs) {
  const taken = [];
  while (rest.length && belongs(rest[0])) taken.push(rest.shift());
  return taken;
}

function fence(rest) {
  rest.shift();
  const lines = takeWhile(rest, (line) => !FENCE.test(line));
  rest.shift();
  return el("pre", {}, lines.join("\n"));
}

function heading(rest) {
  const [, marks, words] = HEADING.exec(rest.shift());
  return el(`h${Math.min(marks.length + 2, 6)}`, {}, inline(words));
}

function quote(rest) {
  return el(
    "blockquote",
    {},
    blocksOf(takeWhile(rest, (line) => QUOTE.test(line)).map((line) => line.replace(QUOTE, ""))),
  );
}

/** One list; lines set deeper than its items are read again as their content. */
function list(rest) {
  const [, margin, mark] = ITEM.exec(rest[0]);
  const ordered = /\d/.test(mark);
  const items = [];
  while (rest.length && ITEM.exec(rest[0])?.[1].length === margin.length) {
    const first = ITEM.exec(rest.shift())[3];
    const inner = takeWhile(rest, (line) => line.trim() && /^\s*/.exec(line)[0].length > margin.length);
    items.push(el("li", { class: TASK.test(first) ? "todo" : null }, task(first), blocksOf(inner)));
  }
  return el(ordered ? "ol" : "ul", { class: "list", start: ordered ? parseInt(mark, 10) : null }, items);
}

function task(words) {
  const found = TASK.exec(words);
  return found ? [found[1] === " " ? "☐ " : "☑ ", inline(found[2])] : inline(words);
}

function table(rest) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const headings = cells(rest.shift());
  const aligns = cells(rest.shift()).map(alignment);
  const head = el(
    "tr",
    {},
    headings.map((cell, column) => el("th", { scope: "col", class: aligns[column] }, inline(cell))),
  );
  const rows = takeWhile(rest, (line) => line.includes("|"));
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      cells(row).map((cell, column) => el("td", { class: aligns[column] }, inline(cell))),
    ),
  );
  return tableBox("表", el("table", {}, el("thead", {}, head), el("tbody", {}, body)));
}

/** ":-:" stands in the middle, "-:" at the right. */
function alignment(rule) {
  if (!rule.endsWith(":")) return null;
  return rule.startsWith(":") ? "align-center" : "align-right";
}

function paragraph(rest) {
  const first = rest.shift();
  const more = takeWhile(rest, (line) => line.trim() && !READERS.slice(0, 5).some(({ opens }) => opens([line])));
  return el("p", {}, inline([first, ...more].join("\n")));
}

const INLINE =
  /\\(?<plain>[\\`*_~[\]#>|-])|`(?<code>[^`\n]+)`|\[(?<words>[^\]\n]+)\]\((?<url>[^)\s]+)\)|\*\*(?<bold>(?=\S)[^\n]+?)\*\*|~~(?<strike>[^~\n]+)~~|\*(?<star>(?=\S)[^*\n]+?)\*|(?<!\w)_(?<under>(?=\S)[^_\n]+?)_(?!\w)/g;

const TAGS = { bold: "strong", strike: "s", star: "em", under: "em" };

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(withEmoji(text.slice(end, found.index)), marked(found));
    end = found.index + found[0].length;
  }
  return [...nodes, withEmoji(text.slice(end))];
}

function marked({ 0: written, groups }) {
  if (groups.plain) return groups.plain;
  if (groups.code) return el("code", {}, groups.code);
  if (groups.url) return link(groups.url, inline(groups.words)) ?? written;
  const [name, tag] = Object.entries(TAGS).find(([mark]) => groups[mark]);
  return el(tag, {}, inline(groups[name]));
}
