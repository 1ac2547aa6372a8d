// Draws the pickers of days and times: the browser's own fields, with the Japanese reading beside them.

import { day, time } from "./clock.js";
import { choose, hooks, tells } from "./controls.js";
import { el } from "./dom.js";

const TOKYO = "+09:00";
const NINE_HOURS = 9 * 3600;

export const datepicker = picker("date", {
  shown: (date) => date ?? "",
  read: (value) => value || null,
  reading: (date) => day(new Date(`${date}T00:00${TOKYO}`)),
});

export const timepicker = picker("time", {
  shown: (clock) => clock ?? "",
  read: (value) => value || null,
  reading: (_, { timezone }) => (timezone && timezone !== "Asia/Tokyo" ? `（${timezone} の時刻）` : ""),
});

export const datetimepicker = picker("datetime-local", {
  shown: (seconds) => (seconds === null ? "" : new Date((seconds + NINE_HOURS) * 1000).toISOString().slice(0, 16)),
  read: (value) => (value ? Date.parse(`${value}${TOKYO}`) / 1000 : null),
  reading: (seconds) => `${day(new Date(seconds * 1000))} ${time(new Date(seconds * 1000))}（日本時間）`,
});

function picker(type, { shown, read, reading }) {
  return (element, block, around) => {
    const at = { element, block, around, place: around.answers.place(element, block.block_id) };
    const input = el("input", { type, class: "control date", max: LAST[type], ...hooks(element, block, around) });
    const words = el("span", { class: "reading", "aria-live": "polite" });
    const show = () => {
      const { value } = at.place;
      if (input.value !== shown(value)) input.value = shown(value);
      words.textContent = value === null ? "" : reading(value, element);
    };
    show();
    input.addEventListener("input", () => {
      words.textContent = input.value ? reading(read(input.value), element) : "";
      if (!tells(block)) at.place.set(read(input.value));
    });
    committed(input, async () => {
      const value = read(input.value);
      if (value !== at.place.value) await choose(input, at, value);
      show();
    });
    return el("span", { class: "dated" }, input, words);
  };
}

/** Years of six digits are typing errors; with a last day the field stops at four. */
const LAST = { date: "9999-12-31", "datetime-local": "9999-12-31T23:59" };

/**
 * Such a field reports each digit as a change: a year typed "2022" would be told four times.
 * While one types it counts when the field is left or Enter is pressed; picked, it counts at once.
 */
function committed(input, done) {
  let typing = false;
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") done();
    typing = /^(\d|Arrow|Backspace|Delete)/.test(key);
  });
  input.addEventListener("change", () => typing || done());
  input.addEventListener("blur", () => {
    typing = false;
    done();
  });
}
