// The pinned messages of a room: how many there are, and the list of them.

import { day, moment, time } from "./clock.js";
import { el, freshId, icon } from "./dom.js";
import { MessageView } from "./message.js";

export class Pins {
  /**
   * `ask(channel)` fetches them, `desk` draws them, `reveal(ts)` goes to one in the room; `left()` hears that the list was closed when
   * no pin was left.
   */
  constructor(place, { ask, desk, reveal, left }) {
    Object.assign(this, { ask, desk, reveal, left, messages: [] });
    this.count = el("span");
    this.button = el(
      "button",
      {
        type: "button",
        class: "head-button",
        hidden: true,
        "data-testid": "pins",
        "aria-haspopup": "dialog",
        onclick: () => this.#open(),
      },
      icon("pin"),
      el("span", { class: "head-word" }, "ピン留め"),
      this.count,
    );
    place.replaceChildren(this.button);
  }

  enter(channel) {
    this.channel = channel;
    this.#show([]);
  }

  async refresh() {
    const { channel } = this;
    const { messages } = await this.ask(channel);
    if (channel === this.channel) this.#show(messages);
  }

  /** A message of this room is new or has changed: does that change the list? */
  async hear(message) {
    const known = this.messages.some(({ ts }) => ts === message.ts);
    if (known || message.pinned) await this.refresh();
  }

  async forget(ts) {
    if (this.messages.some((message) => message.ts === ts)) await this.refresh();
  }

  #show(messages) {
    this.messages = messages;
    this.button.hidden = !messages.length;
    this.count.textContent = messages.length;
    if (this.list) this.#fill();
  }

  #open() {
    const title = freshId("title");
    this.list = el("ol", { class: "pin-list" });
    const close = () => dialog.close();
    const dialog = el(
      "dialog",
      { class: "panel", "aria-labelledby": title, "data-testid": "pin-list" },
      el(
        "header",
        { class: "panel-head" },
        el("h2", { id: title }, "ピン留めしたメッセージ"),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": "閉じる", onclick: close },
          icon("close"),
        ),
      ),
      this.list,
    );
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      this.list = null;
      dialog.remove();
      if (!this.gone) this.#giveBack();
      this.gone = false;
    });
    this.#fill();
    document.body.append(dialog);
    dialog.showModal();
  }

  #giveBack() {
    if (this.button.hidden) this.left();
    else this.button.focus();
  }

  #fill() {
    const focused = this.list.contains(document.activeElement);
    const none = el("li", { class: "empty" }, "ピン留めしたメッセージはありません。");
    this.list.replaceChildren(...(this.messages.length ? this.messages.map((one) => this.#item(one)) : [none]));
    if (focused) this.list.closest("dialog").querySelector("button").focus(); // what was pressed is gone
  }

  #item(message) {
    const { names, me, pin } = this.desk;
    const desk = { ...this.desk, names, me, react: null, openThread: null };
    const { node } = new MessageView(message, desk);
    const said = moment(message.ts);
    return el(
      "li",
      { class: "pin-item" },
      node,
      el(
        "div",
        { class: "pin-foot" },
        el("span", { class: "soft" }, `${day(said)} ${time(said)}`),
        el(
          "button",
          { type: "button", class: "button small", onclick: () => this.#go(message) },
          "この場所へ移動",
        ),
        el("button", { type: "button", class: "button small", onclick: () => pin(message, false) }, "外す"),
      ),
    );
  }

  #go(message) {
    this.gone = true; // the focus goes to the message, not back to the button
    this.list.closest("dialog").close();
    this.reveal(message.ts);
  }
}
