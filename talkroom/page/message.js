// One message: who said it, when, what, and what one can do with it.

import { Answers } from "./answers.js";
import { contents } from "./blocks.js";
import { moment, time } from "./clock.js";
import { el, icon } from "./dom.js";
import { editor } from "./editing.js";
import { files } from "./files.js";
import { avatar } from "./people.js";
import { reactions } from "./reactions.js";
import { toolbar } from "./toolbar.js";

/**
 * A message as the room's API gives it.
 * @typedef {{ts: string, user: string, name: string, colour?: string, app: boolean, text: string, blocks: object[],
 *   ephemeral: boolean, edited: boolean, mine?: boolean, pinned?: boolean, files?: object[], chosen?: object, thread_ts?: string, reply_count?: number, latest_reply?: string,
 *   command?: string, reactions: {name: string, count: number, users: string[]}[]}} Message
 */

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export class MessageView {
  /**
   * `desk` offers names, me(), apps, `press(message, action)`, `options(message, asked)`, what the toolbar does, and, where threads can
   * be opened, `openThread(ts)`.
   */
  constructor(message, desk) {
    this.desk = desk;
    this.head = el("header", { class: "message-head" });
    this.content = el("div", { class: "message-content" });
    this.foot = el("div", { class: "message-foot" });
    this.alert = el("p", { class: "message-alert", role: "alert" });
    this.face = el("div", { class: "message-face" });
    const marks = { "data-testid": "message", "data-ts": message.ts, "data-user": message.user };
    this.node = el(
      "article",
      { class: "message", tabindex: -1, ...marks },
      this.face,
      el("div", { class: "message-body" }, this.head, this.content, this.foot, this.alert),
      message.ephemeral || !desk.react ? null : toolbar(this),
    );
    this.update(message);
  }

  /** Show the message as it is now; what did not change is left alone, with its sorting, pages and focus. */
  update(message) {
    const said = JSON.stringify([message.text, message.blocks, message.files]);
    if (JSON.stringify(message) === JSON.stringify(this.message)) return;
    this.message = message;
    this.node.classList.toggle("ephemeral", message.ephemeral);
    this.node.classList.toggle("pinned", Boolean(message.pinned));
    this.face.replaceChildren(avatar({ id: message.user, name: message.name, colour: message.colour }));
    this.head.replaceChildren(...byline(message));
    this.#showFoot(message);
    if (said !== this.said && !this.editing) this.#say(message);
    this.said = said;
  }

  /** Open one's own words for writing. */
  edit() {
    this.editing = true;
    const leave = () => {
      this.editing = false;
      this.#say(this.message);
      this.node.focus({ preventScroll: true });
    };
    const save = async (text) => {
      await this.desk.edit(this.message, text);
      leave();
    };
    const { node, focus } = editor(this.message.text, { names: this.desk.names, save, leave });
    this.content.replaceChildren(node);
    focus();
    node.scrollIntoView({ block: "nearest" });
  }

  /** Do something with this message; what goes wrong is said at its foot. */
  async attempt(work) {
    this.alert.textContent = "";
    try {
      await work();
    } catch (refusal) {
      this.alert.textContent = refusal.message;
    }
  }

  #say(message) {
    const focused = this.content.contains(document.activeElement) && document.activeElement.dataset.actionId;
    this.alert.textContent = "";
    const attached = message.files?.length ? files(message.files) : null;
    this.content.replaceChildren(...contents(message, this.#around(message)), ...[attached].filter(Boolean));
    if (focused) this.#readOn(focused);
  }

  #around({ chosen: known = {}, blocks }) {
    const { names, me } = this.desk;
    const answers = new Answers({ known, channel: this.desk.channel?.() });
    const press = (action) =>
      this.attempt(() => this.desk.press(this.message, { ...action, state: answers.state(blocks) }));
    return { names, me: me?.(), answers, press, options: (asked) => this.desk.options(this.message, asked) };
  }

  /** What was pressed gave way to its answer: the keyboard stays here, and one reads from the head. */
  #readOn(focused) {
    const same = this.content.querySelector(`[data-action-id="${CSS.escape(focused)}"]`);
    (same ?? this.node).focus({ preventScroll: true });
    const above = this.node.getBoundingClientRect().top < this.node.closest(".log").getBoundingClientRect().top;
    if (above) this.node.scrollIntoView({ block: "start" });
  }

  /** The foot is drawn anew; whoever pressed a reaction stays on it. */
  #showFoot(message) {
    const { name } = this.foot.contains(document.activeElement) ? document.activeElement.dataset : {};
    this.foot.replaceChildren(...this.#footing(message));
    if (name)
      (this.foot.querySelector(`[data-name="${CSS.escape(name)}"]`) ?? this.node).focus({ preventScroll: true });
  }

  #footing(message) {
    return [
      message.pinned && el("span", { class: "pinned-mark", "data-testid": "pinned" }, icon("pin"), "ピン留め"),
      message.edited && el("span", { class: "edited" }, "（編集済み）"),
      message.ephemeral &&
        el("p", { class: "only-you", "data-testid": "only-you" }, "あなただけに表示されています"),
      message.reactions?.length && this.#reactions(message),
      message.reply_count > 0 && this.desk.openThread && this.#replies(message),
    ].filter(Boolean);
  }

  #reactions(message) {
    const react = (...reaction) => this.attempt(() => this.desk.react?.(...reaction));
    return reactions(message, { names: this.desk.names, me: this.desk.me ?? (() => null), react });
  }

  #replies({ ts, reply_count: count, latest_reply: latest }) {
    const last = latest ? el("span", { class: "soft" }, `最後の返信 ${time(moment(latest))}`) : null;
    return el(
      "button",
      { type: "button", class: "replies", "data-testid": "replies", onclick: () => this.desk.openThread(ts) },
      `${count}件の返信`,
      last,
    );
  }
}

function byline({ ts, name, app, command }) {
  const said = moment(ts);
  return [
    el("span", { class: "author" }, name),
    app && el("span", { class: "app-badge" }, "APP"),
    el("time", { class: "soft", datetime: said.toISOString() }, time(said)),
    command && el("code", { class: "command-line", "data-testid": "command-line" }, command),
  ].filter(Boolean);
}
