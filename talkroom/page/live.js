// Hears what happens in the room, and takes up the thread again when the connection was cut.

import { api } from "./api.js";

const WAITS = [500, 1000, 2000, 5000, 10000];

export class Live {
  /** `heard(event)` for each event, `opened()` whenever connected (again), `cut()` when not; `since` is when it opened. */
  constructor({ heard, opened, cut }) {
    Object.assign(this, { heard, opened, cut, failures: 0, since: Infinity });
  }

  follow(user) {
    this.stop();
    this.user = user;
    this.failures = 0;
    this.#connect();
  }

  stop() {
    clearTimeout(this.timer);
    this.since = Infinity;
    this.source?.close();
  }

  #connect() {
    const source = new EventSource(api.liveAddress(this.user));
    this.source = source;
    source.onmessage = (event) => this.heard(JSON.parse(event.data));
    source.onopen = () => {
      this.failures = 0;
      this.since = performance.now();
      this.opened();
    };
    // The browser's own reconnection gives up on an HTTP error; ours does not.
    source.onerror = () => {
      source.close();
      this.since = Infinity;
      this.cut();
      this.timer = setTimeout(() => this.#connect(), WAITS[Math.min(this.failures, WAITS.length - 1)]);
      this.failures += 1;
    };
  }
}
