// Builds elements out of attributes and text; text never becomes markup.

/** Make an HTML element: `on…` keys listen, `true` sets an empty attribute, false and null are left out. */
export function el(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child || child === 0));
  return node;
}

let made = 0;

/** An id no other element has, for aria references. */
export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}

/** Words for screen readers only. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/** One of the page's own line icons (drawn, because nothing is loaded). */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }),
  );
}

/** A small button that bears an icon only; its words are its name. */
export function tool(testid, name, words, work) {
  const marks = { "aria-label": words, title: words, "data-testid": testid };
  return el("button", { type: "button", class: "tool", ...marks, onclick: work }, icon(name));
}

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-6-4.5-10.5-11-11z",
  down: "M6 9l6 6 6-6",
  send: "M4 12l16-8-6 16-3-7z",
  back: "M15 5l-7 7 7 7",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  bolt: "M13 3L5 14h6l-1 7 9-12h-6z",
  smile: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01",
  pin: "M9 4h6l-.7 6 3.2 3.5h-11L9.7 10zM12 13.5V20",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  drill: "M12 3.5l8.5 15.5H3.5zM12 10v4M12 16.7h.01",
};
