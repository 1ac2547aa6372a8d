// Lines and areas: a gap stays where a value is not known.

import { axisNames, level } from "./axes.js";
import { svg } from "./dom.js";
import { point, stroke } from "./marks.js";
import { scale, shown, widest } from "./scale.js";

export function lines(data, width, { filled = false } = {}) {
  const [left, top, height, bottom] = [44, 26, 200, data.xLabel ? 44 : 26];
  const { ticks, place } = scale(
    data.series.flatMap(({ values }) => values),
    height,
  );
  const slot = (width - left) / data.categories.length;
  const frame = { x: (index) => left + slot * (index + 0.5), y: (value) => top + height - place(value) };
  const drawing = svg("svg", {
    width,
    height: top + height + bottom,
    viewBox: `0 0 ${width} ${top + height + bottom}`,
  });
  for (const tick of ticks) drawing.append(...level(tick, frame.y(tick), left, width));
  drawing.append(
    ...labels(data.categories, slot, frame, top + height + 17),
    ...axisNames(data, width, top + height + bottom),
  );
  data.series.forEach((one, index) => drawing.append(...drawn(one, index, frame, { data, filled })));
  return drawing;
}

/** As many of the names as fit side by side. */
function labels(categories, slot, { x }, y) {
  const every = Math.ceil((widest(categories) + 10) / slot);
  return categories.flatMap((label, index) =>
    index % every ? [] : [svg("text", { x: x(index), y, class: "centre" }, label)],
  );
}

function drawn({ name, values }, index, { x, y }, { data, filled }) {
  const runs = known(values);
  const path = (run) => run.map((at, step) => `${step ? "L" : "M"}${x(at)} ${y(values[at])}`).join("");
  const under = (run) => `${path(run)}L${x(run.at(-1))} ${y(0)}L${x(run[0])} ${y(0)}z`;
  return [
    ...(filled ? runs.map((run) => svg("path", { d: under(run), class: `area fill-${index % 6}` })) : []),
    ...runs.map((run) => stroke(path(run), index)),
    ...runs
      .flat()
      .map((at) => point(x(at), y(values[at]), index, `${data.categories[at]}　${name}　${shown(values[at])}`)),
    ...(data.series.length === 1 ? runs.flat().map((at) => value(values[at], x(at), y(values[at]))) : []),
  ];
}

/** The stretches without a gap, as lists of indices. */
function known(values) {
  return values.reduce((runs, value, index) => {
    if (value === null) return runs;
    if (index && values[index - 1] !== null && runs.length) runs.at(-1).push(index);
    else runs.push([index]);
    return runs;
  }, []);
}

function value(number, x, y) {
  return svg("text", { x, y: y - 9, class: "centre" }, shown(number));
}
