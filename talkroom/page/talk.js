// What is said in the present room: its messages, its thread, its pins, and where one writes.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { messageDesk } from "./desk.js";
import { receivesFiles } from "./dropping.js";
import { isReply } from "./message.js";
import { emptyRoom, MessageList } from "./messages.js";
import { Pins } from "./pins.js";
import { globalShortcuts } from "./shortcuts.js";
import { ThreadPanel } from "./threads.js";

export class Talk {
  /**
   * `where()` tells the present user and channel, `attempt(work)` says what went wrong, `unread(channel)` counts what nobody sees.
   * `places` are the parts of the page: talk, log, empty, composer, thread, pins.
   */
  constructor({ people, commands, apps, files }, { places, names, where, attempt, unread }) {
    Object.assign(this, { commands, places, where, attempt, unread });
    const desk = messageDesk({ names, apps, where });
    this.list = this.#messages(desk);
    const writing = {
      people,
      upload: (file, hooks) => api.upload(where().user, file, hooks),
      largest: files.largest,
    };
    const parent = (ts) => this.list.find(ts)?.node;
    this.thread = new ThreadPanel(places.thread, { desk, where, parent, writing });
    this.composer = this.#composer({ commands, shortcuts: globalShortcuts(apps), ...writing });
    this.pins = this.#pinned(desk);
    receivesFiles(places.talk, (dropped) => this.composer.attach(dropped));
    document.addEventListener("visibilitychange", () => this.read());
  }

  #messages(desk) {
    const openThread = (ts) => this.attempt(() => this.thread.open(ts));
    const older = (before) => this.attempt(() => api.messages(this.where().user, this.where().channel, before));
    return new MessageList(this.places.log, { desk: { ...desk, openThread }, older });
  }

  #composer(knowing) {
    return new Composer(this.places.composer, {
      label: "メッセージを書く",
      ...knowing,
      send: (text, files) => api.type(this.where().user, this.where().channel, { text, files }),
      run: ({ app, callback_id: id }) => api.shortcut(this.where().user, { app, callback_id: id }),
    });
  }

  #pinned(desk) {
    return new Pins(this.places.pins, {
      ask: (channel) => api.pins(this.where().user, channel),
      desk: { ...desk, pin: (...pin) => this.attempt(() => desk.pin(...pin)) },
      reveal: (ts) => this.attempt(() => this.list.reveal(ts)),
      left: () => this.places.log.focus({ preventScroll: true }),
    });
  }

  /** Begin to read and write in another room. */
  async enter({ focused }) {
    const { user, channel } = this.where();
    const visit = {};
    Object.assign(this, { visit, readTo: null });
    this.composer.open(user, channel);
    if (focused) this.composer.focus(); // now, not later: that would interrupt
    this.list.wait();
    this.pins.enter(channel);
    this.places.empty.replaceChildren();
    const { messages, more } = await api.messages(user, channel);
    if (visit !== this.visit) return;
    this.list.show(messages, more);
    this.#showEmpty();
    this.read();
    await this.pins.refresh();
  }

  /** Read again after the connection was cut. */
  async catchUp() {
    const { visit } = this;
    const { user, channel } = this.where();
    const { messages, more } = await api.messages(user, channel);
    if (visit !== this.visit) return;
    this.list.catchUp(messages, more);
    this.#showEmpty();
    this.read();
    await this.thread.catchUp();
    await this.pins.refresh();
  }

  /** Something was said, changed or deleted in this room. */
  hear(event) {
    if (event.type === "message") this.#said(event.message);
    else if (event.type === "changed") this.#changed(event.message);
    else if (event.type === "deleted") this.#deleted(event);
  }

  /** Bring a message into view: in the room, or else in its thread. */
  async reveal(ts) {
    if (await this.list.reveal(ts)) return;
    const { user, channel } = this.where();
    const { messages } = await api.thread(user, channel, ts);
    const { thread_ts: parent } = messages.find((message) => message.ts === ts) ?? {};
    await this.list.reveal(parent);
    await this.thread.open(parent);
    await this.thread.list.reveal(ts);
  }

  /** It is shown again, after something else lay in its place. */
  return() {
    this.list.toEnd();
    this.read();
  }

  /** Nobody reads what lies behind another window or another tab. */
  get isAway() {
    return document.hidden || this.places.talk.hidden;
  }

  /** Tell the room how far this person has read, once they can see it. */
  read() {
    const last = this.list.messages.at(-1)?.ts;
    if (this.isAway || !last || last === this.readTo) return;
    this.readTo = last;
    this.attempt(() => api.read(this.where().user, this.where().channel, last));
  }

  #said(message) {
    const { user, channel } = this.where();
    const mine = message.user === user;
    this.thread.hear(message, { mine });
    if (isReply(message)) return this.#counted(message);
    this.list.put(message, { mine: mine || message.ephemeral });
    this.#showEmpty();
    this.read();
    if (this.isAway && !mine) this.unread(channel);
  }

  /** A reply shows in the room as one more under its parent. */
  #counted({ thread_ts: parent, ts, ephemeral }) {
    const view = this.list.find(parent);
    if (!view || ephemeral || view.message.latest_reply >= ts) return;
    view.update({ ...view.message, reply_count: (view.message.reply_count ?? 0) + 1, latest_reply: ts });
  }

  #changed(message) {
    this.thread.hear(message, { mine: false });
    this.list.update(message);
    this.attempt(() => this.pins.hear(message));
  }

  #deleted({ ts, thread_ts: thread }) {
    const { message } = this.list.find(thread) ?? {};
    if (message && thread !== ts) this.list.update({ ...message, reply_count: message.reply_count - 1 });
    this.thread.forget(ts);
    this.list.remove(ts);
    this.#showEmpty();
    this.attempt(() => this.pins.forget(ts));
  }

  #showEmpty() {
    const line = this.list.messages.length ? [] : [emptyRoom(this.commands, (text) => this.composer.fill(text))];
    this.places.empty.replaceChildren(...line);
  }
}
