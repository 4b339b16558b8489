// Lets somebody take their check-in plan along, and keeps it on the device when they ask for it. Nothing is ever sent.

const STORED_AS = "check-in-plan";
const KEPT_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;

/**
 * What is kept on the device: the plan by the ids of its lines, and when it ends. Never the number, never the tick.
 * @typedef {{ until: number, plan: Record<string, string> }} Kept
 */

/** One line of the plan: a list to pick from, and a field for one's own words. */
class Line {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.sentence = element.dataset.line || "…";
    this.list = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
    this.own = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  }

  get words() {
    return this.list.value === "own" ? this.own.value.trim() : this.list.value;
  }

  /** Words that are not in the list, because they were kept in the other language, become one's own. */
  set words(words) {
    this.list.value = words;
    this.own.value = "";
    if (this.list.selectedIndex >= 0) return;
    this.list.value = "own";
    this.own.value = words;
  }

  get text() {
    return this.words && this.sentence.replace("…", () => this.words);
  }
}

/** The page, with the tools that work with a script alone. */
class CheckIn {
  /** @param {HTMLElement} page */
  constructor(page) {
    this.page = page;
    this.lines = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-line]"))].map(
      (element) => new Line(element),
    );
    this.tools = /** @type {HTMLElement} */ (page.querySelector("[data-tools]"));
    this.said = /** @type {HTMLElement} */ (page.querySelector("[data-said]"));
    this.news = /** @type {HTMLElement} */ (page.querySelector("[data-news]"));
    this.keep = /** @type {HTMLInputElement} */ (page.querySelector("[data-keep]"));
    this.notSafe = /** @type {HTMLInputElement} */ (page.querySelector("#not-safe"));

    this.restore();
    this.tools.hidden = false;
    for (const note of page.querySelectorAll("[data-without-script]")) note.remove();
    page.addEventListener("input", (event) => this.heed(/** @type {HTMLElement} */ (event.target)));
    this.tools.addEventListener("click", (event) => this.act(/** @type {HTMLElement} */ (event.target)));
    // Whoever comes back to this page with the browser's button finds only what was kept on purpose.
    addEventListener("pagehide", () => this.empty());
    addEventListener("pageshow", (event) => event.persisted && this.restore());
  }

  /** @param {HTMLElement} control */
  heed(control) {
    if (control === this.keep) return this.keep.checked ? this.store() : this.forget();
    if (control instanceof HTMLInputElement && (control.name === "today" || control === this.notSafe)) this.announce();
    else if (this.keep.checked) this.store();
  }

  /** The eye sees what a number shows; a screen reader is told, and only when it is another answer than before. */
  announce() {
    const picked = /** @type {HTMLInputElement | null} */ (this.page.querySelector("[name=today]:checked"));
    const answer = this.notSafe.checked ? "low" : picked?.dataset.band || "";
    if (answer === this.news.dataset.answer) return;
    this.news.dataset.answer = answer;
    this.news.textContent = (answer === "low" ? this.news.dataset.low : answer && this.news.dataset.other) || "";
  }

  /** @param {HTMLElement} element */
  act(element) {
    const what = element.closest("[data-do]")?.getAttribute("data-do");
    if (what === "download") this.download();
    else if (what === "copy") this.copy();
    else if (what === "print") print();
    else if (what === "clear") this.clear();
  }

  /** The plan, then the people to talk to with the day on which each was checked. */
  get text() {
    const title = this.page.querySelector("#plan")?.textContent?.trim();
    const people = this.page.querySelector("[data-people]");
    const entries = [...(people?.querySelectorAll(".help-entry") || [])].map((entry) =>
      [...entry.children].map(words).join("\n  "),
    );
    const plan = this.lines.map((line) => line.text).filter(Boolean);
    return `${[title, "", ...plan, "", words(people?.querySelector("h2")), ...entries].join("\n")}\n`;
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: "text/plain;charset=utf-8" }));
    link.download = this.tools.dataset.file || "";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.say(this.said.dataset.downloaded);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.say(this.said.dataset.copied);
    } catch {
      this.say(this.said.dataset.notCopied);
    }
  }

  clear() {
    this.forget();
    this.empty();
    this.announce();
    this.say(this.said.dataset.cleared);
  }

  empty() {
    for (const line of this.lines) line.words = "";
    for (const control of this.page.querySelectorAll("input")) control.checked = false;
  }

  store() {
    const until = Date.now() + KEPT_DAYS * DAY;
    const plan = Object.fromEntries(this.lines.map((line) => [line.list.id, line.words]));
    try {
      localStorage.setItem(STORED_AS, JSON.stringify({ until, plan }));
      this.sayKeptUntil(until);
    } catch {
      this.keep.checked = false;
      this.say(this.said.dataset.notKept);
    }
  }

  forget() {
    try {
      localStorage.removeItem(STORED_AS);
    } catch {
      // The browser gives no storage: nothing was kept.
    }
    this.say(this.said.dataset.forgotten);
  }

  restore() {
    const kept = keptPlan();
    if (!kept) return;
    for (const line of this.lines) line.words = String(kept.plan[line.list.id] || "");
    this.keep.checked = true;
    this.sayKeptUntil(kept.until);
  }

  /** @param {number} until */
  sayKeptUntil(until) {
    const day = new Intl.DateTimeFormat(`${document.documentElement.lang}-MY`, { dateStyle: "long" }).format(until);
    this.say(this.said.dataset.kept?.replace("{day}", day));
  }

  /** @param {string | undefined} sentence */
  say(sentence) {
    if (this.said.textContent !== sentence) this.said.textContent = sentence || "";
  }
}

/**
 * What was kept, when its days are not over; what is over or unreadable is deleted.
 * @returns {Kept | null}
 */
function keptPlan() {
  try {
    const kept = read(localStorage.getItem(STORED_AS));
    const left = kept?.until - Date.now();
    if (left > 0 && left <= KEPT_DAYS * DAY && typeof kept.plan === "object" && kept.plan) return kept;
    localStorage.removeItem(STORED_AS);
  } catch {
    // The browser gives no storage: nothing was kept.
  }
  return null;
}

/** @param {string | null} text */
function read(text) {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
}

/** @param {Element | null | undefined} element */
function words(element) {
  return (element?.textContent || "").replace(/\s+/g, " ").trim();
}

new CheckIn(/** @type {HTMLElement} */ (document.querySelector("main.check-in")));
