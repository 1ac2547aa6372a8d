// The list of rooms and direct messages, with what is unread in each.

import { el, unseen } from "./dom.js";

export class RoomList {
  constructor(place, { entered }) {
    Object.assign(this, { place, entered, channels: [] });
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  show(channels, current) {
    const focused = this.place.contains(document.activeElement) && document.activeElement.dataset.channel;
    Object.assign(this, { channels, current });
    this.place.replaceChildren(...this.#group("トークルーム", "channel"), ...this.#group("ダイレクトメッセージ", "im"));
    if (focused) this.#button(focused)?.focus();
    this.#title();
  }

  select(channel) {
    this.show(
      this.channels.map((one) => (one.id === channel ? { ...one, unread: 0 } : one)),
      channel,
    );
  }

  addUnread(channel) {
    this.show(
      this.channels.map((one) => (one.id === channel ? { ...one, unread: one.unread + 1 } : one)),
      this.current,
    );
  }

  find(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  focus() {
    this.#button(this.current)?.focus();
  }

  /** Enter the room above or below the present one. */
  step(by) {
    const order = this.#order();
    const next = order[order.findIndex((channel) => channel.id === this.current) + by];
    if (next) this.entered(next.id);
  }

  #order() {
    return [
      ...this.channels.filter(({ kind }) => kind === "channel"),
      ...this.channels.filter(({ kind }) => kind === "im"),
    ];
  }

  #button(id) {
    return this.place.querySelector(`[data-channel="${CSS.escape(id)}"]`);
  }

  #group(title, kind) {
    const rooms = this.channels.filter((channel) => channel.kind === kind);
    if (!rooms.length) return [];
    return [
      el("h2", { class: "rooms-title" }, title),
      el(
        "ul",
        { class: "rooms" },
        rooms.map((room) => el("li", {}, this.#room(room))),
      ),
    ];
  }

  #room({ id, name, kind, unread, running }) {
    return el(
      "button",
      {
        type: "button",
        class: unread ? "room unread" : "room",
        "aria-current": id === this.current ? "page" : null,
        "data-testid": "room",
        "data-channel": id,
        onclick: () => this.entered(id),
      },
      el("span", { class: "room-sign", "aria-hidden": "true" }, sign(kind, running)),
      el("span", { class: "room-name" }, name),
      running ? null : el("span", { class: "room-stopped", "data-testid": "stopped" }, "停止中"),
      unread
        ? el(
            "span",
            { class: "room-unread", "data-testid": "unread" },
            unseen("未読"),
            String(unread),
            unseen("件"),
          )
        : null,
    );
  }

  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey) return;
    const buttons = [...this.place.querySelectorAll(".room")];
    buttons[buttons.indexOf(document.activeElement) + by]?.focus();
    event.preventDefault();
  }

  #title() {
    const unread = this.channels.reduce((sum, channel) => sum + channel.unread, 0);
    const name = this.find(this.current)?.name;
    document.title = `${unread ? `(${unread}) ` : ""}${name ? `${name} - ` : ""}トークルーム`;
  }
}

/** A full dot stands for an app that runs, an empty one for one that does not. */
function sign(kind, running) {
  if (kind !== "im") return "#";
  return running ? "●" : "○";
}
