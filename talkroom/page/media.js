// Draws pictures, videos and files of blocks; nothing is ever loaded from outside.

import { el } from "./dom.js";
import { fileCard } from "./files.js";
import { link, plain } from "./mrkdwn.js";

export function imageBlock(block) {
  return el(
    "figure",
    { class: "block-image" },
    block.title && el("figcaption", {}, plain(block.title)),
    image(block),
  );
}

/** Only pictures that need no request to the outside are shown; of the others, what they show is said. */
export function image({ image_url: address, slack_file: file, alt_text: words = "" }, style = "large") {
  const source = file?.url ?? address;
  if (near(source)) return el("img", { src: source, alt: words, class: `image ${style}`, loading: "lazy" });
  return el("span", { class: `image-words ${style}` }, `画像：${words || "説明はありません"}`);
}

export function pictured(object) {
  return object.type === "image" || object.image_url || object.slack_file ? image(object, "small") : "";
}

function near(address) {
  if (!address) return false;
  return (
    /^data:image\//i.test(address) ||
    (URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin)
  );
}

/** A video plays where it lies: here are its title, what it is about, and the way there. */
export function video(block) {
  const title = plain(block.title);
  const from = [block.provider_name, block.author_name].filter(Boolean).join("・");
  return el(
    "div",
    { class: "block-video", role: "group", "aria-label": `動画：${title}` },
    el("span", { class: "video-mark", "aria-hidden": "true" }, "▶"),
    el(
      "div",
      { class: "video-words" },
      el("div", { class: "card-title" }, link(block.title_url ?? "", title) ?? title),
      from && el("div", { class: "card-subtitle" }, from),
      block.description && el("div", { class: "text" }, plain(block.description)),
      el("div", { class: "soft" }, `動画はここでは再生しません${block.alt_text ? `（${block.alt_text}）` : ""}`),
    ),
  );
}

/** A file from elsewhere is only named; one of this room is a card. */
export function fileBlock({ file, external_id: id }) {
  if (file?.url) return fileCard(file);
  return el("span", { class: "image-words" }, `ファイル：${file?.name ?? id ?? "名前はありません"}`);
}
