// What tells the series of a chart apart without colour: hatchings, dashes, point shapes and numbers.

import { svg } from "./dom.js";

const HATCHES = ["", "M0 8L8 0", "M4 0V8", "M0 0L8 8M0 8L8 0", "M0 4H8", "M2 2h2v2h-2zM6 6h2v2h-2z"];
const DASHES = ["", "7 4", "2 3", "9 3 2 3", "12 4", "4 2"];
const POINTS = [
  "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
  "M-3.2-3.2h6.4v6.4h-6.4z",
  "M0-4.2L4 3H-4z",
  "M0-4.5L4.5 0L0 4.5L-4.5 0z",
  "M0 4.2L4-3H-4z",
  "M-3.5-1h2.5v-2.5h2v2.5h2.5v2h-2.5v2.5h-2v-2.5h-2.5z",
];

/** A shape filled in the colour of its series, with the hatching laid over it. */
export function filled(shape, attributes, index) {
  const over =
    HATCHES[index % HATCHES.length] &&
    svg(shape, { ...attributes, fill: `url(#hatch-${index % HATCHES.length})` });
  return [svg(shape, { ...attributes, class: `fill-${index % 6}` }), over];
}

/** The hatchings, once in the page: drawings refer to them by id. */
export function hatchings() {
  const pattern = (path, index) =>
    svg(
      "pattern",
      { id: `hatch-${index}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("path", { d: path, class: "hatch" }),
    );
  return svg(
    "svg",
    { class: "hatchings", width: 0, height: 0, "aria-hidden": "true" },
    svg("defs", {}, HATCHES.map(pattern)),
  );
}

export function stroke(path, index) {
  return svg("path", {
    d: path,
    class: `line stroke-${index % 6}`,
    "stroke-dasharray": DASHES[index % 6] || null,
  });
}

export function point(x, y, index, words) {
  const mark = svg("path", {
    d: POINTS[index % 6],
    class: `point fill-${index % 6}`,
    transform: `translate(${x} ${y})`,
  });
  mark.append(svg("title", {}, words));
  return mark;
}

/** The sample of a series in the legend. */
export function swatch(index, kind) {
  const drawing = svg("svg", { class: "swatch", viewBox: "0 0 24 16", "aria-hidden": "true" });
  if (kind === "line") drawing.append(stroke("M1 8H23", index), point(12, 8, index, ""));
  else drawing.append(...filled("rect", { x: 1, y: 1, width: 22, height: 14, rx: 2 }, index).filter(Boolean));
  return drawing;
}
