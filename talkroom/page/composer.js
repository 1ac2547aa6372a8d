// Where one types: Enter sends (never while an input method is composing), drafts stay, nothing typed is lost.

import { commandForm, SuggestionList, suggestions } from "./completion.js";
import { once } from "./controls.js";
import { el, freshId, icon, tool } from "./dom.js";
import { Said } from "./said.js";
import { offerShortcuts } from "./shortcuts.js";
import { Tray } from "./tray.js";

const HINT = "Enterで送信・Shift+Enterで改行・@ で宛先";
const WITH_COMMANDS = `${HINT}・/ でコマンド`;
const TALLEST = 240;
const UNSENT = "送れなかったファイルがあります。外してから、もう一度お送りください。";
const NO_FILES = "コマンドと一緒にファイルは送れません。ファイルを外すか、コマンドを消してください。";

export class Composer {
  /**
   * `send(text, files)` resolves once it is taken, and rejects with the sentence to show; `upload` and `largest` are for files,
   * `run(shortcut)` starts a shortcut in the same way.
   */
  constructor(place, { label, commands = [], shortcuts = [], people, send, run, upload, largest }) {
    Object.assign(this, { commands, shortcuts, people, send, run, upload, largest });
    Object.assign(this, { chosenPeople: new Map(), trays: new Map() });
    this.input = this.#input(label, place.id);
    this.list = new SuggestionList(this.input, { chosen: (item) => this.#take(item) });
    this.hint = el("span", { class: "composer-hint", id: freshId("hint") });
    this.problem = el("p", { class: "composer-problem", role: "alert", "data-testid": "problem" });
    this.button = el("button", { type: "submit", class: "button primary send" }, icon("send"), "送信");
    this.attached = el("div", { class: "attached" });
    this.input.setAttribute("aria-describedby", this.hint.id);
    this.form = this.#form();
    place.replaceChildren(this.form);
  }

  /** Go on with what this person had begun to write here. */
  open(user, where) {
    this.#keepDraft();
    this.key = `talkroom.draft:${user}:${where}`;
    this.said = new Said(user);
    this.problem.textContent = "";
    this.attached.replaceChildren(this.#tray.node);
    this.#write(sessionStorage.getItem(this.key) ?? "");
  }

  /** Put words in, ready to be sent. */
  fill(text) {
    this.#write(text);
    this.focus();
  }

  /** Put files to what is being written. */
  attach(files) {
    this.#tray.add(files);
    this.focus();
  }

  focus() {
    this.input.focus();
  }

  get #tray() {
    if (!this.trays.has(this.key)) this.trays.set(this.key, this.#newTray());
    return this.trays.get(this.key);
  }

  #newTray() {
    return new Tray({
      upload: this.upload,
      largest: this.largest,
      changed: () => this.#fit(),
      emptied: () => this.focus(),
      refused: (sentence) => (this.problem.textContent = sentence),
    });
  }

  #input(label, id) {
    return el("textarea", {
      id: id && `${id}-text`,
      rows: 1,
      "aria-label": label,
      placeholder: label,
      autocomplete: "off",
      "data-testid": "composer",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.list.show([]),
    });
  }

  #form() {
    const submit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    const foot = el("div", { class: "composer-foot" }, this.#tools(), this.hint, this.button);
    return el(
      "form",
      { class: "composer", onsubmit: submit },
      this.list.node,
      this.list.count,
      el("div", { class: "composer-box" }, this.input, this.attached, foot),
      this.problem,
    );
  }

  #tools() {
    const upload = el("input", {
      type: "file",
      multiple: true,
      class: "unseen",
      tabindex: -1,
      "aria-hidden": "true",
      "data-testid": "upload",
    });
    upload.addEventListener("change", () => {
      this.attach(upload.files);
      upload.value = ""; // the same file can be chosen again
    });
    const attach = tool("attach", "clip", "ファイルを添付", () => upload.click());
    this.bolt = this.run && tool("shortcut-menu", "bolt", "ショートカット", () => this.#offerShortcuts());
    this.bolt?.setAttribute("aria-haspopup", "listbox");
    return el("div", { class: "composer-tools" }, upload, this.bolt, attach);
  }

  #offerShortcuts() {
    offerShortcuts(this.bolt, this.shortcuts, (shortcut) => this.#run(shortcut));
  }

  async #run(shortcut) {
    this.problem.textContent = "";
    try {
      await once(this.bolt, () => this.run(shortcut));
    } catch (refusal) {
      this.problem.textContent = refusal.message;
    }
  }

  #changed() {
    this.#fit();
    this.#keepDraft();
    this.#suggest();
    this.#hintAt();
  }

  #suggest() {
    const { value, selectionStart: caret } = this.input;
    this.list.show(suggestions(value, caret, this));
  }

  /** How the command that is being typed is used. */
  #usage() {
    const name = /^(\/\S+)\s/.exec(commandForm(`${this.input.value} `))?.[1];
    const command = this.commands.find((one) => one.name === name);
    return command?.usage_hint && `使い方：${command.name} ${command.usage_hint}`;
  }

  #hintAt() {
    const usage = this.#usage();
    this.hint.textContent = usage ?? (this.commands.length ? WITH_COMMANDS : HINT);
    this.hint.classList.toggle("usage", Boolean(usage));
  }

  #key(event) {
    // Safari ends the composition before the Enter that confirms it; only the key code tells.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.list.open ? this.#keyInList(event) : this.#keyInText(event)) event.preventDefault();
  }

  #keyInList(event) {
    if (event.key === "ArrowDown") this.list.move(1);
    else if (event.key === "ArrowUp") this.list.move(-1);
    else if (event.key === "Escape") this.#closeList(event);
    else if (event.key === "Tab" && !event.shiftKey) this.#take(this.list.current);
    else if (event.key === "Enter" && !event.shiftKey) this.#takeOrSend();
    else return false;
    return true;
  }

  #closeList(event) {
    event.stopPropagation();
    this.list.show([]);
  }

  /** Enter on a command that is already typed out sends it. */
  #takeOrSend() {
    if (this.list.current.text?.trim() === commandForm(this.input.value)) this.#submit();
    else this.#take(this.list.current);
  }

  #keyInText(event) {
    if (event.key === "Enter" && !event.shiftKey) this.#submit();
    else if (event.key === "ArrowUp" && !event.altKey) return this.#recall(this.said.earlier(this.input.value));
    else if (event.key === "ArrowDown" && !event.altKey) return this.#recall(this.said.later(this.input.value));
    else return false;
    return true;
  }

  #recall(text) {
    if (text === null) return false;
    this.#write(text);
    return true;
  }

  #take(item) {
    if (item.shortcut) {
      this.#write("");
      return this.#run(item.shortcut);
    }
    if (item.person) this.chosenPeople.set(item.person.name, item.person.id);
    this.input.value = item.text;
    this.input.setSelectionRange(item.caret, item.caret);
    this.#changed();
    this.focus();
  }

  async #submit() {
    const typed = this.input.value;
    const tray = this.#tray;
    if ((!typed.trim() && tray.isEmpty) || this.form.ariaBusy === "true") return;
    this.list.show([]);
    this.problem.textContent = "";
    this.#busy(true);
    const { key, said } = this;
    try {
      await this.#sendWith(tray, commandForm(typed.trim()));
      this.#sent(key, said, typed, tray);
    } catch (refusal) {
      if (refusal.keep === false) this.#sent(key, said, typed, tray);
      if (key === this.key) this.problem.textContent = refusal.message;
    } finally {
      this.#busy(false);
    }
  }

  async #sendWith(tray, text) {
    if (text.startsWith("/") && !tray.isEmpty) throw new Error(NO_FILES);
    if (!(await tray.settled())) throw new Error(UNSENT);
    await this.send(
      this.#addressed(text),
      tray.files.map(({ id }) => id),
    );
  }

  #busy(busy) {
    this.form.ariaBusy = String(busy);
    this.input.readOnly = busy;
  }

  /** The words are out; but what was typed since, or in another room, stays. */
  #sent(key, said, typed, tray) {
    if (typed.trim()) said.add(typed.trim());
    tray.clear();
    sessionStorage.removeItem(key);
    if (key === this.key && this.input.value === typed) this.#write("");
  }

  /** People chosen from the list go by their id. */
  #addressed(text) {
    const longestFirst = [...this.chosenPeople].sort(([one], [other]) => other.length - one.length);
    return longestFirst.reduce((words, [name, id]) => words.replaceAll(`@${name}`, `<@${id}>`), text);
  }

  #write(text) {
    this.input.value = text;
    this.#fit();
    this.#keepDraft();
    this.list.show([]);
    this.#hintAt();
  }

  #keepDraft() {
    if (!this.key) return;
    if (this.input.value) sessionStorage.setItem(this.key, this.input.value);
    else sessionStorage.removeItem(this.key);
  }

  #fit() {
    this.form.classList.toggle("filled", Boolean(this.input.value.trim()) || !this.#tray.isEmpty);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
  }
}
