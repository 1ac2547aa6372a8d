// Slack's mrkdwn as DOM nodes: whatever it does not know stays the text it was.

import { dateWords } from "./clock.js";
import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";

const FENCE = /```\n?([\s\S]+?)```/g;
const QUOTED = /^(?:&gt;|>) ?/;

// A mark counts only where no letter or digit touches it from outside, as in Slack: 2*3*4 is not bold.
const span = (name, mark) =>
  `(?<![\\p{L}\\p{N}${mark}])[${mark}](?=[^\\s${mark}])` +
  `(?<${name}>(?:<[^<>\\n]*>|[^${mark}\\n])+?)(?<=\\S)[${mark}](?![\\p{L}\\p{N}${mark}])`;

const INLINE = new RegExp(
  [
    "<(?<token>[^<>\\n]+)>",
    "(?<![\\p{L}\\p{N}`])`(?<code>[^`\\n]+)`(?![\\p{L}\\p{N}`])",
    span("bold", "*"),
    span("italic", "_"),
    span("strike", "~"),
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<url>https?://(?:(?!&[lg]t;)[\\w\\-.~:/?#@!$&'()*+,;=%])+)",
  ].join("|"),
  "gu",
);

/** What a text object (plain_text or mrkdwn) says. */
export function textObject(object, names) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text, names, object) : plain(object);
}

/** What a plain_text object says, as a string. */
export function plain(object) {
  const text = unescaped(object?.text ?? "");
  return object?.emoji === false ? text : withEmoji(text);
}

/** Draw mrkdwn; `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, names, { verbatim = false } = {}) {
  const drawn = document.createDocumentFragment();
  split(
    text ?? "",
    FENCE,
    (found) => drawn.append(el("pre", {}, unescaped(found[1].replace(/\n$/, "")))),
    (words) => drawn.append(...paragraphs(words, { names, verbatim })),
  );
  return drawn;
}

/** Walk a text: `hit` for each match, `rest` for what lies between. */
function split(text, pattern, hit, rest) {
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > end) rest(text.slice(end, found.index));
    hit(found);
    end = found.index + found[0].length;
  }
  if (end < text.length) rest(text.slice(end));
}

/** Lines, with the quoted ones gathered into quotes; ">>>" quotes all that follows. */
function paragraphs(text, context) {
  const groups = [];
  let all = false;
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const opens = /^(?:&gt;|>){3} ?/.exec(line);
    const quoted = all || Boolean(opens) || QUOTED.test(line);
    const words = all ? line : line.replace(opens ? opens[0] : quoted ? QUOTED : "", "");
    all ||= Boolean(opens);
    if (groups.at(-1)?.quoted === quoted) groups.at(-1).lines.push(words);
    else groups.push({ quoted, lines: [words] });
  }
  return groups.map(({ quoted, lines }) =>
    el(quoted ? "blockquote" : "span", {}, inline(lines.join("\n"), context)),
  );
}

function inline(text, context) {
  const nodes = [];
  split(
    text,
    INLINE,
    (found) => nodes.push(...marked(found, context)),
    (words) => nodes.push(unescaped(words)),
  );
  return nodes;
}

const MARKS = { bold: "strong", italic: "em", strike: "s" };

function marked({ 0: written, groups }, context) {
  if (groups.token) return [token(groups.token, context)];
  if (groups.code) return [el("code", {}, unescaped(groups.code))];
  if (groups.emoji) return [emoji(groups.emoji) ?? written];
  if (groups.url) return context.verbatim ? [unescaped(written)] : bare(written);
  const [name, tag] = Object.entries(MARKS).find(([mark]) => groups[mark]);
  return [el(tag, {}, inline(groups[name], context))];
}

function bare(written) {
  const address = written.replace(/[.,:;!?)']+$/, "");
  return [link(unescaped(address), unescaped(address)), unescaped(written.slice(address.length))];
}

/** What stands in angle brackets: a person, a room, a special mention, a date or a link. */
function token(inside, { names }) {
  const [target, label] = halves(inside);
  if (/^@[UW]/.test(target)) return mention(`@${names.person(target.slice(1), unescaped(label) || undefined)}`);
  if (/^#[CGD]/.test(target)) return mention(`#${unescaped(label) || names.channel(target.slice(1))}`);
  if (target.startsWith("!")) return special(target.slice(1), label, inside);
  return link(unescaped(target), unescaped(label || target)) ?? unescaped(`<${inside}>`);
}

function halves(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

function special(name, label, inside) {
  const [kind, seconds, pattern, address] = name.split("^");
  if (kind === "date") return dated(dateWords(seconds, pattern ?? "") ?? unescaped(label), address);
  if (["channel", "here", "everyone"].includes(kind)) return mention(`@${kind}`, "mention everyone");
  return label ? mention(unescaped(label)) : `<${unescaped(inside)}>`;
}

function dated(words, address) {
  return (address && link(unescaped(address), words)) || el("span", { class: "date" }, words);
}

export function mention(words, style = "mention") {
  return el("span", { class: style }, words);
}

/** A link to the outside, or null where the address is not one to follow. */
export function link(address, words) {
  const scheme = /^(https?|mailto):/i.test(address) && URL.canParse(address);
  return scheme ? el("a", { href: address, target: "_blank", rel: "noreferrer" }, words) : null;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack's three entities, undone once. */
export function unescaped(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}
