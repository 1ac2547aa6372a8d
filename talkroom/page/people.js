// Who is in the room: names, coloured initials, and the person one speaks as.

import { el, icon, unseen } from "./dom.js";
import { openMenu } from "./menu.js";

/** Looks up what an id is called. */
export class Names {
  constructor(people) {
    this.people = new Map(people.map((person) => [person.id, person]));
    this.channels = new Map();
  }

  setChannels(channels) {
    this.channels = new Map(channels.map((channel) => [channel.id, channel]));
  }

  person(id, otherwise = id) {
    return this.people.get(id)?.name ?? otherwise;
  }

  channel(id) {
    return this.channels.get(id)?.name ?? "見られないトークルーム";
  }
}

const TINTS = ["#2f6f5e", "#7a5a1e", "#3f5f94", "#8a4b5e", "#5b5a8c", "#4d6b2f", "#8a5238", "#3c6a78"];

/** A round initial in the person's colour; decoration only, the name stands beside it. */
export function avatar({ id, name, colour }) {
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, [...(name || "？")][0]);
  face.style.backgroundColor = colour || TINTS[sum(id ?? name) % TINTS.length];
  return face;
}

function sum(text) {
  return [...text].reduce((total, letter) => total + letter.codePointAt(0), 0);
}

const REMEMBERED = "talkroom.person";

/** The switch 「話す人」; the choice is kept per tab, so that two windows can be two people. */
export class Switcher {
  constructor(place, people, { chosen }) {
    this.people = people.filter((person) => person.kind !== "app");
    this.chosen = chosen;
    this.button = el("button", {
      type: "button",
      class: "switcher",
      "aria-haspopup": "listbox",
      "data-testid": "person-switcher",
      onclick: () => this.#open(),
    });
    place.replaceChildren(el("div", { class: "switcher-label", "aria-hidden": "true" }, "話す人"), this.button);
  }

  /** The person this tab spoke as last, or the first. */
  remembered() {
    const id = sessionStorage.getItem(REMEMBERED);
    return this.people.find((person) => person.id === id) ?? this.people[0];
  }

  show(person) {
    this.current = person;
    sessionStorage.setItem(REMEMBERED, person.id);
    this.button.replaceChildren(avatar(person), unseen("話す人："), card(person), icon("down"));
  }

  #open() {
    openMenu({
      anchor: this.button,
      label: "話す人を選ぶ",
      groups: [{ options: this.people.map(choice) }],
      selected: this.current.id,
      chosen: (id) => this.chosen(this.people.find((person) => person.id === id)),
    });
  }
}

function card(person) {
  return el(
    "span",
    { class: "who" },
    el("span", { class: "who-name" }, person.name),
    el("span", { class: "who-title" }, position(person)),
  );
}

function choice(person) {
  return { value: person.id, text: person.name, description: position(person), face: avatar(person) };
}

function position({ title, is_restricted: guest }) {
  return [...new Set([title, guest && "ゲスト"])].filter(Boolean).join("・");
}
