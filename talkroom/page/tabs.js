// The two tabs of an app's direct messages: its Home, and what was said.

import { el } from "./dom.js";

const TABS = [
  { name: "home", words: "ホーム", testid: "home-tab" },
  { name: "messages", words: "メッセージ", testid: "messages-tab" },
];

export class Tabs {
  /** `panels` are the parts of the page by name, `chosen(name)` hears of a choice. */
  constructor(place, panels, { chosen }) {
    Object.assign(this, { place, panels, chosen });
    this.buttons = Object.fromEntries(TABS.map((tab) => [tab.name, this.#button(tab)]));
    place.setAttribute("role", "tablist");
    place.setAttribute("aria-label", "アプリの画面");
    place.append(...Object.values(this.buttons));
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Without tabs there are messages only. */
  show(name, shown = true) {
    this.place.hidden = !shown;
    for (const [each, panel] of Object.entries(this.panels)) {
      panel.hidden = each !== name;
      this.#describe(panel, shown && this.buttons[each]);
      this.buttons[each].setAttribute("aria-selected", String(each === name));
      this.buttons[each].tabIndex = each === name ? 0 : -1;
    }
  }

  #describe(panel, button) {
    const marks = { role: "tabpanel", "aria-labelledby": button?.id };
    for (const [mark, value] of Object.entries(marks))
      if (button) panel.setAttribute(mark, value);
      else panel.removeAttribute(mark);
  }

  #button({ name, words, testid }) {
    const attributes = { role: "tab", type: "button", class: "tab", id: testid, "data-testid": testid };
    return el("button", { ...attributes, onclick: () => this.chosen(name) }, words);
  }

  #key(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const other = Object.keys(this.buttons).find((name) => this.panels[name].hidden);
    this.chosen(other);
    this.buttons[other].focus();
  }
}
