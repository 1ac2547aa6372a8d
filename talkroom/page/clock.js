// The room's clock, and how days and times are written.

import { el } from "./dom.js";

const ZONE = "Asia/Tokyo";
const format = (options, calendar = "gregory") =>
  new Intl.DateTimeFormat(`ja-JP-u-ca-${calendar}`, { timeZone: ZONE, ...options });

const DAY = format({ era: "long", year: "numeric", month: "long", day: "numeric" }, "japanese");
const WEEKDAY = format({ weekday: "short" });
const TIME = format({ hour: "numeric", minute: "2-digit" });
const SECONDS = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const NUMBERS = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const SHORT = format({ month: "long", day: "numeric" });

/** 令和4年9月8日(木) */
export const day = (date) => `${DAY.format(date)}(${WEEKDAY.format(date)})`;
/** 9:00 */
export const time = (date) => TIME.format(date);
/** The moment of a message's ts. */
export const moment = (ts) => new Date(Number(ts) * 1000);

const TOKENS = {
  date_num: (date) => NUMBERS.format(date).replaceAll("/", "-"),
  date: day,
  date_long: day,
  date_short: (date) => `${SHORT.format(date)}(${WEEKDAY.format(date)})`,
  time,
  time_secs: (date) => SECONDS.format(date),
};

/** Slack's date format ("{date_short} {time}") in words, or null where it holds a token unknown here. */
export function dateWords(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const words = pattern.replace(/\{(\w+?)(?:_pretty)?\}/g, (_, token) => {
    known &&= token in TOKENS;
    return TOKENS[token]?.(date) ?? "";
  });
  return known ? words : null;
}

export class Clock {
  constructor(place) {
    this.face = el("time", { "data-testid": "clock" });
    this.button = el(
      "button",
      { type: "button", class: "clock-button", "aria-haspopup": "listbox", title: "時計を進める" },
      this.face,
    );
    place.replaceChildren(this.button);
    setInterval(() => this.#show(), 1000);
  }

  /** Set by what the server says, then running by ourselves. */
  set({ now, running = true, next_due: due }) {
    this.base = new Date(now).getTime();
    this.due = due ? new Date(due) : null;
    this.since = performance.now();
    this.running = running;
    this.#show();
  }

  /** When the next thing is due, or null. */
  nextDue() {
    return this.due;
  }

  now() {
    return new Date(this.base + (this.running ? performance.now() - this.since : 0));
  }

  #show() {
    const words = `${day(this.now())} ${time(this.now())}`;
    if (this.face.textContent === words) return;
    this.face.textContent = words;
    this.face.dateTime = this.now().toISOString();
  }
}
