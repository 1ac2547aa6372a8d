// Lets a person change what they said, in its place: Enter keeps it, Esc leaves it as it was.

import { el } from "./dom.js";
import { unescaped } from "./mrkdwn.js";

/** `save(text)` resolves once it is kept and rejects with the sentence to show; `leave()` puts the message back. */
export function editor(text, { names, save, leave }) {
  const mentioned = mentions(text, names);
  const input = el("textarea", {
    class: "control",
    "aria-label": "メッセージを編集",
    "data-testid": "editor",
    rows: 1,
  });
  input.value = typed(text, names);
  const problem = el("p", { class: "field-error", role: "alert" });
  const keep = async () => {
    if (node.ariaBusy === "true") return;
    if (!input.value.trim())
      return (problem.textContent = "何か入力してください。消すときは「削除する」を使ってください。");
    node.ariaBusy = "true";
    try {
      await save(addressed(input.value.trim(), mentioned));
    } catch (refusal) {
      problem.textContent = refusal.message;
    }
    node.ariaBusy = "false";
  };
  input.addEventListener("keydown", (event) => key(event, { keep, leave }));
  const node = el(
    "div",
    { class: "editor" },
    input,
    el(
      "div",
      { class: "editor-foot" },
      el("span", { class: "soft" }, "Enterで保存・Escでやめる"),
      el("button", { type: "button", class: "button small", onclick: leave }, "やめる"),
      el(
        "button",
        { type: "button", class: "button small primary", "data-testid": "save-edit", onclick: keep },
        "保存",
      ),
    ),
    problem,
  );
  return { node, focus: () => (input.focus(), input.setSelectionRange(input.value.length, input.value.length)) };
}

function key(event, { keep, leave }) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) keep();
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const MENTION = /<@([A-Z0-9]+)(?:\|[^>]*)?>/g;

function mentions(text, names) {
  return new Map([...text.matchAll(MENTION)].map(([, id]) => [names.person(id), id]));
}

/** What a person typed, out of what was sent: <@U123> is @name again, &lt; is <. */
function typed(text, names) {
  return unescaped(text.replace(MENTION, (_, id) => `@${names.person(id)}`));
}

/** People who were mentioned go by their id again, should two bear one name. */
function addressed(text, mentioned) {
  const longestFirst = [...mentioned].sort(([one], [other]) => other.length - one.length);
  return longestFirst.reduce((words, [name, id]) => words.replaceAll(`@${name}`, `<@${id}>`), text);
}
