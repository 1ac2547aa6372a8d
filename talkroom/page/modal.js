// One modal: a dialog with its title, its blocks and its two ends – sent, or left.

import { confirmed } from "./dialog.js";
import { el, freshId, icon } from "./dom.js";
import { elementsIn } from "./answers.js";
import { plain } from "./mrkdwn.js";
import { notify } from "./notice.js";
import { keepsFocus } from "./trap.js";
import { View } from "./view.js";

const UNSAVED = {
  title: { text: "入力の途中です" },
  text: { type: "plain_text", text: "入力した内容は保存されません。閉じますか。" },
  confirm: { text: "閉じる" },
  deny: { text: "入力に戻る" },
  style: "danger",
};

export class Modal {
  /** `desk` offers what views need, and `submit(view, state)`, `close(view)`; `refresh()` asks for the stack as it is now. */
  constructor(view, desk, refresh) {
    Object.assign(this, { id: view.id, desk, refresh, from: document.activeElement });
    this.message = this.from?.closest(".message");
    const title = freshId("title");
    this.app = el("p", { class: "modal-app" });
    this.title = el("h2", { id: title, tabindex: -1 });
    this.error = el("p", { class: "modal-error", role: "alert", "data-testid": "modal-error" });
    this.body = el("div", { class: "modal-body blocks" });
    this.closer = el("button", {
      type: "button",
      class: "button",
      "data-testid": "modal-cancel",
      onclick: () => this.leave(),
    });
    this.submitter = el("button", { type: "submit", class: "button primary", "data-testid": "modal-submit" });
    this.x = el(
      "button",
      { type: "button", class: "icon-button", "data-testid": "modal-close", onclick: () => this.leave() },
      icon("close"),
    );
    this.dialog = this.#dialog(title);
    this.inner = new View(this.body, view, {
      desk,
      failed: (sentence) => this.#fail(sentence),
    });
    this.show(view);
  }

  #dialog(title) {
    const form = el(
      "form",
      { class: "modal-form", novalidate: true, onsubmit: (event) => this.#submitted(event) },
      el("header", { class: "modal-head" }, el("div", { class: "modal-title" }, this.app, this.title), this.x),
      this.error,
      this.body,
      el("footer", { class: "modal-foot" }, this.closer, this.submitter),
    );
    const dialog = el("dialog", { class: "modal", "aria-labelledby": title, "data-testid": "modal" }, form);
    // The browser closes a dialog at the second Escape whatever a page says: it must not hear of either.
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => this.#reopen());
    keepsFocus(dialog);
    return dialog;
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#begin();
  }

  /** Show the view as it is now; what was typed stays. */
  show(view) {
    const { scrollTop } = this.body;
    const same = this.view && this.view.hash === view.hash;
    this.view = view;
    if (!same) this.#busy(false);
    this.app.textContent = view.app?.name ?? "";
    this.title.textContent = plain(view.title);
    this.dialog.dataset.view = view.id;
    if (!same) this.inner.show(view);
    const sent = document.activeElement === this.submitter;
    this.#label(view);
    if (sent && this.submitter.hidden) this.closer.focus(); // where it is hidden, no key would reach the dialog
    this.body.scrollTop = scrollTop;
  }

  /** Its place in the stack: how deep it lies, and what one goes back to. */
  stand(at, count, below) {
    this.dialog.classList.toggle("below", at < count - 1);
    this.dialog.style.setProperty("--depth", at);
    this.dialog.style.setProperty("--above", count - 1 - at);
    const back = below && `閉じて「${plain(below.view.title)}」に戻る`;
    this.x.setAttribute("aria-label", back ?? "閉じる");
    this.x.title = back ?? "閉じる";
    this.x.replaceChildren(icon(below ? "back" : "close"));
    this.dialog.classList.toggle("stacked", Boolean(below));
    if (below && !this.view.close) this.closer.textContent = "戻る";
  }

  /** Ask first where something was typed; the app is told by the room. */
  async leave() {
    if (this.submitter.ariaBusy === "true") return;
    if (this.inner.touched && !(await confirmed(UNSAVED, this.desk.names))) return;
    this.#fail("");
    this.ended = true;
    try {
      await this.desk.close(this.view);
      await this.refresh();
    } catch (refusal) {
      this.#fail(refusal.message);
      this.refresh().catch(() => {}); // it may be gone already
    }
  }

  remove({ forget }) {
    this.removed = true;
    const wondersWhy = forget && this.inner.touched && !this.ended;
    if (forget) this.inner.answers.forget();
    this.dialog.close();
    this.dialog.remove();
    this.#giveBack();
    if (wondersWhy) notify(`「${plain(this.view.title)}」は、別の画面で送信されたか、閉じられました。`);
  }

  /** The focus goes back to what opened the modal, or to its message where that was drawn anew. */
  #giveBack() {
    const back = [this.from, this.message].find((node) => node?.isConnected);
    back?.focus({ preventScroll: true });
  }

  /** Where the app wants one to begin, or at the first field; on a telephone no keyboard jumps up by itself. */
  #begin() {
    const wanted = elementsIn(this.view.blocks).find(({ element }) => element.focus_on_load)?.element;
    const named = wanted && this.body.querySelector(`[data-action-id="${CSS.escape(wanted.action_id)}"]`);
    if (!named && matchMedia("(hover: none)").matches) return this.title.focus();
    const field = named ?? this.body.querySelector("[data-testid=field]");
    const control = field?.matches("[role]") ? field.querySelector("input") : field;
    (control ?? (this.submitter.hidden ? this.closer : this.submitter)).focus({ preventScroll: !named });
  }

  #label({ submit, close }) {
    this.submitter.hidden = !submit;
    this.submitter.textContent = plain(submit);
    this.closer.textContent = plain(close) || (submit ? "やめる" : "閉じる");
  }

  #key(event) {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Escape" && !sends) return;
    event.preventDefault();
    event.stopPropagation();
    if (sends) this.#send();
    else this.leave();
  }

  #reopen() {
    if (!this.removed && this.dialog.isConnected) this.dialog.showModal();
  }

  #submitted(event) {
    event.preventDefault();
    this.#send();
  }

  async #send() {
    if (this.submitter.hidden || this.submitter.disabled || this.submitter.ariaBusy === "true") return;
    this.#fail("");
    if (this.#stumbles(this.inner.wrong())) return;
    this.#busy(true);
    this.ended = true;
    try {
      if (!(await this.inner.settled()))
        throw new Error("送れなかったファイルがあります。外すか、選び直してください。");
      const { errors } = await this.desk.submit(this.view, this.inner.state());
      if (!errors) return await this.#sent();
      this.#stumbles(errors);
    } catch (refusal) {
      this.#fail(refusal.message);
    }
    this.#busy(false);
  }

  /** It is with the app. The room tells what comes next – closed, changed, or another on top. */
  async #sent() {
    this.inner.answers.forget();
    await this.refresh();
    this.#busy(false);
  }

  #stumbles(errors) {
    if (!Object.keys(errors).length) return false;
    const elsewhere = this.inner.mark(errors);
    if (elsewhere.length) this.#fail(elsewhere.join("\n"));
    return true;
  }

  #fail(sentence) {
    this.error.textContent = sentence;
  }

  #busy(busy) {
    this.submitter.ariaBusy = String(busy);
    this.dialog.classList.toggle("busy", busy);
  }
}
