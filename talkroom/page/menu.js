// A list to choose from, opened beside a button: type to narrow, arrows to move, Enter to choose, Esc to leave.

import { Asking } from "./asking.js";
import { el, freshId } from "./dom.js";
import { placeBeside } from "./placing.js";

const NARROW_FROM = 9;
const ROOMY = 240;
const ONE_WORD = 700; // milliseconds

/**
 * @typedef {{value: string, text: string, description?: string, face?: Node, disabled?: boolean, testid?: string}} Option
 * @typedef {{label?: string, options: Option[]}} Group
 * @param {{anchor: HTMLElement, label: string, groups?: Group[], selected?: string | string[], several?: boolean, most?: number,
 *   source?: {ask: (words: string) => Promise<Group[]>, least: number},
 *   chosen: (value: string, option: Option) => void, closed?: () => void}} request
 *   With `several`, `chosen` hears of each one that is put in or taken out, and the list stays open.
 */
export function openMenu(request) {
  new Menu(request).open();
}

class Menu {
  constructor({ anchor, label, groups = [], selected, several = false, most = Infinity, source, chosen, closed }) {
    Object.assign(this, { anchor, groups, several, most, chosen, closed, shown: [], typedAt: 0 });
    this.selected = new Set([selected ?? []].flat());
    this.list = this.#list(label);
    this.filter = source || this.#count() >= NARROW_FROM ? this.#filter(label) : null;
    this.note = el("p", { class: "menu-none", role: "status" });
    this.box = el("div", { class: "menu", popover: "auto" }, this.filter, this.list, this.note);
    this.asking = source && new Asking({ ...source, shown: (found) => this.#found(found) });
    this.box.addEventListener("keydown", (event) => this.#key(event));
    // Before, not after: whoever clicks elsewhere – on 「送信」 even – must find what was chosen here.
    this.box.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && this.closed?.());
    this.box.addEventListener("toggle", (event) => event.newState === "closed" && this.#leave());
  }

  open() {
    this.anchor.after(this.box);
    this.#narrow("");
    this.box.showPopover();
    placeBeside(this.box, this.anchor, this.asking ? ROOMY : Math.min(this.box.offsetHeight, ROOMY));
    this.anchor.setAttribute("aria-expanded", "true");
    this.#activate(
      Math.max(
        0,
        this.shown.findIndex(({ value }) => this.selected.has(value)),
      ),
    );
    (this.filter ?? this.list).focus();
  }

  #list(label) {
    const several = this.several ? "true" : null;
    const attributes = { role: "listbox", class: "choices", tabindex: -1, "aria-label": label };
    return el("div", { ...attributes, id: freshId("choices"), "aria-multiselectable": several });
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
      "data-testid": "menu-filter",
      placeholder: "絞り込む",
      autocomplete: "off",
      oninput: (event) => {
        this.#narrow(event.target.value);
        this.#activate(0);
      },
    });
  }

  #narrow(words) {
    if (this.asking) return this.asking.typed(words);
    this.#fill(words);
    this.#say(this.shown.length ? "" : "当てはまるものがありません");
  }

  #found({ groups = [], say = "", busy = false, failed = false }) {
    if (!busy) this.groups = groups;
    this.list.ariaBusy = String(busy);
    this.list.classList.toggle("stale", busy);
    if (!busy) this.#fill("");
    this.#say(say || (this.shown.length ? "" : "当てはまるものがありません"), failed);
    this.#activate(0);
  }

  #say(words, failed = false) {
    this.note.textContent = words;
    this.note.classList.toggle("failed", failed);
  }

  #fill(words) {
    this.shown = [];
    this.list.replaceChildren(...this.groups.flatMap((group) => this.#group(group, words)));
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
        "data-testid": option.testid,
        "aria-selected": String(this.selected.has(option.value)),
        "aria-disabled": option.disabled ? "true" : null,
        onclick: () => this.#choose(index),
        onmousemove: () => index !== this.active && this.#activate(index),
      },
      option.face,
      el("span", { class: "who" }, el("span", { class: "who-name" }, option.text), described(option)),
    );
  }

  #activate(index) {
    this.active = index;
    for (const node of this.list.querySelectorAll(".active")) node.classList.remove("active");
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
    else if (!this.#jump(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A short list has no field to type in: letters typed in it lead to what begins with them. */
  #jump({ key, timeStamp, ctrlKey, metaKey }) {
    if (this.filter || key.length !== 1 || ctrlKey || metaKey) return false;
    this.typed = timeStamp - this.typedAt < ONE_WORD ? this.typed + key : key;
    this.typedAt = timeStamp;
    const wanted = plainly(this.typed);
    const at = this.shown.findIndex(({ text }) => plainly(text).startsWith(wanted));
    if (at >= 0) this.#activate(at);
    return true;
  }

  #choose(index) {
    const option = this.shown[index];
    if (!option || option.disabled) return;
    if (this.several) return this.#toggle(option);
    this.box.hidePopover();
    this.anchor.focus({ preventScroll: true }); // before, so that a dialog that opens now gives the focus back to it
    this.chosen(option.value, option);
  }

  #toggle(option) {
    const { value } = option;
    if (!this.selected.has(value) && this.selected.size >= this.most)
      return this.#say(`選べるのは${this.most}件までです`, true);
    if (!this.selected.delete(value)) this.selected.add(value);
    this.list
      .querySelector(`[data-value="${CSS.escape(value)}"]`)
      .setAttribute("aria-selected", String(this.selected.has(value)));
    this.#say("");
    this.chosen(value, option);
  }

  #leave() {
    this.asking?.stop();
    this.anchor.setAttribute("aria-expanded", "false");
    if (this.box.contains(document.activeElement) || document.activeElement === document.body) this.anchor.focus();
    this.box.remove();
  }
}

const plainly = (text) => text.normalize("NFKC").toLowerCase();

function fits({ text, description }, words) {
  return plainly(`${text} ${description ?? ""}`).includes(plainly(words).trim());
}

function described({ description }) {
  return description && el("span", { class: "who-title" }, description);
}
