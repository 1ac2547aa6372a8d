// A list to choose from, opened beside a button: type to narrow, arrows to move, Enter to choose, Esc to leave.

import { el, freshId } from "./dom.js";

const NARROW_FROM = 9;

/**
 * @param {{anchor: HTMLElement, label: string, groups: {label?: string, options: {value: string, text: string,
 *   description?: string, face?: Node}[]}[], selected?: string, chosen: (value: string) => void}} request
 */
export function openMenu(request) {
  new Menu(request).open();
}

class Menu {
  constructor({ anchor, label, groups, selected, chosen }) {
    Object.assign(this, { anchor, groups, selected, chosen });
    this.list = el("div", {
      role: "listbox",
      id: freshId("choices"),
      class: "choices",
      "aria-label": label,
      tabindex: -1,
    });
    this.filter = this.#count() >= NARROW_FROM ? this.#filter(label) : null;
    this.box = el("div", { class: "menu", popover: "auto" }, this.filter, this.list);
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("toggle", (event) => event.newState === "closed" && this.#leave());
  }

  open() {
    this.anchor.after(this.box);
    this.#fill("");
    this.box.showPopover();
    this.#place();
    this.anchor.setAttribute("aria-expanded", "true");
    this.#activate(
      Math.max(
        0,
        this.shown.findIndex((option) => option.value === this.selected),
      ),
    );
    (this.filter ?? this.list).focus();
  }

  #count() {
    return this.groups.reduce((total, group) => total + group.options.length, 0);
  }

  #filter(label) {
    return el("input", {
      class: "menu-filter",
      role: "combobox",
      "aria-label": `${label}（文字で絞り込み）`,
      "aria-controls": this.list.id,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      placeholder: "絞り込む",
      autocomplete: "off",
      oninput: (event) => {
        this.#fill(event.target.value);
        this.#activate(0);
      },
    });
  }

  #fill(words) {
    this.shown = [];
    this.list.replaceChildren(...this.groups.flatMap((group) => this.#group(group, words)));
    if (!this.shown.length) this.list.append(el("p", { class: "menu-none" }, "当てはまるものがありません"));
  }

  #group({ label, options }, words) {
    const fitting = options.filter((option) => fits(option, words)).map((option) => this.#option(option));
    return label && fitting.length
      ? [el("div", { class: "menu-group", role: "presentation" }, label), ...fitting]
      : fitting;
  }

  #option(option) {
    const index = this.shown.push(option) - 1;
    return el(
      "div",
      {
        role: "option",
        id: `${this.list.id}-${index}`,
        class: "choice",
        "data-value": option.value,
        "aria-selected": String(option.value === this.selected),
        onclick: () => this.#choose(index),
        onmousemove: () => this.#activate(index),
      },
      option.face,
      el("span", { class: "who" }, el("span", { class: "who-name" }, option.text), described(option)),
    );
  }

  #activate(index) {
    this.active = index;
    for (const node of this.list.querySelectorAll(".choice")) node.classList.remove("active");
    const node = document.getElementById(`${this.list.id}-${index}`);
    node?.classList.add("active");
    node?.scrollIntoView({ block: "nearest" });
    (this.filter ?? this.list).setAttribute("aria-activedescendant", node?.id ?? "");
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const last = this.shown.length - 1;
    const moves = {
      ArrowDown: Math.min(this.active + 1, last),
      ArrowUp: Math.max(this.active - 1, 0),
      Home: 0,
      End: last,
    };
    if (event.key in moves) this.#activate(moves[event.key]);
    else if (event.key === "Enter" || (event.key === " " && !this.filter)) this.#choose(this.active);
    else if (event.key === "Tab") this.box.hidePopover();
    else if (event.key === "Escape") this.box.hidePopover();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(index) {
    const option = this.shown[index];
    if (!option) return;
    this.box.hidePopover();
    this.chosen(option.value);
  }

  #leave() {
    this.anchor.setAttribute("aria-expanded", "false");
    if (this.box.contains(document.activeElement) || document.activeElement === document.body) this.anchor.focus();
    this.box.remove();
  }

  /** Below the button, or above it where there is more room; always inside the window. */
  #place() {
    const button = this.anchor.getBoundingClientRect();
    const below = innerHeight - button.bottom - 12;
    const above = button.top - 12;
    const downwards = below >= Math.min(this.box.offsetHeight, 240) || below >= above;
    const style = this.box.style;
    style.minWidth = `${Math.min(button.width, innerWidth - 16)}px`;
    style.maxHeight = `${Math.max(120, downwards ? below : above)}px`;
    style.left = `${Math.max(8, Math.min(button.left, innerWidth - this.box.offsetWidth - 8))}px`;
    if (downwards) style.top = `${button.bottom + 4}px`;
    else style.bottom = `${innerHeight - button.top + 4}px`; // so that a narrowed list stays at its button
  }
}

function fits({ text, description }, words) {
  return `${text} ${description ?? ""}`
    .normalize("NFKC")
    .toLowerCase()
    .includes(words.normalize("NFKC").trim().toLowerCase());
}

function described({ description }) {
  return description && el("span", { class: "who-title" }, description);
}
