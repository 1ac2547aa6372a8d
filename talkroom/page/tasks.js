// Draws plans and their tasks: how far each is, what it found, and from where.

import { el, unseen } from "./dom.js";
import { link, plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const STANDING = {
  pending: ["○", "これから"],
  in_progress: ["◐", "進行中"],
  complete: ["✓", "完了"],
  error: ["!", "問題あり"],
};

const words = (text) => (typeof text === "string" ? text : plain(text));

export function plan(block, names) {
  return el(
    "section",
    { class: "block-card plan", "aria-label": words(block.title) },
    el("div", { class: "card-title" }, words(block.title)),
    el(
      "ul",
      { class: "tasks" },
      (block.tasks ?? []).map((task) => el("li", {}, taskCard(task, names))),
    ),
  );
}

export function taskCard(task, names) {
  const [sign, standing] = STANDING[task.status] ?? STANDING.pending;
  const inner = [
    task.details && richText(task.details, names),
    task.output && el("div", { class: "task-output" }, richText(task.output, names)),
    task.sources?.length && sources(task.sources),
  ].filter(Boolean);
  const head = [
    el("span", { class: `task-sign ${task.status}`, "aria-hidden": "true" }, sign),
    el("span", { class: "task-title" }, words(task.title)),
    el("span", { class: "soft task-standing" }, unseen("状態："), standing),
  ];
  if (!inner.length) return el("div", { class: "task" }, el("div", { class: "task-head" }, head));
  return el("details", { class: "task" }, el("summary", { class: "task-head" }, head), inner);
}

function sources(list) {
  const source = ({ url, text }) => el("li", {}, link(url, text || url) ?? (text || url));
  return el("ul", { class: "sources", "aria-label": "出典" }, list.map(source));
}
