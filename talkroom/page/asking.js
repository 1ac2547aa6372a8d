// Asks for options as one types: not before there is enough to go by, not at each letter, and never with a stale answer.

const PAUSE = 250;

export class Asking {
  /** `ask(words)` fetches groups of options; `shown({groups})` or `shown({say})` puts up what is known so far. */
  constructor({ ask, least, shown }) {
    Object.assign(this, { ask, least, shown, turn: 0 });
  }

  typed(words) {
    this.stop();
    const { turn } = this;
    const wanted = words.trim();
    if ([...wanted].length < this.least)
      return this.shown({ say: `${this.least}文字以上入力すると、候補が出ます` });
    this.shown({ say: "探しています…", busy: true });
    this.timer = setTimeout(() => this.#fetch(wanted, turn), wanted ? PAUSE : 0);
  }

  stop() {
    clearTimeout(this.timer);
    this.turn += 1;
  }

  async #fetch(words, turn) {
    const found = await this.ask(words).then(
      (groups) => ({ groups }),
      (refusal) => ({ say: refusal.message, failed: true }),
    );
    if (turn === this.turn) this.shown(found);
  }
}
