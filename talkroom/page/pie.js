// Pies: each slice carries the number of its line in the legend.

import { svg } from "./dom.js";
import { filled } from "./marks.js";

const SIZE = 200;
const RADIUS = 92;

export function pie({ series: [{ values }] }) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const drawing = svg("svg", { width: SIZE, height: SIZE, viewBox: `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}` });
  let from = 0;
  values.forEach((value, index) => {
    const to = from + value / total;
    drawing.append(...slice(from, to, index));
    from = to;
  });
  return drawing;
}

function slice(from, to, index) {
  const shape = to - from > 0.9999 ? ["circle", { r: RADIUS }] : ["path", { d: wedge(from, to) }];
  const [x, y] = at((from + to) / 2, RADIUS * 0.68);
  const number =
    to - from > 0.04
      ? [
          svg("circle", { cx: x, cy: y, r: 10, class: "badge" }),
          svg("text", { x, y: y + 4, class: "centre" }, index + 1),
        ]
      : [];
  return [...filled(shape[0], shape[1], index).filter(Boolean), ...number];
}

function wedge(from, to) {
  const [x1, y1] = at(from, RADIUS);
  const [x2, y2] = at(to, RADIUS);
  return `M0 0L${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}z`;
}

function at(share, radius) {
  const angle = share * 2 * Math.PI - Math.PI / 2;
  return [Math.cos(angle) * radius, Math.sin(angle) * radius];
}
