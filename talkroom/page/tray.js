// Files on their way: chosen, checked, uploaded with their progress shown, and taken out again.

import { el, icon, unseen } from "./dom.js";
import { sizeWords } from "./files.js";

export class Tray {
  /**
   * `upload(file, {progress, cancelled})` brings a file to the room; `changed()` hears of every change, `refused(sentence)` of a file
   * that cannot go, `emptied()` of the last one taken out. `types` are the endings allowed, `most` how many.
   */
  constructor({ upload, largest, files = [], ...place }) {
    Object.assign(this, { upload, largest });
    this.serve(place);
    this.items = files.map((file) => ({ name: file.name, size: file.size, file }));
    this.node = el("ul", { class: "tray", "aria-label": "添付するファイル", "data-testid": "tray" });
    this.#show();
  }

  /** Stand in a place: a field that is drawn anew takes over what is on its way. */
  serve({ changed, refused, emptied, types = null, most = Infinity }) {
    Object.assign(this, { changed, refused, emptied, types, most });
  }

  /** The files that have arrived. */
  get files() {
    return this.items.flatMap(({ file }) => file ?? []);
  }

  get isEmpty() {
    return !this.items.length;
  }

  add(chosen) {
    const refusals = [...chosen].map((one) => this.#take(one)).filter(Boolean);
    this.refused(refusals.join("\n"));
    this.#told();
  }

  /** Wait until nothing is on its way; false when a file did not arrive. */
  async settled() {
    await Promise.all(this.items.map(({ sending }) => sending));
    return this.items.every(({ file }) => file);
  }

  clear() {
    for (const { stop } of this.items) stop?.abort();
    this.items = [];
    this.#told();
  }

  /** Why this one cannot go, or nothing once it is under way. */
  #take(chosen) {
    if (chosen.size > this.largest) return tooLarge(chosen, this.largest);
    if (this.types?.length && !this.types.includes(ending(chosen.name)))
      return `「${chosen.name}」は選べません。使える種類は ${this.types.join("・")} です。`;
    if (this.items.length >= this.most) return `選べるファイルは${this.most}個までです。`;
    const item = { name: chosen.name, size: chosen.size, share: 0, stop: new AbortController() };
    this.items.push(item);
    item.sending = this.#send(item, chosen);
    return "";
  }

  async #send(item, chosen) {
    const progress = (share) => {
      item.share = share;
      if (item.bar) item.bar.value = share;
    };
    try {
      item.file = await this.upload(chosen, { progress, cancelled: item.stop.signal });
    } catch (refusal) {
      item.failed = refusal.message;
    }
    this.#told();
  }

  #told() {
    this.#show();
    this.changed();
  }

  #show() {
    this.node.hidden = this.isEmpty;
    this.node.replaceChildren(...this.items.map((item) => this.#chip(item)));
  }

  #chip(item) {
    const { name, size, file, failed } = item;
    item.bar =
      file || failed ? null : el("progress", { max: 1, value: item.share, "aria-label": `${name} を送信中` });
    return el(
      "li",
      { class: failed ? "tray-file failed" : "tray-file", "data-testid": "tray-file" },
      file?.image ? el("img", { src: file.url, alt: "", class: "tray-image" }) : icon("file"),
      el("span", { class: "tray-name" }, name, el("span", { class: "soft" }, failed ?? sizeWords(size))),
      item.bar,
      el(
        "button",
        { type: "button", class: "chip-remove", onclick: () => this.#remove(item) },
        icon("close"),
        unseen(`${name} を外す`),
      ),
    );
  }

  #remove(item) {
    const at = this.items.indexOf(item);
    item.stop?.abort();
    this.items = this.items.filter((one) => one !== item);
    this.refused("");
    this.#told();
    if (this.isEmpty) this.emptied();
    else this.node.querySelectorAll("button")[Math.min(at, this.items.length - 1)].focus();
  }
}

function tooLarge({ name, size }, largest) {
  const [own, most] = [sizeWords(size), sizeWords(largest)];
  return `「${name}」${own === most ? "" : `（${own}）`}は大きすぎます。送れるのは、1つ ${most} までです。`;
}

function ending(name) {
  return name.includes(".") ? name.split(".").at(-1).toLowerCase() : "";
}
