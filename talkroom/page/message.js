// One message: who said it, when, what, and what one can do with it.

import { contents } from "./blocks.js";
import { moment, time } from "./clock.js";
import { el, icon, unseen } from "./dom.js";
import { emoji } from "./emoji.js";
import { avatar } from "./people.js";

/**
 * A message as the room's API gives it.
 * @typedef {{ts: string, user: string, name: string, colour?: string, app: boolean, text: string, blocks: object[],
 *   ephemeral: boolean, edited: boolean, thread_ts?: string, reply_count?: number, latest_reply?: string,
 *   command?: string, reactions: {name: string, count: number, users: string[]}[]}} Message
 */

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export class MessageView {
  /** `desk` offers names, `press(message, action)` and, where threads can be opened, `openThread(ts)`. */
  constructor(message, desk) {
    this.desk = desk;
    this.head = el("header", { class: "message-head" });
    this.content = el("div", { class: "message-content" });
    this.foot = el("div", { class: "message-foot" });
    this.alert = el("p", { class: "message-alert", role: "alert" });
    this.face = el("div", { class: "message-face" });
    this.node = el(
      "article",
      {
        class: "message",
        tabindex: -1,
        "data-testid": "message",
        "data-ts": message.ts,
        "data-user": message.user,
      },
      this.face,
      el("div", { class: "message-body" }, this.head, this.content, this.foot, this.alert),
      this.#replyButton(message),
    );
    this.update(message);
  }

  /** Show the message as it is now; what did not change is left alone, with its sorting, pages and focus. */
  update(message) {
    const said = JSON.stringify([message.text, message.blocks]);
    if (JSON.stringify(message) === JSON.stringify(this.message)) return;
    this.message = message;
    this.node.classList.toggle("ephemeral", message.ephemeral);
    this.face.replaceChildren(avatar({ id: message.user, name: message.name, colour: message.colour }));
    this.head.replaceChildren(...byline(message));
    this.foot.replaceChildren(...this.#footing(message));
    if (said !== this.said) this.#say(message);
    this.said = said;
  }

  #say(message) {
    const focused = this.content.contains(document.activeElement) && document.activeElement.dataset.actionId;
    const press = (action) => this.#press(action);
    this.alert.textContent = "";
    this.content.replaceChildren(...contents(message, { names: this.desk.names, text: message.text, press }));
    if (focused) this.#readOn(focused);
  }

  /** What was pressed gave way to its answer: the keyboard stays here, and one reads from the head. */
  #readOn(focused) {
    const same = this.content.querySelector(`[data-action-id="${CSS.escape(focused)}"]`);
    (same ?? this.node).focus({ preventScroll: true });
    const above = this.node.getBoundingClientRect().top < this.node.closest(".log").getBoundingClientRect().top;
    if (above) this.node.scrollIntoView({ block: "start" });
  }

  async #press(action) {
    this.alert.textContent = "";
    try {
      await this.desk.press(this.message, action);
    } catch (refusal) {
      this.alert.textContent = refusal.message;
    }
  }

  #replyButton({ ts, ephemeral }) {
    if (!this.desk.openThread || ephemeral) return null;
    const open = () => this.desk.openThread(ts);
    return el(
      "button",
      { type: "button", class: "reply", "data-testid": "reply", title: "スレッドで返信", onclick: open },
      icon("reply"),
      unseen("スレッドで返信"),
    );
  }

  #footing(message) {
    return [
      message.edited && el("span", { class: "edited" }, "（編集済み）"),
      message.ephemeral &&
        el("p", { class: "only-you", "data-testid": "only-you" }, "あなただけに表示されています"),
      message.reactions?.length && reactions(message.reactions, this.desk.names),
      message.reply_count > 0 && this.desk.openThread && this.#replies(message),
    ].filter(Boolean);
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

function reactions(list, names) {
  const item = ({ name, count, users }) =>
    el(
      "li",
      { title: users.map((user) => names.person(user)).join("、") },
      emoji(name) ?? `:${name}:`,
      ` ${count}`,
      unseen("人"),
    );
  return el("ul", { class: "reactions", "aria-label": "リアクション" }, list.map(item));
}
