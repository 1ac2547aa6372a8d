// Asks "are you sure?" before an action that wants it.

import { el, freshId } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** Show a confirm object's question; resolves to whether the person agreed. */
export function confirmed(question, names) {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = draw(question, names);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function draw(question, names) {
  const title = freshId("title");
  const yes = question.style === "danger" ? "button danger" : "button primary";
  return el(
    "dialog",
    { class: "dialog", "aria-labelledby": title, "data-testid": "confirm" },
    el("h2", { id: title }, plain(question.title)),
    el("div", { class: "text" }, textObject(question.text, names)),
    el(
      "div",
      { class: "dialog-actions" },
      answer("no", "button", plain(question.deny) || "やめる"),
      answer("yes", yes, plain(question.confirm) || "はい"),
    ),
  );
}

function answer(value, style, words) {
  return el(
    "button",
    { type: "button", class: style, onclick: (event) => event.target.closest("dialog").close(value) },
    words,
  );
}
