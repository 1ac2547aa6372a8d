// The side bar as a drawer on narrow screens.

const NARROW = matchMedia("(max-width: 760px)");

export class Drawer {
  constructor(side, button, shade) {
    Object.assign(this, { side, button, shade });
    button.addEventListener("click", () => this.open());
    shade.addEventListener("click", () => this.close());
    NARROW.addEventListener("change", () => this.#show(false));
    this.#show(false);
  }

  open() {
    if (!NARROW.matches) return;
    this.#show(true);
    (this.side.querySelector("[aria-current]") ?? this.side.querySelector("button"))?.focus();
  }

  /** Returns whether it was open. */
  close() {
    if (this.button.ariaExpanded !== "true") return false;
    const inside = this.side.contains(document.activeElement);
    this.#show(false);
    if (inside) this.button.focus();
    return true;
  }

  #show(open) {
    this.side.classList.toggle("open", open);
    this.side.inert = NARROW.matches && !open;
    this.shade.hidden = !open;
    this.button.ariaExpanded = String(open);
  }
}
