// The list of messages of a room or a thread: in order, by day, and kept at its end while one reads there.
// A last message taller than the window is shown from its head, as one reads it from there.

import { day, moment } from "./clock.js";
import { el, unseen } from "./dom.js";
import { MessageView } from "./message.js";

const NEAR = 48;
const ABOVE = 8;
const TOGETHER = 5 * 60;

export class MessageList {
  /** `older(before)` fetches what was said before a ts: {messages, more}, or nothing where that fails. */
  constructor(log, { desk, older = null }) {
    Object.assign(this, { log, desk, older, views: [], stuck: true });
    this.early = el(
      "button",
      { type: "button", class: "button small early", hidden: true, onclick: () => this.#readOlder() },
      "以前のメッセージを読む",
    );
    this.inner = el("div", { class: "log-inner" });
    this.pill = el(
      "button",
      { type: "button", class: "pill", hidden: true, onclick: () => this.toEnd() },
      "新しいメッセージへ ↓",
    );
    log.replaceChildren(this.early, this.inner, this.pill);
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const keep = new ResizeObserver(() => (this.stuck ? this.toEnd() : this.#holdOn()));
    keep.observe(this.inner);
    keep.observe(log);
  }

  get messages() {
    return this.views.map((view) => view.message);
  }

  /** Empty, until it is known what was said here. */
  wait() {
    this.log.setAttribute("aria-busy", "true");
    Object.assign(this, { stuck: true, waiting: true, views: [] });
    this.early.hidden = true;
    this.pill.hidden = true;
    this.#arrange();
  }

  /** Begin anew with these messages; nothing of it is read aloud. */
  show(messages, more = false) {
    this.log.setAttribute("aria-busy", "true");
    const heard = this.#heardWhileWaiting(messages.at(-1)?.ts ?? "");
    this.views = [...messages.map((message) => new MessageView(message, this.desk)), ...heard];
    this.early.hidden = !more;
    this.#arrange();
    this.toEnd();
    requestAnimationFrame(() => this.log.removeAttribute("aria-busy"));
  }

  /** What was said after these were read, and heard before they arrived, is not in them. */
  #heardWhileWaiting(last) {
    const heard = this.waiting ? this.views.filter(({ message: { ts } }) => ts > last) : [];
    this.waiting = false;
    return heard;
  }

  /** Take over what was missed: new, changed and vanished messages of the stretch these cover. */
  catchUp(messages, more) {
    const known = new Set(this.messages.map((message) => message.ts));
    if (more && !messages.some((message) => known.has(message.ts))) return this.show(messages, more);
    const now = new Set(messages.map((message) => message.ts));
    const from = more ? messages[0].ts : "";
    this.views = this.views.filter(({ message: { ts } }) => ts < from || now.has(ts));
    for (const message of messages) this.#place(message);
    this.#arrange();
    this.log.removeAttribute("aria-busy"); // where the room could not be read when it was entered
  }

  /** A message that is new or has changed. */
  put(message, { mine = false } = {}) {
    const reads = this.#readsOn;
    if (!this.#place(message)) return;
    this.#arrange();
    if (reads) this.stuck = false; // nobody is torn away from a long message
    if (mine || this.stuck) this.toEnd();
    else this.pill.hidden = false;
  }

  update(message) {
    this.find(message.ts)?.update(message);
  }

  find(ts) {
    return this.views.find((view) => view.message.ts === ts);
  }

  /** Whoever was at the message that goes stays beside it. */
  remove(ts) {
    const at = this.views.findIndex((view) => view.message.ts === ts);
    if (at < 0) return;
    const [gone] = this.views.splice(at, 1);
    const focused = gone.node.contains(document.activeElement);
    this.#arrange();
    if (focused) (this.views[Math.max(0, at - 1)]?.node ?? this.log).focus({ preventScroll: true });
  }

  /** Bring one message into view, reading back as far as it lies; returns whether it is there. */
  async reveal(ts) {
    while (!this.find(ts) && !this.early.hidden && this.messages[0].ts > ts) {
      const first = this.messages[0].ts;
      await this.#readOlder();
      if (this.messages[0].ts === first) return false;
    }
    const view = this.find(ts);
    if (!view) return false;
    this.stuck = false;
    view.node.focus({ preventScroll: true });
    view.node.scrollIntoView({ block: "center" });
    return true;
  }

  toEnd() {
    this.stuck = true;
    this.pill.hidden = true;
    const last = this.views.at(-1);
    const head = last?.day?.isConnected ? last.day : last?.node;
    this.log.scrollTop = (head?.offsetTop ?? 0) - ABOVE; // as far as the log goes
    this.broughtTo = this.log.scrollTop;
  }

  get #readsOn() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight >= NEAR;
  }

  #place(message) {
    const view = this.find(message.ts);
    if (view) view.update(message);
    else
      this.views.splice(
        this.views.findLastIndex((other) => other.message.ts < message.ts) + 1,
        0,
        new MessageView(message, this.desk),
      );
    return !view;
  }

  async #readOlder() {
    if (this.reading || this.early.hidden) return;
    this.reading = true;
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    const present = this.views;
    const page = await this.older(present[0].message.ts);
    this.reading = false;
    if (!page || this.views !== present) return;
    this.views.unshift(...page.messages.map((message) => new MessageView(message, this.desk)));
    this.early.hidden = !page.more;
    this.#arrange();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }

  #scrolled() {
    this.#holdTo();
    // Charts and pictures grow after they are put in: only where a person scrolled does one stay behind the end.
    if (this.stuck && this.log.scrollTop === this.broughtTo) return;
    this.stuck = !this.#readsOn;
    if (this.stuck) this.pill.hidden = true;
    if (this.log.scrollTop < NEAR && !this.stuck) this.#readOlder();
  }

  /** Remember the lowest message whose head can be seen, and where. */
  #holdTo() {
    const bottom = this.log.scrollTop + this.log.clientHeight - NEAR;
    const { node } = this.views.findLast((view) => view.node.offsetTop < bottom) ?? {};
    this.held = node && { node, from: node.offsetTop - this.log.scrollTop };
  }

  /** Lines break anew where the width changes: what one reads stays in its place. */
  #holdOn() {
    if (this.held?.node.isConnected) this.log.scrollTop = this.held.node.offsetTop - this.held.from;
  }

  /** Bring the DOM into the order of the views; nodes already in place are not touched. */
  #arrange() {
    const wanted = this.views.flatMap((view, index) => this.#withDay(view, this.views[index - 1]));
    const keep = new Set(wanted);
    for (const node of [...this.inner.children]) if (!keep.has(node)) node.remove();
    wanted.forEach((node, index) => {
      if (this.inner.children[index] !== node) this.inner.insertBefore(node, this.inner.children[index] ?? null);
    });
  }

  #withDay(view, before) {
    const words = day(moment(view.message.ts));
    const newDay = !before || day(moment(before.message.ts)) !== words;
    view.node.classList.toggle("continued", !newDay && continues(view.message, before.message));
    if (!newDay) return [view.node];
    if (view.day?.textContent !== words) view.day = el("h2", { class: "day" }, el("span", {}, words));
    return [view.day, view.node];
  }
}

/** Said by the same one within minutes: the name need not stand there again. */
function continues(message, before) {
  if (message.user !== before.user || message.command || message.app) return false;
  return message.ephemeral === before.ephemeral && message.ts - before.ts < TOGETHER;
}

/** The one line of an empty room: what to type first. */
export function emptyRoom(commands, use) {
  if (!commands.length) return el("p", { class: "empty" }, "まだメッセージはありません。最初のひとことをどうぞ。");
  const example = [commands[0].name, firstHint(commands[0].usage_hint)].filter(Boolean).join(" ");
  const button = el(
    "button",
    { type: "button", class: "example", onclick: () => use(example) },
    example,
    unseen("を入力欄に入れる"),
  );
  return el("p", { class: "empty", "data-testid": "empty" }, "まず ", button, " と入力してみてください");
}

function firstHint(hint = "") {
  return hint
    .split(/[|｜·・,、／\n]/)[0]
    .replace(/[[\]<>［］＜＞]/g, "")
    .trim();
}
