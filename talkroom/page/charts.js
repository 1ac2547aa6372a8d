// Draws data_visualization: bars, lines, areas and pies as SVG, each with its numbers as a hidden table.

import { el, freshId, svg } from "./dom.js";
import { bars } from "./bars.js";
import { lines } from "./lines.js";
import { pie } from "./pie.js";
import { swatch } from "./marks.js";
import { undrawable } from "./undrawable.js";

const KINDS = { bar: "棒グラフ", line: "折れ線グラフ", area: "面グラフ", pie: "円グラフ" };
const DRAW = { bar: bars, line: lines, area: (data, width) => lines(data, width, { filled: true }), pie };

/** @typedef {{categories: string[], series: {name: string, values: (number|null)[]}[], xLabel: string, yLabel: string}} Data */

export function chart(block) {
  const kind = block.chart?.type;
  if (!DRAW[kind]) return undrawable(`data_visualization・${kind}`);
  const data = kind === "pie" ? slices(block.chart) : plotted(block.chart);
  const place = el("div", { class: "plot" });
  follow(place, (width) => place.replaceChildren(titled(DRAW[kind](data, width), block.title, kind)));
  return el(
    "figure",
    { class: "chart", "data-testid": "chart", "data-kind": kind },
    el("figcaption", {}, block.title),
    place,
    kind === "pie" ? shares(data) : legend(data, kind),
    numbers(block.title, data),
  );
}

/** @returns {Data} */
function plotted({ series, axis_config: axis = {} }) {
  const categories = axis.categories ?? series[0].data.map((point) => point.label);
  const value = (data, label) => data.find((point) => point.label === label)?.value ?? null;
  return {
    categories,
    series: series.map(({ name, data }) => ({ name, values: categories.map((label) => value(data, label)) })),
    xLabel: axis.x_label ?? "",
    yLabel: axis.y_label ?? "",
  };
}

/** @returns {Data} */
function slices({ segments }) {
  const values = segments.map((segment) => segment.value);
  return {
    categories: segments.map((segment) => segment.label),
    series: [{ name: "値", values }],
    xLabel: "",
    yLabel: "",
  };
}

/** Draw again whenever the width changes, so that letters keep their size on a telephone. */
function follow(place, draw) {
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (!width || width === drawn) return;
    drawn = width;
    draw(width);
  }).observe(place);
}

function titled(drawing, title, kind) {
  const [name, told] = [freshId("chart"), freshId("chart")];
  drawing.prepend(
    svg("title", { id: name }, `${title}（${KINDS[kind]}）`),
    svg("desc", { id: told }, "数値はグラフの後の表で読めます。"),
  );
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-labelledby", name);
  drawing.setAttribute("aria-describedby", told);
  return drawing;
}

function legend({ series }, kind) {
  if (series.length < 2) return "";
  return el(
    "ul",
    { class: "legend", "aria-hidden": "true" },
    series.map(({ name }, index) => el("li", {}, swatch(index, kind), name)),
  );
}

function shares({ categories, series: [{ values }] }) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const item = (label, index) =>
    el(
      "li",
      {},
      swatch(index, "pie"),
      `${label}　${values[index].toLocaleString("ja")}（${((values[index] / total) * 100).toFixed(1)}%）`,
    );
  return el("ol", { class: "legend shares", "aria-hidden": "true" }, categories.map(item));
}

function numbers(title, { categories, series, xLabel }) {
  const head = [xLabel || "項目", ...series.map(({ name }) => name)];
  const row = (label, index) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, label),
      series.map(({ values }) => el("td", {}, values[index] ?? "データなし")),
    );
  const table = el(
    "table",
    {},
    el("caption", {}, title),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        head.map((words) => el("th", { scope: "col" }, words)),
      ),
    ),
    el("tbody", {}, categories.map(row)),
  );
  return el("div", { class: "unseen" }, table); // a table itself does not shrink: it would widen the room
}
