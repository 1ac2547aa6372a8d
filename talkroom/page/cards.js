// Draws cards, and carousels of cards that are leafed through by buttons, keys or a finger.

import { el, icon } from "./dom.js";
import { drawElement } from "./elements.js";
import { image, pictured } from "./media.js";
import { textObject } from "./mrkdwn.js";
import { slackIcon } from "./signs.js";

export function card(block, around) {
  const text = (object, style) =>
    object && el("div", { class: `text ${style}` }, textObject(object, around.names));
  const sign = block.icon ? pictured(block.icon) : block.slack_icon && slackIcon(block.slack_icon);
  const titled = sign || block.title || block.subtitle;
  return el(
    "div",
    { class: "block-card" },
    block.hero_image && image(block.hero_image, "hero"),
    titled &&
      el(
        "div",
        { class: "card-head" },
        sign,
        el("div", {}, text(block.title, "card-title"), text(block.subtitle, "card-subtitle")),
      ),
    text(block.body, "card-body"),
    text(block.subtext, "card-subtext"),
    block.actions && buttons(block, around),
  );
}

function buttons(block, around) {
  return el(
    "div",
    { class: "block-actions" },
    block.actions.map((element) => drawElement(element, block, around)),
  );
}

export function carousel(block, around) {
  const count = block.elements.length;
  const slides = block.elements.map((one, index) => slide(card(one, around), index, count));
  const track = el(
    "div",
    {
      class: "carousel-track",
      tabindex: 0,
      role: "group",
      "aria-label": `カード ${count}枚（左右の矢印キーで送れます）`,
    },
    slides,
  );
  const turn = (by) => leaf(track, slides, by);
  track.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.target !== track) return;
    event.preventDefault();
    turn(by);
  });
  const back = arrow("前のカード", "left", () => turn(-1));
  const next = arrow("次のカード", "right", () => turn(1));
  const position = el("span", { class: "soft" });
  const show = () => {
    const at = nearest(track, slides);
    back.disabled = track.scrollLeft < 4;
    next.disabled = track.scrollLeft > track.scrollWidth - track.clientWidth - 4;
    position.textContent = `${at + 1} / ${count}`;
  };
  track.addEventListener("scroll", show, { passive: true });
  new ResizeObserver(show).observe(track);
  const bar = count > 1 ? el("div", { class: "carousel-bar" }, back, position, next) : null;
  return el("div", { class: "block-carousel", "aria-roledescription": "カルーセル" }, track, bar);
}

function slide(drawn, index, count) {
  drawn.setAttribute("role", "group");
  drawn.setAttribute("aria-label", `${count}枚中${index + 1}枚目`);
  return drawn;
}

function leaf(track, slides, by) {
  const to = slides[Math.max(0, Math.min(slides.length - 1, nearest(track, slides) + by))];
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  track.scrollTo({ left: to.offsetLeft - track.offsetLeft, behavior });
}

/** The card that stands at the left edge. */
function nearest(track, slides) {
  const distances = slides.map((one) => Math.abs(one.offsetLeft - track.offsetLeft - track.scrollLeft));
  return distances.indexOf(Math.min(...distances));
}

function arrow(words, name, turn) {
  return el(
    "button",
    { type: "button", class: "icon-button small", "aria-label": words, onclick: turn },
    icon(name),
  );
}
