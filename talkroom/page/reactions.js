// Reactions: those a message has, each to join or leave, and the small picker of signs.

import { el, icon, unseen } from "./dom.js";
import { emoji, shortcodes } from "./emoji.js";
import { placeBeside } from "./placing.js";

/** The signs an office uses most, with the words one would look for. */
const USUAL = {
  "+1": "いいね 了解",
  white_check_mark: "完了 確認しました",
  eyes: "見ています 確認中",
  pray: "お願いします ありがとう",
  bow: "お辞儀 恐れ入ります",
  ok_hand: "大丈夫 OK",
  tada: "おめでとう",
  clap: "拍手",
  raised_hands: "やった 万歳",
  sparkles: "すばらしい",
  heart: "ハート",
  smile: "笑顔",
  sweat_smile: "汗 失礼しました",
  thinking_face: "考え中",
  hourglass_flowing_sand: "作業中 お待ちください",
  memo: "メモ 記録",
  speech_balloon: "相談 話しましょう",
  telephone_receiver: "電話",
  email: "メール",
  calendar: "予定 日程",
  bulb: "案 ひらめき",
  question: "質問 不明",
  warning: "注意",
  x: "できません 不可",
};

const ROOMY = 320;
const MOST_FOUND = 48;

/** The reactions of a message; a click joins or leaves. */
export function reactions(message, { names, me, react }) {
  const item = ({ name, count, users }) => {
    const mine = users.includes(me());
    const who = users.map((user) => names.person(user)).join("、");
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine),
          title: who,
          "data-testid": "reaction",
          "data-name": name,
          onclick: () => react(message, name, !mine),
        },
        emoji(name) ?? `:${name}:`,
        ` ${count}`,
        unseen(`人：${who}`),
      ),
    );
  };
  return el("ul", { class: "reactions", "aria-label": "リアクション" }, message.reactions.map(item));
}

/** Open the picker beside a button; `chosen(name)` hears of the sign. */
export function pickReaction(anchor, chosen) {
  const take = (name) => {
    box.hidePopover();
    chosen(name);
  };
  const grid = el("div", { class: "signs", role: "group", "aria-label": "リアクションの候補" });
  const none = el("p", { class: "menu-none", role: "status" });
  const fill = (words) => {
    const found = search(words);
    grid.replaceChildren(...found.map((name) => sign(name, take)));
    none.textContent = found.length ? "" : "当てはまるものがありません";
  };
  const filter = el("input", {
    class: "menu-filter",
    "aria-label": "リアクションを探す",
    placeholder: "探す（例：了解、memo）",
    autocomplete: "off",
    oninput: () => fill(filter.value),
  });
  const box = el(
    "div",
    { class: "menu signs-menu", popover: "auto", "data-testid": "reaction-picker" },
    filter,
    grid,
    none,
  );
  box.addEventListener("keydown", (event) => move(event, box, filter, grid));
  box.addEventListener("toggle", ({ newState }) => newState === "closed" && leave(box, anchor));
  fill("");
  anchor.after(box);
  box.showPopover();
  placeBeside(box, anchor, ROOMY);
  anchor.setAttribute("aria-expanded", "true");
  filter.focus();
}

function leave(box, anchor) {
  anchor.setAttribute("aria-expanded", "false");
  if (box.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
  box.remove();
}

function search(words) {
  const wanted = words.normalize("NFKC").toLowerCase().replaceAll(":", "").trim();
  if (!wanted) return Object.keys(USUAL);
  const called = ([name, meaning]) => `${name} ${meaning}`.toLowerCase().includes(wanted);
  const usual = Object.entries(USUAL)
    .filter(called)
    .map(([name]) => name);
  const others = shortcodes.filter((name) => name.includes(wanted) && !usual.includes(name));
  return [...usual, ...others].slice(0, MOST_FOUND);
}

function sign(name, take) {
  const meaning = USUAL[name]?.split(" ")[0];
  return el(
    "button",
    {
      type: "button",
      class: "sign",
      title: meaning ? `${meaning}　:${name}:` : `:${name}:`,
      "aria-label": meaning ?? name,
      "data-name": name,
      onclick: () => take(name),
    },
    emoji(name),
  );
}

const COLUMNS = 8;

function move(event, box, filter, grid) {
  if (event.isComposing || event.keyCode === 229) return;
  const signs = [...grid.children];
  const at = signs.indexOf(document.activeElement);
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at < 0 ? 0 : at + COLUMNS,
    ArrowUp: at - COLUMNS,
  }[event.key];
  if (event.key === "Enter" && at < 0) signs[0]?.click();
  else if (event.key === "Escape") box.hidePopover();
  else if (to === undefined || (at < 0 && event.key !== "ArrowDown")) return;
  else if (to < 0) filter.focus();
  else signs[Math.min(to, signs.length - 1)]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
