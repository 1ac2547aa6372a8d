// Draws file_input: choose or drop files, and see what was chosen.

import { choose, hooks } from "./controls.js";
import { el, icon } from "./dom.js";
import { receivesFiles } from "./dropping.js";
import { sizeWords } from "./files.js";
import { Tray } from "./tray.js";

const MOST = 10; // Slack's own max_files

export function fileInput(element, block, around) {
  const place = around.answers.place(element, block.block_id);
  const most = element.max_files ?? MOST;
  const types = element.filetypes?.map((type) => type.toLowerCase());
  const said = el("p", { class: "field-error", role: "alert" });
  const tray = trayOf(element, around, {
    types,
    most,
    files: place.value ?? [],
    changed: () => keep(),
    refused: (sentence) => (said.textContent = sentence),
    emptied: () => input.focus(),
  });
  const input = el("input", {
    type: "file",
    class: "unseen",
    multiple: most > 1,
    accept: types?.map((type) => `.${type}`).join(",") || null,
    ...hooks(element, block, around),
  });
  input.addEventListener("change", () => {
    tray.add(input.files);
    input.value = ""; // the same file can be chosen again
  });
  const keep = () => {
    if (tray.files.map(({ id }) => id).join() !== (place.value ?? []).map(({ id }) => id).join())
      choose(input, { element, block, around, place }, tray.files);
  };
  const zone = el(
    "div",
    { class: "file-input" },
    el(
      "label",
      { class: "drop-zone" },
      input,
      icon("clip"),
      el("span", {}, "ファイルを選ぶ、またはここに置く"),
      el("span", { class: "soft" }, limits(types, most, around.largest)),
    ),
    tray.node,
    said,
  );
  receivesFiles(zone, (files) => tray.add(files));
  return zone;
}

function trayOf(element, { form, upload, largest }, place) {
  const make = () => new Tray({ upload, largest, ...place });
  const tray = form?.tray(element, make) ?? make();
  tray.serve(place);
  return tray;
}

function limits(types, most, largest) {
  const each = largest < Infinity ? `1つ ${sizeWords(largest)} まで` : "";
  return [types?.join("・"), most > 1 && `${most}個まで`, each].filter(Boolean).join("、");
}
