// Bars: standing where there is room for their names, lying where names are many or long.

import { axisNames, level } from "./axes.js";
import { svg } from "./dom.js";
import { filled } from "./marks.js";
import { LETTER, scale, shown, widest } from "./scale.js";

const MANY = 8;

export function bars(data, width) {
  const slot = (width - 48) / data.categories.length;
  const lying = data.categories.length > MANY || widest(data.categories) > slot - 6;
  return lying ? lie(data, width) : stand(data, width);
}

const all = ({ series }) => series.flatMap(({ values }) => values);

function stand(data, width) {
  const [left, top, height, bottom] = [44, 24, 200, data.xLabel ? 44 : 26];
  const { ticks, place } = scale(all(data), height);
  const y = (value) => top + height - place(value);
  const slot = (width - left) / data.categories.length;
  const thick = Math.min(44, (slot * 0.76) / data.series.length);
  const drawing = svg("svg", {
    width,
    height: top + height + bottom,
    viewBox: `0 0 ${width} ${top + height + bottom}`,
  });
  for (const tick of ticks) drawing.append(...level(tick, y(tick), left, width));
  data.categories.forEach((label, index) => {
    const middle = left + slot * (index + 0.5);
    drawing.append(svg("text", { x: middle, y: top + height + 17, class: "centre" }, label));
    data.series.forEach((one, at) =>
      drawing.append(...upright(one.values[index], middle + (at - data.series.length / 2) * thick, thick, y, at)),
    );
  });
  drawing.append(...axisNames(data, width, top + height + bottom));
  return drawing;
}

function upright(value, x, thick, y, index) {
  if (value === null) return [svg("text", { x: x + thick / 2, y: y(0) - 5, class: "centre soft" }, "―")];
  const [high, low] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
  const shape = { x: x + 1, y: high, width: Math.max(thick - 2, 2), height: Math.max(low - high, 1) };
  return [
    ...present(filled("rect", shape, index)),
    svg("text", { x: x + thick / 2, y: high - 5, class: "centre" }, shown(value)),
  ];
}

const present = (nodes) => nodes.filter(Boolean);

function lie(data, width) {
  const thick = data.series.length > 1 ? 15 : 18;
  const row = thick * data.series.length + 10;
  const top = data.xLabel || data.yLabel ? 22 : 4;
  const left = Math.min(widest(data.categories) + 10, width * 0.45);
  const right = widest(all(data).map((value) => shown(value ?? 0))) + 10;
  const { place } = scale(all(data), width - left - right);
  const height = top + row * data.categories.length + 2;
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  const zero = left + place(0);
  drawing.append(
    svg("line", { x1: zero, x2: zero, y1: top, y2: top + row * data.categories.length, class: "axis" }),
  );
  data.categories.forEach((label, index) => {
    const y = top + row * index + 5;
    drawing.append(name(label, left - 8, y + (row - 10) / 2 + 4));
    data.series.forEach((one, at) =>
      drawing.append(...flat(one.values[index], y + at * thick, thick, left, place, at)),
    );
  });
  drawing.append(
    svg("text", { x: 0, y: 11, class: "soft" }, data.xLabel),
    svg("text", { x: width, y: 11, class: "end soft" }, data.yLabel),
  );
  return drawing;
}

/** A category's name, squeezed where it is longer than its place. */
function name(label, x, y) {
  const squeezed = widest([label]) > x ? { textLength: x, lengthAdjust: "spacingAndGlyphs" } : {};
  return svg("text", { x, y, class: "end", ...squeezed }, label);
}

function flat(value, y, thick, left, place, index) {
  const middle = y + thick / 2 + LETTER / 3;
  if (value === null) return [svg("text", { x: left + place(0) + 5, y: middle, class: "soft" }, "―")];
  const [from, to] = [place(0), place(value)].sort((a, b) => a - b);
  const shape = { x: left + from, y: y + 1, width: Math.max(to - from, 1), height: thick - 2 };
  return [...present(filled("rect", shape, index)), svg("text", { x: left + to + 5, y: middle }, shown(value))];
}
