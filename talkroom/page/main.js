// Puts the page together: who speaks, in which room, and what is heard there.

import { api } from "./api.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Drawer } from "./drawer.js";
import { Live } from "./live.js";
import { hatchings } from "./marks.js";
import { isReply } from "./message.js";
import { emptyRoom, MessageList } from "./messages.js";
import { Names, Switcher } from "./people.js";
import { RoomList } from "./rooms.js";
import { ThreadPanel } from "./threads.js";
import { timing } from "./timing.js";

const VISITED = "talkroom.channel";
const place = (id) => document.getElementById(id);

class Page {
  constructor(state) {
    this.names = new Names(state.people);
    this.commands = state.commands;
    this.clock = new Clock(place("clock"));
    this.clock.set(state.clock);
    timing(this.clock.button, {
      now: () => this.clock.now(),
      move: (by) => this.#attempt(async () => this.clock.set(await api.moveClock(by))),
    });
    place("team").textContent = state.team.name;
    this.drawer = new Drawer(place("sidebar"), place("open-drawer"), place("shade"));
    this.#build(state);
    this.#listen();
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", () => this.#read());
    window.addEventListener("hashchange", () => this.#attempt(() => this.follow(location.hash)));
  }

  #build({ people, commands }) {
    const where = () => ({ user: this.person.id, channel: this.channel });
    const press = (message, action) => api.press(this.person.id, this.channel, { ts: message.ts, ...action });
    const openThread = (ts) => this.#attempt(() => this.thread.open(ts));
    const older = (before) => this.#attempt(() => api.messages(this.person.id, this.channel, before));
    this.rooms = new RoomList(place("rooms"), { entered: (channel) => this.#attempt(() => this.enter(channel)) });
    this.list = new MessageList(place("log"), { desk: { names: this.names, press, openThread }, older });
    const parent = (ts) => this.list.find(ts)?.node;
    this.thread = new ThreadPanel(place("thread"), {
      desk: { names: this.names, press },
      where,
      parent,
      people,
    });
    this.composer = new Composer(place("composer"), {
      label: "メッセージを書く",
      commands,
      people,
      send: (text) => api.type(this.person.id, this.channel, text),
    });
    this.switcher = new Switcher(place("switcher"), people, {
      chosen: (person) => this.#attempt(() => this.speakAs(person)),
    });
  }

  #listen() {
    this.live = new Live({
      heard: (event) => this.#hear(event),
      opened: () => this.#attempt(() => this.#catchUp()),
      cut: () => (place("cut").hidden = false),
    });
  }

  /** Nothing changes until the rooms are known; then all at once, so that no word is sent under the wrong name. */
  async speakAs(person) {
    this.chosen = person;
    const { channels } = await api.channels(person.id);
    if (person !== this.chosen) return;
    this.live.stop();
    this.person = person;
    this.switcher.show(person);
    this.#showRooms(channels);
    const visited = channels.find((channel) => channel.id === sessionStorage.getItem(VISITED));
    await this.enter((visited ?? channels[0]).id);
    if (person === this.person) this.live.follow(person.id);
  }

  /** Go where a permalink points: #channel/ts. */
  async follow(hash) {
    const [channel, ts] = hash.slice(1).split("/");
    if (!ts || !this.rooms.find(channel)) return;
    if (channel !== this.channel) await this.enter(channel);
    await this.list.reveal(ts);
  }

  #showRooms(channels) {
    this.names.setChannels(channels);
    this.rooms.show(channels, this.channel);
  }

  async enter(channel) {
    this.thread.close();
    this.drawer.close();
    const visit = {};
    Object.assign(this, { channel, visit, readTo: null });
    sessionStorage.setItem(VISITED, channel);
    this.rooms.select(channel);
    this.#showHead(this.rooms.find(channel));
    this.composer.open(this.person.id, channel);
    if (matchMedia("(hover: hover)").matches) this.composer.focus(); // now, not later: that would interrupt
    this.list.wait();
    place("empty").replaceChildren();
    const { messages, more } = await api.messages(this.person.id, channel);
    if (visit !== this.visit) return;
    this.list.show(messages, more);
    this.#showEmpty();
    this.#read();
  }

  #showHead({ name, topic, kind }) {
    place("room-name").textContent = kind === "im" ? name : `# ${name}`;
    place("topic").textContent = topic;
  }

  #showEmpty() {
    const line = this.list.messages.length ? [] : [emptyRoom(this.commands, (text) => this.composer.fill(text))];
    place("empty").replaceChildren(...line);
  }

  #hear(event) {
    const { type, channel, message } = event;
    if (type === "clock") this.clock.set(event);
    else if (type === "channels") this.#attempt(() => this.#rereadRooms());
    else if (channel !== this.channel) this.#elsewhere(event);
    else if (type === "message") this.#said(message);
    else if (type === "changed") this.#changed(message);
    else if (type === "deleted") this.#deleted(event);
  }

  #elsewhere({ type, channel, message }) {
    if (type === "message" && message.user !== this.person.id && !isReply(message)) this.rooms.addUnread(channel);
  }

  #said(message) {
    const mine = message.user === this.person.id;
    this.thread.hear(message, { mine });
    if (isReply(message)) return this.#counted(message);
    this.list.put(message, { mine: mine || message.ephemeral });
    this.#showEmpty();
    this.#read();
    if (document.hidden && !mine) this.rooms.addUnread(this.channel);
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
  }

  #deleted({ ts, thread_ts: thread }) {
    const { message } = this.list.find(thread) ?? {};
    if (message && thread !== ts) this.list.update({ ...message, reply_count: message.reply_count - 1 });
    this.thread.forget(ts);
    this.list.remove(ts);
    this.#showEmpty();
  }

  async #catchUp() {
    place("cut").hidden = true;
    await this.#rereadRooms();
    const { visit } = this;
    const { messages, more } = await api.messages(this.person.id, this.channel);
    if (visit !== this.visit) return;
    this.list.catchUp(messages, more);
    this.#showEmpty();
    await this.thread.catchUp();
    this.clock.set((await api.state()).clock);
  }

  async #rereadRooms() {
    const { person } = this;
    const { channels } = await api.channels(person.id);
    if (person !== this.person) return;
    this.#showRooms(
      channels.map((one) => (one.id === this.channel && !document.hidden ? { ...one, unread: 0 } : one)),
    );
  }

  /** Tell the room how far this person has read, once they can see it. */
  #read() {
    const last = this.list.messages.at(-1)?.ts;
    if (document.hidden || !last || last === this.readTo) return;
    this.readTo = last;
    this.#attempt(() => api.read(this.person.id, this.channel, last));
  }

  #key(event) {
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (document.querySelector("dialog[open]")) return;
    if (isK) this.#toRooms();
    else if (event.altKey && by) this.rooms.step(by);
    else if (event.key !== "Escape") return;
    else if (!this.drawer.close()) this.thread.close();
    event.preventDefault();
  }

  #toRooms() {
    this.drawer.open();
    this.rooms.focus();
  }

  /** What fails outside the composer is said at the top; the next success takes it away. */
  async #attempt(work) {
    try {
      const result = await work();
      place("trouble").textContent = "";
      return result;
    } catch (refusal) {
      place("trouble").textContent = refusal.message;
    }
  }
}

async function start() {
  document.body.append(hatchings());
  const page = new Page(await api.state());
  await page.speakAs(page.switcher.remembered());
  await page.follow(location.hash);
}

start().catch((refusal) => (place("trouble").textContent = refusal.message));
