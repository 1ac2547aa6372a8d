// The lines behind a drawing: levels with their numbers, and what the axes mean.

import { svg } from "./dom.js";
import { shown } from "./scale.js";

export function level(tick, y, left, width) {
  return [
    svg("line", { x1: left, x2: width, y1: y, y2: y, class: tick === 0 ? "axis" : "grid" }),
    svg("text", { x: left - 6, y: y + 4, class: "end soft" }, shown(tick)),
  ];
}

/** Above the axis what it measures, below it what is named. */
export function axisNames({ xLabel, yLabel }, width, height) {
  return [
    svg("text", { x: 0, y: 11, class: "soft" }, yLabel),
    svg("text", { x: width, y: height - 5, class: "end soft" }, xLabel),
  ];
}
