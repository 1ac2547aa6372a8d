// The panel of one thread, beside the room or over it on a narrow screen.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { receivesFiles } from "./dropping.js";
import { isReply } from "./message.js";
import { MessageList } from "./messages.js";

export class ThreadPanel {
  /**
   * `where()` tells the present user and channel, `parent(ts)` finds the message in the room to go back to, `writing` is what a composer
   * needs to know of people and files.
   */
  constructor(panel, { desk, where, parent, writing }) {
    Object.assign(this, { panel, where, parent, ts: null });
    const log = el("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": "スレッドのメッセージ",
      tabindex: 0,
    });
    const foot = el("div", { class: "composer-place" });
    panel.replaceChildren(this.#head(), log, foot);
    this.list = new MessageList(log, { desk });
    this.composer = new Composer(foot, {
      label: "返信を書く",
      ...writing,
      send: (text, files) => this.#send(text, files),
    });
    receivesFiles(panel, (files) => this.composer.attach(files));
  }

  #head() {
    const close = () => this.close();
    return el(
      "header",
      { class: "panel-head" },
      el("h2", {}, "スレッド"),
      el(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "スレッドを閉じる",
          "data-testid": "close-thread",
          onclick: close,
        },
        icon("close"),
      ),
    );
  }

  async open(ts) {
    const { user, channel } = this.where();
    this.ts = ts;
    this.#show(true);
    this.composer.open(user, `${channel}:${ts}`);
    this.list.wait();
    const { messages } = await api.thread(user, channel, ts);
    if (this.ts !== ts) return;
    this.list.show(messages);
    this.composer.focus();
  }

  close() {
    if (!this.ts) return;
    const inside = this.panel.contains(document.activeElement);
    this.#show(false);
    if (inside) this.parent(this.ts)?.focus({ preventScroll: true });
    this.ts = null;
    this.list.show([]);
  }

  /** Read again after the connection was cut. */
  async catchUp() {
    if (!this.ts) return;
    const { ts } = this;
    const { user, channel } = this.where();
    const { messages } = await api.thread(user, channel, ts);
    if (this.ts === ts) this.list.catchUp(messages, false);
  }

  /** A message that is new or changed somewhere in the room. */
  hear(message, { mine }) {
    const belongs = message.ts === this.ts || (isReply(message) && message.thread_ts === this.ts);
    if (belongs) this.list.put(message, { mine });
  }

  forget(ts) {
    if (ts === this.ts) this.close();
    else this.list.remove(ts);
  }

  #show(open) {
    this.panel.hidden = !open;
    document.body.classList.toggle("with-thread", open);
  }

  async #send(text, files) {
    const { user, channel } = this.where();
    await api.type(user, channel, { text, files, thread_ts: this.ts });
  }
}
