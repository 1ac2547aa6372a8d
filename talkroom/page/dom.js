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
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== ""));
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

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-6-4.5-10.5-11-11z",
  down: "M6 9l6 6 6-6",
  send: "M4 12l16-8-6 16-3-7z",
};
