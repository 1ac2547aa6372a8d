// Where one types: Enter sends (never while an input method is composing), drafts stay, nothing typed is lost.

import { commandForm, SuggestionList, suggestions } from "./completion.js";
import { el, freshId, icon } from "./dom.js";
import { Said } from "./said.js";

const HINT = "Enterで送信・Shift+Enterで改行・@ で宛先";
const WITH_COMMANDS = `${HINT}・/ でコマンド`;
const TALLEST = 240;

export class Composer {
  /** `send(text)` resolves once it is taken, and rejects with the sentence to show. */
  constructor(place, { label, commands = [], people, send }) {
    Object.assign(this, { commands, people, send, chosenPeople: new Map() });
    this.input = this.#input(label, place.id);
    this.list = new SuggestionList(this.input, { chosen: (item) => this.#take(item) });
    this.hint = el("span", { class: "composer-hint", id: freshId("hint") });
    this.problem = el("p", { class: "composer-problem", role: "alert", "data-testid": "problem" });
    this.button = el("button", { type: "submit", class: "button primary send" }, icon("send"), "送信");
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
    this.#write(sessionStorage.getItem(this.key) ?? "");
  }

  /** Put words in, ready to be sent. */
  fill(text) {
    this.#write(text);
    this.focus();
  }

  focus() {
    this.input.focus();
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
    return el(
      "form",
      { class: "composer", onsubmit: submit },
      this.list.node,
      this.list.count,
      el(
        "div",
        { class: "composer-box" },
        this.input,
        el("div", { class: "composer-foot" }, this.hint, this.button),
      ),
      this.problem,
    );
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
    if (this.list.current.text.trim() === commandForm(this.input.value)) this.#submit();
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
    if (item.person) this.chosenPeople.set(item.person.name, item.person.id);
    this.input.value = item.text;
    this.input.setSelectionRange(item.caret, item.caret);
    this.#changed();
    this.focus();
  }

  async #submit() {
    const typed = this.input.value;
    if (!typed.trim() || this.form.ariaBusy === "true") return;
    this.list.show([]);
    this.problem.textContent = "";
    this.#busy(true);
    const { key, said } = this;
    try {
      await this.send(this.#addressed(commandForm(typed.trim())));
      this.#sent(key, said, typed);
    } catch (refusal) {
      if (refusal.keep === false) this.#sent(key, said, typed);
      if (key === this.key) this.problem.textContent = refusal.message;
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy) {
    this.form.ariaBusy = String(busy);
    this.input.readOnly = busy;
  }

  /** The words are out; but what was typed since, or in another room, stays. */
  #sent(key, said, typed) {
    said.add(typed.trim());
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
    this.form.classList.toggle("filled", Boolean(this.input.value.trim()));
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
  }
}
