// A list of blocks on the page: redrawn where it changed, and left alone – with its focus and its scrolling – where not.

import { draw } from "./blocks.js";

export class BlockList {
  constructor(place, around) {
    Object.assign(this, { place, around, drawn: [] });
  }

  show(blocks) {
    const focus = heldFocus(this.place);
    const old = [...this.drawn];
    this.drawn = blocks.map((block) => this.#taken(old, JSON.stringify(block)) ?? this.#draw(block));
    for (const { node } of old) node.remove();
    this.drawn.forEach(({ node }, index) => {
      if (this.place.children[index] !== node) this.place.insertBefore(node, this.place.children[index] ?? null);
    });
    focus?.();
  }

  #taken(old, said) {
    const at = old.findIndex((one) => one.said === said);
    return at < 0 ? null : old.splice(at, 1)[0];
  }

  #draw(block) {
    return { said: JSON.stringify(block), node: draw(block, this.around) };
  }
}

/** What gives the focus and the caret back to the control that stands where the present one stood. */
function heldFocus(place) {
  const { activeElement: control } = document;
  if (!place.contains(control)) return null;
  const { actionId, blockId } = control.dataset;
  const { selectionStart: from, selectionEnd: to } = control.matches("input, textarea") ? control : {};
  return () => {
    if (control.isConnected) return document.activeElement === control || control.focus({ preventScroll: true });
    if (!actionId) return;
    const where = `[data-action-id="${CSS.escape(actionId)}"]`;
    const same =
      place.querySelector(`${where}[data-block-id="${CSS.escape(blockId)}"]`) ?? place.querySelector(where);
    same?.focus({ preventScroll: true });
    if (typeof from === "number" && same?.setSelectionRange) same.setSelectionRange(from, to);
  };
}
