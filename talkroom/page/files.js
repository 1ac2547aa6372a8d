// Draws the files of a message: cards that download, pictures that open in a viewer.

import { el, freshId, icon } from "./dom.js";

const UNITS = ["KB", "MB", "GB"];

/** 812 B, 34 KB, 1.2 MB */
export function sizeWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), UNITS.length);
  const amount = bytes / 1024 ** power;
  return `${amount < 10 && power > 1 ? amount.toFixed(1).replace(/\.0$/, "") : Math.round(amount)} ${UNITS[power - 1]}`;
}

const KINDS = [
  [/pdf/, "PDF"],
  [/spreadsheet|excel|\.xlsx?$/, "Excel"],
  [/presentation|powerpoint/, "PowerPoint"],
  [/wordprocessing|msword/, "Word"],
  [/csv/, "CSV"],
  [/calendar/, "予定（ICS）"],
  [/zip|compressed/, "圧縮ファイル"],
  [/^image\//, "画像"],
  [/^text\//, "テキスト"],
];

const kind = ({ mimetype = "" }) => KINDS.find(([pattern]) => pattern.test(mimetype))?.[1] ?? "ファイル";

export function files(list) {
  return el(
    "ul",
    { class: "files", "aria-label": "添付ファイル" },
    list.map((file) => el("li", {}, fileCard(file))),
  );
}

export function fileCard(file) {
  return el(
    "div",
    { class: file.image ? "file-card pictured" : "file-card", "data-testid": "file", "data-file": file.id },
    file.image && thumbnail(file),
    el(
      "a",
      { class: "file-link", href: file.url, download: file.name },
      icon("file"),
      el(
        "span",
        { class: "file-words" },
        el("span", { class: "file-name" }, file.title || file.name),
        el(
          "span",
          { class: "soft" },
          [kind(file), sizeWords(file.size), "ダウンロード"].filter(Boolean).join("・"),
        ),
      ),
    ),
  );
}

function thumbnail(file) {
  const words = file.title || file.name;
  return el(
    "button",
    {
      type: "button",
      class: "thumbnail-button",
      "aria-label": `${words} を大きく表示`,
      onclick: () => view(file),
    },
    el("img", { src: file.url, alt: file.alt_text || words, loading: "lazy", class: "image" }),
  );
}

function view(file) {
  const title = freshId("title");
  const words = file.title || file.name;
  const close = () => dialog.close();
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-labelledby": title, "data-testid": "viewer" },
    el(
      "header",
      { class: "viewer-head" },
      el("h2", { id: title }, words),
      el("a", { class: "button small", href: file.url, download: file.name }, "ダウンロード"),
      el(
        "button",
        { type: "button", class: "icon-button", "aria-label": "閉じる", onclick: close },
        icon("close"),
      ),
    ),
    el("img", { src: file.url, alt: file.alt_text || words, onclick: close }),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
