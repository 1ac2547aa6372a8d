// An app's Home, as it published it for this person.

import { el } from "./dom.js";
import { View } from "./view.js";

export class Home {
  /** `desk` offers what views need, and `home(app)`; `heardSince()` tells from when on nothing is missed. */
  constructor(place, desk, heardSince) {
    Object.assign(this, { place, desk, heardSince });
  }

  /** Open an app's Home; looking at it tells the app, which may well publish it only then. */
  async open(app) {
    const visit = {};
    Object.assign(this, { app, visit, view: null });
    this.place.setAttribute("aria-busy", "true");
    this.place.replaceChildren();
    this.asked = -Infinity;
    if (this.heardSince() === Infinity) return; // catchUp() asks once one hears: the app's answer must not be missed
    try {
      const view = await this.#ask();
      if (visit === this.visit && !this.view) this.#show(view);
    } finally {
      if (visit === this.visit) this.place.removeAttribute("aria-busy");
    }
  }

  async #ask() {
    this.asked = performance.now();
    return (await this.desk.home(this.app.id)).view;
  }

  close() {
    Object.assign(this, { app: null, visit: null, view: null });
    this.place.replaceChildren();
  }

  /** It was published, or changed. */
  hear({ app, view }) {
    if (app === this.app?.id) this.#show(view);
  }

  async catchUp() {
    const { visit, app } = this;
    if (!app || this.asked > this.heardSince()) return;
    const view = await this.#ask();
    if (visit === this.visit) this.#show(view);
  }

  #show(view) {
    this.place.removeAttribute("aria-busy");
    if (!view) return this.#showNothing();
    const { scrollTop } = this.place;
    if (this.view?.view.id === view.id) this.view.show(view);
    else this.#draw(view);
    this.place.scrollTop = scrollTop;
  }

  #draw(view) {
    const blocks = el("div", { class: "home-blocks blocks" });
    const error = el("p", { class: "trouble home-error", role: "alert", "data-testid": "home-error" });
    this.place.replaceChildren(error, blocks);
    this.view = new View(blocks, view, { desk: this.desk, failed: (sentence) => (error.textContent = sentence) });
  }

  #showNothing() {
    this.view = null;
    const words = `「${this.app.name}」のホームは、まだ準備されていません。「メッセージ」タブから話しかけてみてください。`;
    this.place.replaceChildren(el("p", { class: "empty home-empty", "data-testid": "home-empty" }, words));
  }
}
