// What is chosen and typed in the elements of a message or a view: kept by block_id and action_id, whatever is redrawn.

import { first, held, isStateful, still, told } from "./values.js";

export class Answers {
  /** `known` is what the room knows, `key` where the tab keeps what is typed, `channel` the place it is asked in. */
  constructor({ known = {}, key = null, channel = null, changed = () => {} }) {
    Object.assign(this, { known, key, channel, changed });
    this.entries = new Map(Object.entries(key ? JSON.parse(sessionStorage.getItem(key) ?? "{}") : {}));
  }

  /** The place of one element: its `value`, and `set(value)`. */
  place(element, blockId) {
    const name = `${blockId}\n${element.action_id}`;
    if (this.entries.get(name)?.type !== element.type) this.entries.set(name, this.#begin(element, blockId));
    const entry = this.entries.get(name);
    entry.value = still(element, entry.value);
    return {
      get value() {
        return entry.value;
      },
      set: (value) => this.#set(entry, element, value, blockId),
    };
  }

  /** Whether a person chose or typed anything that differs from what stood there. */
  get touched() {
    return [...this.entries.values()].some((entry) => entry.touched);
  }

  /** Everything that is chosen and typed in these blocks, as the room wants it. */
  state(blocks) {
    const values = {};
    for (const { element, blockId } of elementsIn(blocks)) {
      if (!isStateful(element)) continue;
      (values[blockId] ??= {})[element.action_id] = told(element, this.place(element, blockId).value);
    }
    return values;
  }

  /** Forget the elements that are no longer there: should one return, it begins anew. */
  keepOnly(blocks) {
    const present = new Set(elementsIn(blocks).map(({ element, blockId }) => `${blockId}\n${element.action_id}`));
    for (const name of this.entries.keys()) if (!present.has(name)) this.entries.delete(name);
  }

  forget() {
    if (this.key) sessionStorage.removeItem(this.key);
  }

  #begin(element, blockId) {
    const raw = this.known[blockId]?.[element.action_id];
    const value = raw === undefined ? first(element, this.channel) : held(element, raw);
    return { type: element.type, value, touched: raw !== undefined && told(element, value) !== null };
  }

  #set(entry, element, value, blockId) {
    entry.value = value;
    entry.touched = !same(told(element, value), told(element, first(element, this.channel)));
    if (this.key) sessionStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.entries)));
    this.changed(blockId);
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Every element with an action_id, and the block it stands in; a block within a block has an id of its own. */
export function elementsIn(value, blockId = null) {
  if (Array.isArray(value)) return value.flatMap((each) => elementsIn(each, blockId));
  if (value === null || typeof value !== "object") return [];
  if (value.action_id && value.type) return [{ element: value, blockId }];
  const own = value.block_id ?? blockId;
  return Object.values(value).flatMap((each) => elementsIn(each, own));
}
