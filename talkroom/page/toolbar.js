// What one can do with a message: react, reply, and the menu 「その他」 with pins, links, shortcuts and one's own words.

import { once } from "./controls.js";
import { confirmed } from "./dialog.js";
import { el, tool } from "./dom.js";
import { openMenu } from "./menu.js";
import { pickReaction } from "./reactions.js";

const DELETING = {
  title: { text: "メッセージを削除しますか" },
  text: { type: "plain_text", text: "削除すると、元に戻せません。" },
  confirm: { text: "削除する" },
  deny: { text: "やめる" },
  style: "danger",
};

/**
 * `view.message` is the message as it is now, `view.desk` what can be done, `view.edit()` opens it for writing, and
 * `view.attempt(work)` says at the message what went wrong.
 */
export function toolbar(view) {
  const { desk } = view;
  const react = tool("react", "smile", "リアクションを付ける", () => chooseSign(view, react));
  const reply =
    desk.openThread && tool("reply", "reply", "スレッドで返信", () => desk.openThread(view.message.ts));
  const more = tool("message-menu", "more", "その他", () => openMore(view, more));
  more.setAttribute("aria-haspopup", "listbox");
  const tools = [react, reply, more].filter(Boolean);
  const node = el("div", { class: "toolbar", role: "toolbar", "aria-label": "メッセージの操作" }, tools);
  // One stop for Tab; the arrows go on from there, so that a long room is not a hundred stops long.
  tools.slice(1).forEach((one) => (one.tabIndex = -1));
  node.addEventListener("keydown", (event) => step(event, tools));
  return node;
}

function step(event, tools) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = tools.indexOf(document.activeElement);
  if (!by || at < 0) return;
  event.preventDefault();
  tools[(at + by + tools.length) % tools.length].focus();
}

function chooseSign(view, anchor) {
  pickReaction(anchor, (name) => {
    const given = view.message.reactions?.find((one) => one.name === name);
    const on = !given?.users.includes(view.desk.me());
    view.attempt(() => view.desk.react(view.message, name, on));
  });
}

function openMore(view, anchor) {
  const groups = [{ options: general(view, anchor) }, ...shortcuts(view, anchor), { options: own(view) }];
  openMenu({
    anchor,
    label: "メッセージの操作",
    groups: groups.filter(({ options }) => options.length),
    chosen: (_, { work }) => work(),
  });
}

function general(view, anchor) {
  const { message, desk } = view;
  const pin = (on) => view.attempt(() => desk.pin(message, on));
  return [
    desk.openThread && option("reply", "スレッドで返信", () => desk.openThread(message.ts)),
    option("add-reaction", "リアクションを付ける…", () => chooseSign(view, anchor)),
    message.pinned
      ? option("pin", "ピン留めを外す", () => pin(false))
      : option("pin", "このトークルームにピン留めする", () => pin(true)),
    option("copy-link", "リンクをコピー", () => desk.copyLink(message)),
  ].filter(Boolean);
}

/** Each app's shortcuts stand under its name. */
function shortcuts(view, anchor) {
  const { message, desk } = view;
  const run = (app, id) =>
    view.attempt(() => once(anchor, () => desk.shortcut(message, { app: app.id, callback_id: id })));
  return desk.apps.map((app) => ({
    label: app.name,
    options: (app.shortcuts ?? [])
      .filter(({ type }) => type === "message")
      .map(({ callback_id: id, name, description }) => ({
        ...option(`shortcut:${app.id}:${id}`, name, () => run(app, id)),
        description,
        testid: "message-shortcut",
      })),
  }));
}

function own(view) {
  const { message, desk } = view;
  if (!message.mine) return [];
  const remove = async () => {
    if (await confirmed(DELETING, desk.names)) view.attempt(() => desk.delete(message));
  };
  return [option("edit", "編集する", () => view.edit()), option("delete", "削除する…", remove)];
}

const option = (value, text, work) => ({ value, text, work, testid: value });
