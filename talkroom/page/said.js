// What a person sent from this tab, to be called back with the arrow keys.

const MOST = 50;

export class Said {
  constructor(user) {
    this.key = `talkroom.said:${user}`;
    this.texts = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
    this.at = this.texts.length;
  }

  add(text) {
    this.texts = [...this.texts.filter((one) => one !== text), text].slice(-MOST);
    this.at = this.texts.length;
    sessionStorage.setItem(this.key, JSON.stringify(this.texts));
  }

  /** The text sent before the one shown, or null where something else is being written. */
  earlier(present) {
    if (!present) this.at = this.texts.length;
    return this.#untouched(present) && this.at > 0 ? this.texts[--this.at] : null;
  }

  later(present) {
    if (!present || !this.#untouched(present)) return null;
    this.at += 1;
    return this.texts[this.at] ?? "";
  }

  #untouched(present) {
    return present === (this.texts[this.at] ?? "");
  }
}
