// Puts the page together: who speaks, in which room, and what is heard there.

import { api } from "./api.js";
import { Clock } from "./clock.js";
import { viewDesk } from "./desk.js";
import { Drawer } from "./drawer.js";
import { refusesStrayFiles } from "./dropping.js";
import { Home } from "./home.js";
import { Live } from "./live.js";
import { hatchings } from "./marks.js";
import { isReply } from "./message.js";
import { ModalStack } from "./modals.js";
import { notify } from "./notice.js";
import { Names, Switcher } from "./people.js";
import { RoomList } from "./rooms.js";
import { Tabs } from "./tabs.js";
import { Talk } from "./talk.js";
import { timing } from "./timing.js";
import { startOver, Training } from "./training.js";

const VISITED = "talkroom.channel";
const TAB = "talkroom.tab";
const place = (id) => document.getElementById(id);

class Page {
  constructor(state) {
    this.names = new Names(state.people);
    this.apps = state.apps;
    this.where = () => ({ user: this.person.id, channel: this.channel });
    place("team").textContent = state.team.name;
    this.#buildSide(state);
    this.#buildHead(state);
    this.#buildRoom(state);
    this.#listen();
  }

  #buildSide({ people }) {
    this.drawer = new Drawer(place("sidebar"), place("open-drawer"), place("shade"));
    this.rooms = new RoomList(place("rooms"), {
      entered: (channel) => this.#attempt(() => this.enter(channel)),
    });
    this.switcher = new Switcher(place("switcher"), people, {
      chosen: (person) => this.#attempt(() => this.speakAs(person)),
    });
  }

  #buildHead({ clock, faults }) {
    this.clock = new Clock(place("clock"));
    this.clock.set(clock);
    timing(this.clock.button, {
      now: () => this.clock.now(),
      refresh: () => this.#attempt(async () => this.clock.set((await api.state()).clock)),
      nextDue: () => this.clock.nextDue(),
      move: (by) => this.#attempt(async () => this.clock.set(await api.moveClock(by))),
    });
    this.training = new Training(place("training"), place("drill"), {
      set: api.setFault,
      reset: api.reset,
      names: this.names,
    });
    this.training.show(faults);
  }

  #buildRoom(state) {
    const { names, where } = this;
    const parts = ["talk", "log", "empty", "composer", "thread", "pins"];
    this.talk = new Talk(state, {
      places: Object.fromEntries(parts.map((part) => [part, place(part)])),
      names,
      where,
      attempt: (work) => this.#attempt(work),
      unread: (channel) => this.rooms.addUnread(channel),
    });
    const desk = viewDesk({ names, largest: state.files.largest, where });
    this.modals = new ModalStack(desk);
    this.home = new Home(place("home"), desk, () => this.live.since);
    const panels = { home: place("home"), messages: place("talk") };
    this.tabs = new Tabs(place("tabs"), panels, { chosen: (tab) => this.#attempt(() => this.#turnTo(tab)) });
  }

  #listen() {
    this.live = new Live({
      heard: (event) => this.#hear(event),
      opened: () => this.#attempt(() => this.#catchUp()),
      cut: () => (place("cut").hidden = false),
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("hashchange", () => this.follow(location.hash));
  }

  /** Nothing changes until the rooms are known; then all at once, so that no word is sent under the wrong name. */
  async speakAs(person) {
    this.chosen = person;
    const { channels } = await api.channels(person.id);
    if (person !== this.chosen) return;
    this.live.stop();
    this.modals.clear();
    this.person = person;
    this.switcher.show(person);
    this.#showRooms(channels);
    const visited = channels.find((channel) => channel.id === sessionStorage.getItem(VISITED));
    await this.enter((visited ?? channels[0]).id);
    if (person !== this.person) return;
    this.live.follow(person.id);
    await this.modals.refresh();
  }

  /** Go where a permalink points: #channel/ts. */
  async follow(hash) {
    const [channel, ts] = hash.slice(1).split("/");
    if (!ts) return;
    history.replaceState(null, "", location.pathname); // loading again must not lead back there
    await this.#goTo(channel, ts).catch((refusal) => notify(refusal.message));
  }

  async #goTo(channel, ts) {
    if (!this.rooms.find(channel)) throw new Error(`リンク先のトークルームは、「${this.person.name}」では見られません。`);
    if (channel !== this.channel) await this.enter(channel);
    if (this.app) await this.#turnTo("messages");
    await this.talk.reveal(ts);
  }

  #showRooms(channels) {
    this.names.setChannels(channels);
    this.rooms.show(channels, this.channel);
  }

  async enter(channel) {
    this.talk.thread.close();
    this.drawer.close();
    this.channel = channel;
    sessionStorage.setItem(VISITED, channel);
    this.rooms.select(channel);
    this.#showHead(this.rooms.find(channel));
    const tab = this.#showTabs(channel);
    const focused = tab === "messages" && matchMedia("(hover: hover)").matches;
    await Promise.all([this.talk.enter({ focused }), tab === "home" && this.home.open(this.app)]);
  }

  #showHead({ name, topic, kind }) {
    place("room-name").textContent = kind === "im" ? name : `# ${name}`;
    place("topic").textContent = topic;
  }

  /** Direct messages with an app that has a Home have two tabs; which one was open is kept. */
  #showTabs(channel) {
    const { with: other } = this.rooms.find(channel);
    this.app = this.apps.find((app) => app.home && app.user === other) ?? null;
    const tab = (this.app && sessionStorage.getItem(`${TAB}:${channel}`)) || "messages";
    this.home.close();
    this.tabs.show(tab, Boolean(this.app));
    return tab;
  }

  async #turnTo(tab) {
    sessionStorage.setItem(`${TAB}:${this.channel}`, tab);
    this.tabs.show(tab);
    if (tab === "home") return this.home.open(this.app);
    this.home.close();
    this.talk.return();
  }

  #hear(event) {
    const { type, channel } = event;
    if (type === "clock") this.clock.set(event);
    else if (type === "modal") this.modals.show(event.stack);
    else if (type === "home") this.home.hear(event);
    else if (type === "faults") this.training.show(event.faults);
    else if (type === "reset") startOver();
    else if (type === "channels") this.#rereadRooms().catch(() => {}); // once connected again they are read anyway
    else if (channel === this.channel) this.talk.hear(event);
    else this.#elsewhere(event);
  }

  #elsewhere({ type, channel, message }) {
    if (type === "message" && message.user !== this.person.id && !isReply(message)) this.rooms.addUnread(channel);
  }

  async #catchUp() {
    place("cut").hidden = true;
    await this.#rereadRooms();
    await this.talk.catchUp();
    await Promise.all([this.modals.refresh(), this.home.catchUp()]);
    const { clock, faults } = await api.state();
    this.clock.set(clock);
    this.training.show(faults);
  }

  async #rereadRooms() {
    const { person } = this;
    const { channels } = await api.channels(person.id);
    if (person !== this.person) return;
    const seen = ({ id }) => id === this.channel && !this.talk.isAway;
    this.#showRooms(channels.map((one) => (seen(one) ? { ...one, unread: 0 } : one)));
  }

  #key(event) {
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (document.querySelector("dialog[open]")) return;
    if (isK) this.#toRooms();
    else if (event.altKey && by) this.rooms.step(by);
    else if (event.key !== "Escape") return;
    else if (!this.drawer.close()) this.talk.thread.close();
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
  refusesStrayFiles();
  const page = new Page(await api.state());
  await page.speakAs(page.switcher.remembered());
  await page.follow(location.hash);
}

start().catch((refusal) => (place("trouble").textContent = refusal.message));
