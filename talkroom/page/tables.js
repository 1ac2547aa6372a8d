// Draws table and data_table: wide ones scroll in their own box, data can be sorted and paged through.

import { el, freshId } from "./dom.js";
import { richText } from "./richtext.js";

/** A box of its own to scroll in, reachable by keyboard. */
export function tableBox(label, table) {
  return el("div", { class: "table-box", role: "region", "aria-label": label, tabindex: 0 }, table);
}

export function table(block, names) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const cells = (row, tag) =>
    row.map((cell, column) => drawCell(cell, names, { tag, ...shape(cell, settings[column]) }));
  return tableBox(
    `表：${head.map(words).join("・")}`,
    el(
      "table",
      { "data-testid": "table" },
      el("thead", {}, el("tr", {}, cells(head, "th"))),
      el(
        "tbody",
        {},
        rows.map((row) => el("tr", {}, cells(row, "td"))),
      ),
    ),
  );
}

function shape(cell, setting) {
  return {
    align: setting?.align ?? (cell?.type === "raw_number" ? "right" : "left"),
    wrapped: setting?.is_wrapped !== false,
  };
}

function drawCell(cell, names, { tag, align, wrapped = true, rowHeader = false }) {
  const number = cell?.type === "raw_number";
  const style = [`align-${align}`, !wrapped && "unwrapped", number && "number", rowHeader && "kept"].filter(
    Boolean,
  );
  return el(
    rowHeader ? "th" : tag,
    { class: style.join(" "), scope: scope(tag, rowHeader) },
    contents(cell, names),
  );
}

function scope(tag, rowHeader) {
  if (rowHeader) return "row";
  return tag === "th" ? "col" : null;
}

function contents(cell, names) {
  if (!cell) return "";
  return cell.type === "rich_text" ? richText(cell, names) : String(cell.text ?? cell.value ?? "");
}

export function dataTable(block, names) {
  return new DataTable(block, names).box;
}

class DataTable {
  constructor(block, names) {
    const [head, ...rows] = block.rows;
    Object.assign(this, { head, rows, names, page: 0, order: null });
    this.size = block.page_size ?? 5;
    this.rowHeader = block.row_header_column_index ?? 0;
    this.body = el("tbody");
    this.aligns = head.map((_, column) => this.#align(column));
    this.headers = head.map((cell, column) => this.#header(cell, column));
    this.pager = el("div", { class: "pager" });
    this.box = this.#frame(block.caption);
    this.#show();
  }

  #frame(caption) {
    const id = freshId("caption");
    const table = el(
      "table",
      { "aria-labelledby": id, "data-testid": "data-table" },
      el("thead", {}, el("tr", {}, this.headers)),
      this.body,
    );
    return el(
      "div",
      { class: "data-table" },
      el("div", { class: "caption", id }, caption),
      tableBox(caption, table),
      this.pager,
    );
  }

  #header(cell, column) {
    const button = el(
      "button",
      { type: "button", class: "sort", onclick: () => this.#sort(column) },
      contents(cell, this.names),
    );
    return el("th", { scope: "col", class: `align-${this.aligns[column]}${this.#keeps(column)}` }, button);
  }

  /** The column that names the rows stays in sight when one scrolls sideways. */
  #keeps(column) {
    return column === this.rowHeader ? " kept" : "";
  }

  /** A column with a number in it is set to the right, its words too. */
  #align(column) {
    return this.rows.some((row) => row[column]?.type === "raw_number") ? "right" : "left";
  }

  /** Ascending, then descending, then as it came. */
  #sort(column) {
    const again = this.order?.column === column;
    if (again && this.order.descending) this.order = null;
    else this.order = { column, descending: again };
    this.page = 0;
    this.#show();
  }

  #sorted() {
    if (!this.order) return this.rows;
    const { column, descending } = this.order;
    return this.rows.toSorted((one, other) => compare(one[column], other[column], descending));
  }

  #show() {
    const start = this.page * this.size;
    const rows = this.#sorted().slice(start, start + this.size);
    this.body.replaceChildren(
      ...rows.map((row) =>
        el(
          "tr",
          {},
          row.map((cell, column) => this.#cell(cell, column)),
        ),
      ),
    );
    this.headers.forEach((header, column) => header.setAttribute("aria-sort", this.#direction(column)));
    if (this.rows.length > this.size) this.#showPager(start, rows.length);
  }

  #cell(cell, column) {
    return drawCell(cell, this.names, {
      tag: "td",
      rowHeader: column === this.rowHeader,
      align: this.aligns[column],
    });
  }

  #direction(column) {
    if (this.order?.column !== column) return "none";
    return this.order.descending ? "descending" : "ascending";
  }

  #showPager(start, shown) {
    const words = `${start + 1}〜${start + shown}行目（全${this.rows.length}行）`;
    if (!this.pager.childElementCount) this.#buildPager();
    this.position.textContent = words;
    this.back.disabled = start === 0;
    this.next.disabled = start + this.size >= this.rows.length;
  }

  #buildPager() {
    const turn = (words, by) =>
      el("button", { type: "button", class: "button small", onclick: () => this.#turn(by) }, words);
    this.back = turn("前のページ", -1);
    this.next = turn("次のページ", 1);
    this.position = el("span", { class: "pager-position", "aria-live": "polite" });
    this.pager.replaceChildren(this.back, this.next, this.position);
  }

  #turn(by) {
    this.page += by;
    this.#show();
    if (this.next.disabled && by > 0) this.back.focus();
    if (this.back.disabled && by < 0) this.next.focus();
  }
}

const COLLATION = new Intl.Collator("ja", { numeric: true });

/** Numbers by value, words by the dictionary; words stand after numbers whichever way one sorts. */
function compare(one, other, descending) {
  const numbers = [one, other].map((cell) => (cell?.type === "raw_number" ? Number(cell.value) : null));
  if ((numbers[0] === null) !== (numbers[1] === null)) return numbers[0] === null ? 1 : -1;
  const order = numbers[0] === null ? COLLATION.compare(words(one), words(other)) : numbers[0] - numbers[1];
  return descending ? -order : order;
}

function words(cell) {
  if (cell?.type !== "rich_text") return String(cell?.text ?? "");
  const inner = (part) => part.text ?? part.name ?? (part.elements ?? []).map(inner).join("");
  return inner(cell);
}
