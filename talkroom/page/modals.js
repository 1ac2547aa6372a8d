// The modals that apps opened for this person: a stack, of which one works with the topmost.

import { Modal } from "./modal.js";

export class ModalStack {
  /** `desk` offers what views need, and `modal()` to ask for it. */
  constructor(desk) {
    Object.assign(this, { desk, modals: [], heard: 0 });
  }

  /** Show the whole stack as it is now. */
  show(views) {
    this.heard += 1;
    const ids = views.map(({ id }) => id);
    const kept = this.modals.findIndex(({ id }, at) => id !== ids[at]);
    const gone = kept < 0 ? [] : this.modals.splice(kept);
    for (const modal of gone.toReversed()) modal.remove({ forget: !ids.includes(modal.id) });
    this.modals.forEach((modal, at) => modal.show(views[at]));
    for (const view of views.slice(this.modals.length)) this.#push(view);
    this.modals.forEach((modal, at) => modal.stand(at, this.modals.length, this.modals[at - 1]));
  }

  /** Ask for the stack, unless the room tells of it in the meantime. */
  async refresh() {
    const { heard } = this;
    const { stack } = await this.desk.modal();
    if (heard === this.heard) this.show(stack);
  }

  /** Another person speaks now: theirs is another stack. What was typed stays for the return. */
  clear() {
    this.heard += 1;
    for (const modal of this.modals.splice(0).toReversed()) modal.remove({ forget: false });
  }

  #push(view) {
    const modal = new Modal(view, this.desk, () => this.refresh());
    this.modals.push(modal);
    modal.open();
  }
}
