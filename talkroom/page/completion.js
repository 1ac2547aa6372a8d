// Offers commands and shortcuts after "/" and people after "@" while one types.

import { el, freshId, icon } from "./dom.js";
import { avatar } from "./people.js";

const COMMAND = /^[/／]\S*$/;
const PERSON = /(?<![A-Za-z0-9])[@＠]([^\s@＠]*)$/;

/** A command may be typed in full-width letters: "／ｈｅｌｐ　日程" is "/help 日程". */
export function commandForm(text) {
  const [, first, rest] = /^\s*(\S*)(?:\s+([\s\S]*))?$/.exec(text);
  const name = first.normalize("NFKC");
  if (!/^\/[^/]+$/.test(name)) return text;
  return rest ? `${name} ${rest}` : name;
}

/**
 * Each either completes what is typed (`text`, `caret`) or is a `shortcut` to run.
 * @returns {{label: string, detail: string, usage?: string, text?: string, caret?: number, person?: object, shortcut?: object}[]}
 */
export function suggestions(text, caret, { commands, shortcuts = [], people }) {
  const typed = text.slice(0, caret);
  if (COMMAND.test(typed) && caret === text.length)
    return [
      ...commands.filter(startsLike(typed)).map(asCommand),
      ...shortcuts.filter(named(typed)).map(asShortcut),
    ];
  const found = PERSON.exec(typed);
  return found
    ? people
        .filter(calledLike(found[1]))
        .slice(0, 30)
        .map((person) => asPerson(person, text, caret, found))
    : [];
}

const startsLike = (typed) => (command) => command.name.startsWith(typed.normalize("NFKC").toLowerCase());

function asCommand({ name, description, usage_hint: usage }) {
  return { label: name, detail: description, usage, text: `${name} `, caret: name.length + 1 };
}

const named = (typed) => (shortcut) =>
  shortcut.name.normalize("NFKC").toLowerCase().includes(typed.slice(1).normalize("NFKC").toLowerCase());

function asShortcut(shortcut) {
  return {
    label: shortcut.name,
    detail: [shortcut.description, shortcut.appName].filter(Boolean).join("・"),
    shortcut,
  };
}

function calledLike(words) {
  const wanted = words.normalize("NFKC").toLowerCase();
  return ({ name, title }) => `${name} ${title ?? ""}`.normalize("NFKC").toLowerCase().includes(wanted);
}

function asPerson(person, text, caret, found) {
  const before = `${text.slice(0, found.index)}@${person.name} `;
  return {
    label: person.name,
    detail: person.title ?? "",
    text: before + text.slice(caret),
    caret: before.length,
    person,
  };
}

/** The list above the composer; the focus stays in the text. */
export class SuggestionList {
  constructor(input, { chosen }) {
    Object.assign(this, { input, chosen, items: [], active: 0 });
    this.node = el("div", {
      class: "suggestions",
      role: "listbox",
      id: freshId("suggestions"),
      "aria-label": "入力の候補",
      hidden: true,
    });
    this.count = el("span", { class: "unseen", role: "status" });
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.node.id);
  }

  get open() {
    return !this.node.hidden;
  }

  show(items) {
    this.items = items;
    this.node.hidden = !items.length;
    this.node.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.count.textContent = items.length ? `候補が${items.length}件あります` : "";
    if (items.length) this.#activate(0);
    else this.input.removeAttribute("aria-activedescendant");
  }

  move(by) {
    this.#activate((this.active + by + this.items.length) % this.items.length);
  }

  /** The suggestion Enter or Tab would take. */
  get current() {
    return this.items[this.active];
  }

  #option(item, index) {
    return el(
      "div",
      {
        class: "suggestion",
        role: "option",
        id: `${this.node.id}-${index}`,
        "aria-selected": "false",
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.chosen(item),
      },
      item.person ? avatar(item.person) : null,
      item.shortcut ? icon("bolt") : null,
      el("span", { class: "suggestion-label" }, item.label),
      item.usage ? el("span", { class: "suggestion-usage" }, item.usage) : null,
      el("span", { class: "suggestion-detail" }, item.detail),
    );
  }

  #activate(index) {
    this.active = index;
    this.items.forEach((_, at) => this.node.children[at].setAttribute("aria-selected", String(at === index)));
    this.node.children[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.node.children[index].id);
  }
}
