// Moves the room's clock forward: by an hour, a day, a week, or to a moment that is chosen.

import { el, freshId } from "./dom.js";
import { openMenu } from "./menu.js";

const HOUR = 3600;
const STEPS = [
  { value: String(HOUR), text: "1時間進める" },
  { value: String(24 * HOUR), text: "1日進める" },
  { value: String(7 * 24 * HOUR), text: "1週間進める" },
  { value: "to", text: "日時を選んで進める…" },
];

/** Make the clock's button open the choices; `move({forward})` or `move({to})` asks the room, `now()` is its time. */
export function timing(button, { now, move }) {
  button.addEventListener("click", () =>
    openMenu({
      anchor: button,
      label: "部屋の時計を進める",
      groups: [{ options: STEPS }],
      chosen: (value) => (value === "to" ? ask(now(), move) : move({ forward: Number(value) })),
    }),
  );
}

function ask(now, move) {
  const title = freshId("title");
  const field = el("input", { type: "datetime-local", class: "field", "aria-labelledby": title, "data-testid": "moment" });
  field.min = field.value = local(now);
  const close = (value) => dialog.close(value);
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": title },
    el("h2", { id: title }, "いつまで進めますか"),
    el("p", { class: "text" }, "進めた時計は戻せません。日本時間で選んでください。"),
    field,
    el(
      "div",
      { class: "dialog-actions" },
      el("button", { type: "button", class: "button", onclick: () => close("no") }, "やめる"),
      el("button", { type: "button", class: "button primary", onclick: () => close("yes") }, "進める"),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes" && field.value) move({ to: `${field.value}+09:00` });
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** 2022-09-08T09:00, as the field writes it, in Tokyo whatever the device's zone. */
function local(date) {
  return new Date(date.getTime() + 9 * HOUR * 1000).toISOString().slice(0, 16);
}
