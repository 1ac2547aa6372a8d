// A view – a modal or a Home – as it stands on the page: its blocks, what is chosen and typed in it, what the app is told.

import { Answers, elementsIn } from "./answers.js";
import { wrong } from "./checks.js";
import { BlockList } from "./drawn.js";
import { isStateful } from "./values.js";

export class View {
  /**
   * `desk` offers names, me(), channel(), pressIn(view, action), optionsIn(view, asked), upload and largest; `failed(sentence)` says
   * what went wrong.
   */
  constructor(place, view, { desk, failed }) {
    Object.assign(this, { desk, failed, fields: new Map(), trays: new Map() });
    const hear = (blockId) => this.fields.get(blockId)?.say("");
    const { values: known, id } = view;
    const channel = view.channel ?? desk.channel(); // opened from ⚡, it still belongs to the room one looks at
    this.answers = new Answers({ known, channel, key: `talkroom.view:${desk.me()}:${id}`, changed: hear });
    this.list = new BlockList(place, this.#around());
    this.show(view);
  }

  show(view) {
    this.view = view;
    this.answers.keepOnly(view.blocks);
    this.list.show(view.blocks);
    const inputs = view.blocks.filter(({ type }) => type === "input"); // another kind of block may bear the same id now
    const present = new Set(inputs.map((block) => block.block_id));
    const elements = new Set(elementsIn(view.blocks).map(({ element }) => element.action_id));
    for (const id of this.trays.keys()) if (!elements.has(id)) this.trays.delete(id);
    for (const id of this.fields.keys()) if (!present.has(id) && !this.#stands(id)) this.fields.delete(id);
  }

  get touched() {
    return this.answers.touched;
  }

  state() {
    return this.answers.state(this.view.blocks);
  }

  /** Wait for files on their way; false when one of them did not arrive. */
  async settled() {
    return (await Promise.all([...this.trays.values()].map((tray) => tray.settled()))).every(Boolean);
  }

  /** What is not right yet, by block: {block_id: sentence}. */
  wrong() {
    const known = [...this.fields].filter(([, { block }]) => isStateful(block.element)); // what is not drawn is not asked
    const found = known.map(([id, { block }]) => [id, wrong(block, this.#value(block))]);
    return Object.fromEntries(found.filter(([, sentence]) => sentence));
  }

  /** Say at each field what is wrong with it, go to the first, and return the sentences that belong to none. */
  mark(errors) {
    for (const [id, field] of this.fields) field.say(errors[id] ?? "");
    this.#inOrder()
      .find(([id]) => errors[id])?.[1]
      .focus();
    return Object.entries(errors)
      .filter(([id]) => !this.fields.has(id))
      .map(([, sentence]) => sentence);
  }

  #around() {
    const { desk } = this;
    return {
      names: desk.names,
      me: desk.me(),
      answers: this.answers,
      form: this,
      upload: desk.upload,
      largest: desk.largest,
      press: (action) => this.#press(action),
      options: (asked) => desk.optionsIn(this.view, asked),
    };
  }

  /** An input block was drawn (again): its own part of the form. */
  add(block, field) {
    this.fields.set(block.block_id, { block, ...field });
  }

  /** The files of an element: on their way, they outlive its being drawn anew. */
  tray({ action_id: id }, make) {
    if (!this.trays.has(id)) this.trays.set(id, make());
    return this.trays.get(id);
  }

  async #press(action) {
    this.failed("");
    try {
      await this.desk.pressIn(this.view, { ...action, state: this.state() });
    } catch (refusal) {
      this.failed(refusal.message);
    }
  }

  #value({ element, block_id: id }) {
    return this.answers.place(element, id).value;
  }

  #stands(id) {
    return this.fields.get(id).node.isConnected;
  }

  #inOrder() {
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
    return [...this.fields].sort(([, one], [, other]) => (follows(one.node, other.node) ? 1 : -1));
  }
}
