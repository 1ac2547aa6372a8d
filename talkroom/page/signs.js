// Slack's own icons for cards, as signs that need no picture.

import { el } from "./dom.js";

const SIGNS = {
  archive: "🗄️", book: "📕", bookmark: "🔖", bot: "🤖", bug: "🐞", calendar: "📅", call: "📞", "caret-left": "◂",
  "caret-right": "▸", check: "✓", clipboard: "📋", code: "⌨️", comment: "💬", compass: "🧭", copy: "📑", cube: "🧊",
  download: "📥", edit: "✏️", email: "✉️", "eye-closed": "🙈", "eye-open": "👁️", file: "📄", flag: "🚩", folder: "📁",
  gear: "⚙️", globe: "🌐", heart: "❤️", help: "❓", image: "🖼️", info: "ℹ️", key: "🔑", lightbulb: "💡", link: "🔗",
  map: "🗺️", mobile: "📱", "new-window": "🪟", pin: "📌", plus: "＋", refine: "🔧", refresh: "🔄", rocket: "🚀", save: "💾",
  screen: "🖥️", share: "📤", sparkle: "✨", star: "☆", "star-filled": "⭐", tag: "🏷️", "thumbs-down": "👎",
  "thumbs-up": "👍", trash: "🗑️", upload: "📤", user: "👤", warning: "⚠️",
};

/** The sign of an icon; of one that is not known, its name. */
export function slackIcon({ name }) {
  const sign = Object.hasOwn(SIGNS, name) ? SIGNS[name] : null;
  return el("span", { class: "slack-icon", "aria-hidden": sign ? "true" : null }, sign ?? `（${name}）`);
}
