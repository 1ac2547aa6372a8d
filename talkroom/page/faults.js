// One fault of a drill: its switch, its numbers, and how often it still happens.

import { el, freshId, unseen } from "./dom.js";
import { halfWidth } from "./values.js";

export class FaultRow {
  /** `change(fault)` asks for it as it is wanted. */
  constructor(fault, change) {
    const about = freshId("about");
    this.fault = fault;
    this.toggle = el("input", {
      type: "checkbox",
      role: "switch",
      class: "switch",
      "aria-describedby": about,
      "data-testid": "fault",
      "data-name": fault.name,
      onchange: () => change(this.#wanted(this.toggle.checked)),
    });
    this.left = el("span", { class: "soft fault-left" });
    this.inputs = fault.fields.map((field) => this.#input(field, change));
    const [numbers, words] = [true, false].map((wanted) => this.inputs.filter(({ numeric }) => numeric === wanted));
    this.node = el(
      "li",
      { class: "fault" },
      el("label", { class: "fault-name" }, this.toggle, el("span", {}, fault.label), this.left),
      el("p", { class: "fault-about", id: about }, fault.about),
      numbers.length > 0 && el("div", { class: "fault-fields" }, numbers.map(labelled)),
      words.length > 0 && details(fault.label, words),
    );
    this.show(fault);
  }

  show(fault) {
    this.fault = fault;
    this.toggle.checked = fault.on;
    this.left.textContent = fault.on && typeof fault.left === "number" ? `あと${fault.left}回` : "";
    fault.fields.forEach(({ value }, at) => {
      const { input } = this.inputs[at];
      if (document.activeElement !== input) input.value = value ?? "";
    });
  }

  #input(field, change) {
    const numeric = field.kind === "number";
    const input = el("input", {
      type: "text",
      class: numeric ? "control short" : "control",
      inputmode: numeric ? "decimal" : "text",
      value: field.value ?? "",
      "data-field": field.name,
      "data-testid": "fault-field",
      onchange: () => this.fault.on && change(this.#wanted(true)),
    });
    const read = () => (numeric ? Number(halfWidth(input.value)) || 0 : input.value);
    return { field, input, read, numeric };
  }

  #wanted(on) {
    const values = Object.fromEntries(this.inputs.map(({ field, read }) => [field.name, read()]));
    return on ? { name: this.fault.name, on, ...values } : { name: this.fault.name, on };
  }
}

/** Names of methods and blocks are for those who build apps. */
function details(label, inputs) {
  return el(
    "details",
    { class: "fault-details", "data-testid": "fault-details" },
    el("summary", {}, unseen(`${label}の`), "詳しい設定"),
    el("div", { class: "fault-fields" }, inputs.map(labelled)),
  );
}

function labelled({ field, input }) {
  return el("label", { class: "fault-field" }, el("span", {}, field.label), input);
}
