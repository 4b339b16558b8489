// Keeps a list of steps in the order of their numbers, and lets steps be moved by button or by dragging.

/**
 * The selects hold the answer; this only moves rows and numbers. Without it the selects do everything.
 */
class Ordering {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.form = list.closest("form");
    /** @type {HTMLElement | null} */
    this.news = list.parentElement?.querySelector("[data-announced]") ?? null;
    /** The row under the pointer while it is dragged. @type {HTMLElement | null} */
    this.dragged = null;

    for (const buttons of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-buttons]"))) buttons.hidden = false;
    list.addEventListener("click", (event) => this.press(event));
    // On the list, so that the numbers are settled before the form saves them.
    list.addEventListener("change", (event) => this.choose(event));
    list.addEventListener("pointerdown", (event) => this.grip(event));
    list.addEventListener("pointermove", (event) => this.drag(event));
    list.addEventListener("pointerup", () => this.drop());
    list.addEventListener("pointercancel", () => this.drop());
    this.sort(this.placed());
  }

  /** @returns {HTMLElement[]} */
  rows() {
    return [...this.list.querySelectorAll("[data-step]")].map((row) => /** @type {HTMLElement} */ (row));
  }

  /** @param {Element} row @returns {HTMLSelectElement} */
  select(row) {
    return /** @type {HTMLSelectElement} */ (row.querySelector("select"));
  }

  /** @param {Element} row the number of its place; 0 without one */
  number(row) {
    return Number(this.select(row).value) || 0;
  }

  /** The rows with a place, first to last; of two with the same place, the upper one first. */
  placed() {
    return this.rows().filter((row) => this.number(row)).sort((one, other) => this.number(one) - this.number(other));
  }

  /**
   * Put the rows into this order: those with a place, then the undecided ones, then those that are left out.
   * @param {HTMLElement[]} placed
   */
  sort(placed) {
    const others = this.rows().filter((row) => !placed.includes(row));
    const left = others.filter((row) => this.select(row).value === "never");
    const wanted = [...placed, ...others.filter((row) => !left.includes(row)), ...left];
    if (wanted.some((row, at) => row !== this.list.children[at])) {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      this.list.append(...wanted);
      if (focused && this.list.contains(focused)) focused.focus();
    }
  }

  /**
   * Number these rows from 1, and have the form save it.
   * @param {HTMLElement[]} placed
   * @param {HTMLElement} moved the row to speak of
   */
  settle(placed, moved) {
    placed.forEach((row, at) => { this.select(row).value = String(at + 1); });
    for (const row of this.rows()) if (this.select(row).value) this.forgive(row);
    this.sort(placed);
    const value = this.select(moved).value;
    this.say(value === "never" ? "left" : value ? "placed" : "undecided", moved, placed.length);
    this.form?.dispatchEvent(new Event("change"));
  }

  /** A step that has its own place has no gap any more. @param {HTMLElement} row */
  forgive(row) {
    row.querySelector(".error")?.remove();
    for (const name of ["aria-invalid", "aria-describedby"]) this.select(row).removeAttribute(name);
  }

  /** @param {Event} event */
  choose(event) {
    const row = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (!(row instanceof HTMLElement)) return;
    const at = this.number(row);
    const placed = this.placed().filter((other) => other !== row);
    if (at) placed.splice(Math.min(at - 1, placed.length), 0, row);
    this.settle(placed, row);
  }

  /** @param {Event} event */
  press(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-move]") : null;
    const row = button?.closest("[data-step]");
    if (!(button instanceof HTMLElement) || !(row instanceof HTMLElement)) return;
    const move = button.dataset.move;
    const placed = this.placed();
    const from = placed.indexOf(row);
    if (move === "never") {
      this.select(row).value = "never";
      this.settle(placed.filter((other) => other !== row), row);
    } else if (from < 0) {
      // A step without a place joins the end of the order, whichever way it is sent.
      this.settle([...placed, row], row);
    } else {
      const to = from + (move === "up" ? -1 : 1);
      if (to < 0 || to >= placed.length) return this.say("edge", row, placed.length);
      placed.splice(from, 1);
      placed.splice(to, 0, row);
      this.settle(placed, row);
    }
  }

  /** @param {PointerEvent} event */
  grip(event) {
    const grip = event.target instanceof Element ? event.target.closest("[data-grip]") : null;
    const row = grip?.closest("[data-step]");
    if (!(row instanceof HTMLElement) || event.button) return;
    event.preventDefault();
    this.list.setPointerCapture(event.pointerId);
    this.dragged = row;
    row.classList.add("order-step--moving");
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.dragged) return;
    const below = this.rows().find((row) => {
      const box = row.getBoundingClientRect();
      return row !== this.dragged && event.clientY < box.top + box.height / 2;
    });
    const next = below ?? null;
    if (next !== this.dragged.nextElementSibling) this.list.insertBefore(this.dragged, next);
  }

  /** What was dropped has a place; so has every row that stood in the order already. */
  drop() {
    const row = this.dragged;
    if (!row) return;
    this.dragged = null;
    row.classList.remove("order-step--moving");
    this.settle(this.rows().filter((other) => other === row || this.number(other)), row);
  }

  /**
   * @param {"placed" | "left" | "undecided" | "edge"} kind
   * @param {HTMLElement} row
   * @param {number} count
   */
  say(kind, row, count) {
    if (!this.news) return;
    const step = row.querySelector("label")?.textContent?.trim() ?? "";
    const sentence = this.list.dataset[kind] ?? "";
    this.news.textContent = sentence.replace("{step}", step).replace("{place}", this.select(row).value).replace("{count}", String(count));
  }
}

for (const list of document.querySelectorAll("[data-ordering]")) new Ordering(/** @type {HTMLElement} */ (list));
