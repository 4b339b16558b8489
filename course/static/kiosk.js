// A kiosk keeps each signature on the device before it thanks, and sends it when the network is there: each exactly once.

const IDLE_MILLISECONDS = 20_000;
const WARNED_MILLISECONDS = 10_000;
const THANKS_MILLISECONDS = 8_000;
const BATCH = 25;
const FIRST_RETRY_MILLISECONDS = 2_000;
const LONGEST_RETRY_MILLISECONDS = 30_000;

/**
 * A signature on the device. The server is told how long it waited, since this clock may be wrong.
 * @typedef {{ id: string, fields: Record<string, string>, madeAt: number, refused?: boolean }} Waiting
 */

/** The signatures that wait on this device; they survive a reload, a closed browser and a flat battery. */
class Queue {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  /**
   * @param {string} name
   * @returns {Promise<Queue>}
   */
  static open(name) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("signatures", { keyPath: "id" });
      asked.onsuccess = () => resolve(new Queue(asked.result));
      asked.onerror = () => reject(asked.error);
    });
  }

  /** @param {Waiting} signature */
  async keep(signature) {
    await this.write((store) => store.put(signature));
  }

  /** @param {string[]} ids */
  async remove(ids) {
    await this.write((store) => ids.forEach((id) => store.delete(id)));
  }

  /** @returns {Promise<Waiting[]>} */
  all() {
    return new Promise((resolve, reject) => {
      const asked = this.database.transaction("signatures").objectStore("signatures").getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  /**
   * Ends when it is on the disk, not when it was handed over.
   * @param {(store: IDBObjectStore) => void} change
   * @returns {Promise<void>}
   */
  write(change) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction("signatures", "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore("signatures"));
    });
  }
}

/** Carries what waits to the server, one batch at a time, for as long as something waits. */
class Carrier {
  /**
   * @param {Queue} queue
   * @param {string} address
   * @param {(news: { waiting: number, refused: number, trouble: string }) => void} tell
   */
  constructor(queue, address, tell) {
    this.queue = queue;
    this.address = address;
    this.tell = tell;
    this.retry = FIRST_RETRY_MILLISECONDS;
    this.timer = 0;
    this.isCarrying = false;
    this.comesAgain = false;
  }

  /** May be called at any time; whoever calls while a batch is under way has another one follow. */
  async carry() {
    if (this.isCarrying) {
      this.comesAgain = true;
      return;
    }
    this.isCarrying = true;
    clearTimeout(this.timer);
    let trouble = "";
    do {
      this.comesAgain = false;
      trouble = await this.sendOneBatch();
    } while (!trouble && (this.comesAgain || (await this.unsent()).length));
    this.isCarrying = false;
    await this.report(trouble);
    if (!trouble) this.retry = FIRST_RETRY_MILLISECONDS;
    else this.retryLater();
  }

  retryLater() {
    // Not all kiosks of a hall at the same moment.
    this.timer = setTimeout(() => this.carry(), this.retry * (0.75 + Math.random() / 2));
    this.retry = Math.min(this.retry * 2, LONGEST_RETRY_MILLISECONDS);
  }

  /** @returns {Promise<string>} what stands in the way, or nothing */
  async sendOneBatch() {
    const batch = (await this.unsent()).slice(0, BATCH);
    if (!batch.length) return "";
    const now = Date.now();
    const signatures = batch.map(({ id, fields, madeAt }) => ({
      id,
      fields,
      waited_seconds: Math.max(0, Math.round((now - madeAt) / 1000)),
    }));
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ signatures }),
      });
    } catch {
      return "offline";
    }
    if (answer.status === 404 || answer.status === 401) return "strange";
    if (!answer.ok) return "busy";
    const { kept, refused } = await answer.json();
    await this.queue.remove(kept);
    for (const signature of batch) {
      if (refused.includes(signature.id)) await this.queue.keep({ ...signature, refused: true });
    }
    return kept.length + refused.length ? "" : "busy";
  }

  async unsent() {
    return (await this.queue.all()).filter((signature) => !signature.refused);
  }

  /** @param {string} trouble */
  async report(trouble) {
    const all = await this.queue.all();
    const refused = all.filter((signature) => signature.refused).length;
    this.tell({ waiting: all.length - refused, refused, trouble });
  }
}

/** The page: a form, and the thanks that take its place. Nobody finds what the person before them typed. */
class Kiosk {
  /**
   * @param {HTMLElement} page
   * @param {Queue} queue
   */
  constructor(page, queue) {
    this.page = page;
    this.queue = queue;
    this.form = /** @type {HTMLFormElement} */ (found("form[data-sign]"));
    this.asks = found("[data-asks]");
    this.thanks = found("[data-thanks]");
    this.idle = found("[data-idle]");
    this.waiting = found("[data-waiting]");
    this.timers = [0, 0];
    this.carrier = new Carrier(queue, page.dataset.address || "", (news) => this.tell(news));

    this.form.addEventListener("submit", (event) => this.sign(event));
    const tick = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("agree"));
    // The browser would speak its own language to somebody who reads the other one.
    tick.addEventListener("invalid", () => tick.setCustomValidity(this.form.dataset.needed || ""));
    tick.addEventListener("change", () => tick.setCustomValidity(""));
    for (const moved of ["pointerdown", "keydown", "input", "scroll"]) {
      addEventListener(moved, () => this.wakeUp(), { passive: true });
    }
    found("[data-next]").addEventListener("click", () => this.reset());
    found("[data-full-screen]").hidden = !document.fullscreenEnabled;
    found("[data-full-screen]").addEventListener("click", () => fillScreen());
    found("[data-exit]").addEventListener("click", (event) => this.exit(event));
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language]"))) {
      // The other language takes this page's place, so that Back leads nowhere.
      link.addEventListener("click", (event) => {
        event.preventDefault();
        location.replace(link.href);
      });
    }
    addEventListener("online", () => this.carrier.carry());
    addEventListener("pagehide", () => this.empty());
    addEventListener("pageshow", () => this.reset());
    document.addEventListener("visibilitychange", () => document.hidden || this.carrier.carry());
    this.reset();
    this.carrier.carry();
    this.page.dataset.ready = "yes";
  }

  /** @param {SubmitEvent} event */
  async sign(event) {
    event.preventDefault();
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(this.form)));
    const button = /** @type {HTMLButtonElement} */ (this.form.querySelector("[type=submit]"));
    button.disabled = true;
    try {
      await this.queue.keep({ id: fields.client_id, fields, madeAt: Date.now() });
    } catch {
      this.form.submit(); // the device keeps nothing more: the server takes it, or the browser says that it cannot
      return;
    } finally {
      button.disabled = false;
    }
    this.empty();
    this.asks.hidden = true;
    this.thanks.hidden = false;
    found("[data-thanks] h2").focus();
    this.sleepAfter(THANKS_MILLISECONDS);
    this.carrier.carry();
  }

  empty() {
    this.form.reset();
    /** @type {HTMLInputElement} */ (this.form.elements.namedItem("client_id")).value = newId();
  }

  reset() {
    this.empty();
    this.thanks.hidden = true;
    this.asks.hidden = false;
    this.idle.hidden = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const open of this.page.querySelectorAll("details[open]")) open.removeAttribute("open");
    scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  wakeUp() {
    this.idle.hidden = true;
    if (this.thanks.hidden) this.sleepAfter(IDLE_MILLISECONDS, WARNED_MILLISECONDS);
  }

  /**
   * @param {number} milliseconds
   * @param {number} warned how long before
   */
  sleepAfter(milliseconds, warned = 0) {
    for (const timer of this.timers) clearTimeout(timer);
    const warn = () => (this.idle.hidden = this.asks.hidden);
    this.timers = [
      setTimeout(() => this.reset(), milliseconds),
      warned ? setTimeout(warn, milliseconds - warned) : 0,
    ];
  }

  /**
   * Whoever ends the kiosk is told of what still waits; without a network the PIN could not be checked anyhow.
   * @param {Event} event
   */
  exit(event) {
    if (!Number(this.page.dataset.waits) && navigator.onLine) return;
    event.preventDefault();
    this.waiting.textContent = this.waiting.dataset.first || "";
  }

  /** @param {{ waiting: number, refused: number, trouble: string }} news */
  tell({ waiting, refused, trouble }) {
    const said = this.waiting.dataset;
    const sentences = [
      waiting === 1 ? said.one : waiting ? said.many?.replace("{number}", String(waiting)) : "",
      trouble === "strange" ? said.strange : "",
      refused ? said.refused?.replace("{number}", String(refused)) : "",
    ];
    const text = sentences.filter(Boolean).join(" ");
    if (this.waiting.textContent !== text) this.waiting.textContent = text;
    this.page.dataset.waits = String(waiting);
  }
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
function found(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/** @returns {string} an id that no other device makes */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fillScreen() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}

async function begin() {
  const page = found("main.kiosk");
  const { worker, scope, store } = page.dataset;
  // Without a store nothing may be taken over from the plain form, which works as it is.
  const queue = await Queue.open(store || "");
  new Kiosk(page, queue);
  await navigator.storage?.persist?.();
  await navigator.serviceWorker?.register(worker || "", { scope });
}

begin();
