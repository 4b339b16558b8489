// Saves the answers of a form while they are given, and says on the page whether they are safe.

/**
 * What the server answers: the time of saving, or the sentence that says why it will not save.
 * @typedef {{ saved_at?: string, refusal?: string }} Answer
 */

const PAUSE_BEFORE_SAVING = 400;
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 60_000;

/** One form whose newest state must reach the server. */
class Autosave {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {HTMLElement | null} */
    this.line = form.querySelector("[data-saved-line]");
    this.url = form.dataset.saveUrl || form.action;
    this.key = `unsaved:${this.url}:${this.fieldNames()}`;
    /** The newest state that the server has not confirmed. @type {URLSearchParams | null} */
    this.unsaved = null;
    this.isSending = false;
    this.isLeaving = false;
    this.retryAfter = FIRST_RETRY;
    this.timer = 0;
    /** The state that a screen reader announced last. */
    this.announced = "";

    form.addEventListener("change", () => this.note());
    form.addEventListener("input", () => this.note());
    form.addEventListener("submit", () => this.leave());
    addEventListener("online", () => this.send());
    addEventListener("pageshow", () => this.comeBack());
    addEventListener("beforeunload", (event) => this.warn(event));
    this.restore();
  }

  /** Keep the form's state as it is now, and save it after a short pause. */
  note() {
    this.keep(new URLSearchParams(/** @type {any} */ (new FormData(this.form))));
    this.retryAfter = FIRST_RETRY;
    this.sendIn(PAUSE_BEFORE_SAVING);
  }

  /** @param {number} milliseconds */
  sendIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  /** Send the newest state. Only one request is under way at a time; what changes meanwhile is sent next. */
  async send() {
    if (!this.unsaved || this.isSending || this.isLeaving) return;
    clearTimeout(this.timer);
    const state = this.unsaved;
    this.isSending = true;
    try {
      this.heed(await this.post(state), state);
    } catch {
      this.retryLater();
    } finally {
      this.isSending = false;
    }
    if (this.unsaved && this.unsaved !== state) this.sendIn(PAUSE_BEFORE_SAVING);
  }

  /**
   * @param {URLSearchParams} state
   * @returns {Promise<Answer>}
   */
  async post(state) {
    const body = new FormData();
    for (const [name, value] of state) body.append(name, value);
    body.set("go", "save");
    const response = await fetch(this.url, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.status >= 500 || response.status === 429) throw new Error("Try again later.");
    const answer = await response.json().catch(() => ({}));
    return response.ok || answer.refusal ? answer : { refusal: this.line?.dataset.refused || "" };
  }

  /**
   * @param {Answer} answer
   * @param {URLSearchParams} state what was sent
   */
  heed(answer, state) {
    if (answer.saved_at) {
      this.retryAfter = FIRST_RETRY;
      if (this.unsaved !== state) return;
      this.forget();
      this.say("saved", (this.line?.dataset.saved || "{time}").replace("{time}", answer.saved_at));
    } else if (answer.refusal !== undefined) {
      this.forget();
      this.say("refused", answer.refusal);
    } else {
      this.retryLater();
    }
  }

  retryLater() {
    this.say("unsaved", this.line?.dataset.unsaved);
    this.sendIn(this.retryAfter);
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY);
  }

  /** @param {URLSearchParams} state */
  keep(state) {
    this.unsaved = state;
    this.say("unsaved", this.line?.dataset.unsaved, false);
    try {
      const answers = new URLSearchParams(state);
      answers.delete("csrf_token");
      sessionStorage.setItem(this.key, answers.toString());
    } catch {
      // The browser gives no storage: the state is still in memory.
    }
  }

  forget() {
    this.unsaved = null;
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // There was nothing to forget.
    }
  }

  /** After a reload: put back what did not reach the server, and save it. */
  restore() {
    let kept = null;
    try {
      kept = sessionStorage.getItem(this.key);
    } catch {
      return;
    }
    if (kept === null) return;
    const state = new URLSearchParams(kept);
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) {
        control.checked = state.getAll(control.name).includes(control.value);
      } else if (control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement) {
        control.value = state.get(control.name) ?? control.value;
      }
    }
    this.note();
  }

  /** The form is being sent by its own button, which carries the newest state; what was kept stays in case that fails. */
  leave() {
    this.isLeaving = true;
    clearTimeout(this.timer);
  }

  /** The page is shown again, perhaps after going back. */
  comeBack() {
    this.isLeaving = false;
    this.send();
  }

  /** @param {BeforeUnloadEvent} event */
  warn(event) {
    if (this.unsaved && !this.isLeaving) event.preventDefault();
  }

  /**
   * Everybody sees the state; a screen reader announces it when it is settled and news, not at every answer.
   * @param {"saved" | "unsaved" | "refused"} state
   * @param {string | undefined} sentence
   */
  say(state, sentence, isSettled = true) {
    if (!this.line) return;
    const isNews = isSettled && (state === "refused" || state !== this.announced);
    if (isNews) this.announced = state;
    this.line.ariaLive = isNews ? "polite" : "off";
    this.line.dataset.state = state;
    if (sentence && (isNews || this.line.textContent !== sentence)) this.line.textContent = sentence;
  }

  /** Tells the pages of one attempt apart, which share an address. */
  fieldNames() {
    return [...new Set([...this.form.querySelectorAll("[name]")].map((control) => control.getAttribute("name")))].join();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  new Autosave(/** @type {HTMLFormElement} */ (form));
}
