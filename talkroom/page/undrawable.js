// Says what the page cannot draw, so that nothing is dropped in silence.

import { el } from "./dom.js";

export function undrawable(type) {
  return el("span", { class: "undrawable", "data-testid": "undrawable" }, `この部品（${type}）は表示できません`);
}
