// Moves the room's clock forward: by an hour, a day, a week, to what is due next, or to a moment that is chosen.

import { day, time } from "./clock.js";
import { el, freshId } from "./dom.js";
import { openMenu } from "./menu.js";

const HOUR = 3600;
const STEPS = [
  { value: String(HOUR), text: "1時間進める" },
  { value: String(24 * HOUR), text: "1日進める" },
  { value: String(7 * 24 * HOUR), text: "1週間進める" },
];
const LAST = "9999-12-31T23:59"; // with a last day the year stops at four digits
const CHOOSE = { value: "to", text: "日時を選んで進める…" };

/**
 * Make the clock's button open the choices; `move({forward})`, `move({to})` or `move({next})` asks the room, `now()` is its time,
 * `refresh()` reads it anew – an app may have made something due since – and `nextDue()` tells when that is, or null.
 */
export function timing(button, { now, refresh, nextDue, move }) {
  const chosen = (value) => {
    if (value === "to") ask(now(), move);
    else move(value === "next" ? { next: true } : { forward: Number(value) });
  };
  button.addEventListener("click", async () => {
    await refresh();
    openMenu({
      anchor: button,
      label: "部屋の時計を進める",
      groups: [{ options: [...STEPS, next(nextDue()), CHOOSE] }],
      chosen,
    });
  });
}

function next(due) {
  const description = due ? `${day(due)} ${time(due)}` : "予定はありません";
  return { value: "next", text: "次の予定まで進める", description, disabled: !due, testid: "clock-next" };
}

function ask(now, move) {
  const title = freshId("title");
  const field = momentField(now, title);
  const wrong = el("p", { class: "field-error", role: "alert" });
  const decide = (event) => {
    event.preventDefault();
    if (field.value > field.min) dialog.close(field.value);
    else wrong.textContent = "今より後の日時を選んでください。";
  };
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": title },
    el("h2", { id: title }, "いつまで進めますか"),
    el("p", { class: "text" }, "進めた時計は戻せません。日本時間で選んでください。"),
    el("form", { novalidate: true, onsubmit: decide }, field, wrong, answers(() => dialog.close(""))),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue) move({ to: `${dialog.returnValue}+09:00` });
  });
  document.body.append(dialog);
  dialog.showModal();
}

function momentField(now, title) {
  const named = { "aria-labelledby": title, "data-testid": "moment" };
  const field = el("input", { type: "datetime-local", class: "control", max: LAST, ...named });
  field.min = field.value = local(now);
  return field;
}

function answers(leave) {
  return el(
    "div",
    { class: "dialog-actions" },
    el("button", { type: "button", class: "button", onclick: leave }, "やめる"),
    el("button", { type: "submit", class: "button primary" }, "進める"),
  );
}

/** 2022-09-08T09:00, as the field writes it, in Tokyo whatever the device's zone. */
function local(date) {
  return new Date(date.getTime() + 9 * HOUR * 1000).toISOString().slice(0, 16);
}
