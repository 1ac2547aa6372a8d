// Drills (訓練): trouble that is switched on to practise with, always in sight while it lasts; and starting all over.

import { confirmed } from "./dialog.js";
import { el, freshId, icon } from "./dom.js";
import { FaultRow } from "./faults.js";
import { notify } from "./notice.js";

const STARTING_OVER = {
  title: { text: "最初からやり直しますか" },
  text: {
    type: "plain_text",
    text: "会話、報告・照会などの記録、ファイル、進めた時計が、すべて始まりの状態に戻ります。元に戻せません。",
  },
  confirm: { text: "最初からやり直す" },
  deny: { text: "やめる" },
  style: "danger",
};

const DRAFTS = /^talkroom\.(draft|view|said|tab)/;

/** The room began anew: drafts of the time before would only confuse. */
export function startOver() {
  for (const key of Object.keys(sessionStorage)) if (DRAFTS.test(key)) sessionStorage.removeItem(key);
  location.replace("/");
}

export class Training {
  /** `set(fault)` switches one and returns them all, `reset()` starts over, `failed(refusal)` says what went wrong. */
  constructor(button, bar, { set, reset, names }) {
    Object.assign(this, { button, bar, set, reset, names, faults: [], rows: new Map() });
    button.addEventListener("click", () => this.#open());
    this.words = el("span", { class: "drill-words" });
    const stop = el(
      "button",
      { type: "button", class: "button small", "data-testid": "stop-training", onclick: () => this.#stopAll() },
      "すべて止める",
    );
    bar.replaceChildren(icon("drill"), this.words, stop);
    this.trouble = el("p", { class: "field-error", role: "alert" });
  }

  show(faults) {
    this.faults = faults;
    const on = faults.filter((fault) => fault.on);
    if (!on.length && this.bar.contains(document.activeElement)) this.button.focus(); // what was pressed goes away
    this.bar.hidden = !on.length;
    this.words.textContent = `訓練中：${on.map(worded).join("、")}`;
    this.button.classList.toggle("on", on.length > 0);
    for (const fault of faults) this.rows.get(fault.name)?.show(fault);
  }

  async #stopAll() {
    await this.#attempt(async () => {
      let { faults } = this;
      for (const { name } of this.faults.filter(({ on }) => on))
        ({ faults } = await this.set({ name, on: false }));
      this.show(faults);
    });
  }

  #open() {
    const title = freshId("title");
    const close = () => dialog.close();
    this.rows = new Map(
      this.faults.map((fault) => [fault.name, new FaultRow(fault, (wanted) => this.#switch(wanted))]),
    );
    const dialog = el(
      "dialog",
      { class: "panel training", "aria-labelledby": title, "data-testid": "training-panel" },
      el(
        "header",
        { class: "panel-head" },
        el("h2", { id: title }, "訓練"),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": "閉じる", onclick: close },
          icon("close"),
        ),
      ),
      el(
        "p",
        { class: "panel-about" },
        "つながらない・遅いなどの不具合をわざと起こして、そのときの動きを確かめられます。",
      ),
      el(
        "ul",
        { class: "fault-list" },
        [...this.rows.values()].map(({ node }) => node),
      ),
      this.trouble,
      this.#over(close),
    );
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.rows = new Map();
      this.button.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  #over(close) {
    const start = async () => {
      if (!(await confirmed(STARTING_OVER, this.names))) return;
      await this.#attempt(() => this.reset());
      if (!this.trouble.textContent) close();
    };
    return el(
      "footer",
      { class: "panel-foot" },
      el("p", {}, el("strong", {}, "最初からやり直す"), el("br"), "会話と記録を、始まりの状態に戻します。"),
      el(
        "button",
        { type: "button", class: "button danger", "data-testid": "reset", onclick: start },
        "やり直す…",
      ),
    );
  }

  async #switch(wanted) {
    await this.#attempt(async () => {
      this.show((await this.set(wanted)).faults);
      this.#tellOfMoment(wanted);
    });
    for (const fault of this.faults) this.rows.get(fault.name)?.show(fault); // back, where it was refused
  }

  /** Some trouble is over as soon as it happened: its switch never stays on. */
  #tellOfMoment({ name, on }) {
    const fault = this.faults.find((one) => one.name === name);
    if (on && !fault.on) notify(`「${fault.label}」を1回起こしました`);
  }

  async #attempt(work) {
    this.trouble.textContent = "";
    try {
      await work();
    } catch (refusal) {
      this.trouble.textContent = refusal.message;
    }
  }
}

function worded({ label, left }) {
  return typeof left === "number" ? `${label}（あと${left}回）` : label;
}
