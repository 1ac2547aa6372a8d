// Tells in passing that something is done; it goes by itself.

import { el } from "./dom.js";

const SHOWN_FOR = 4000;

export function notify(words) {
  document.querySelector(".notice")?.remove();
  const node = el("p", { class: "notice", role: "status", popover: "manual", "data-testid": "notice" });
  (document.querySelector("dialog[open]:last-of-type") ?? document.body).append(node);
  node.showPopover();
  node.textContent = words; // after it stands there, so that it is read aloud
  setTimeout(() => node.remove(), SHOWN_FOR);
}
