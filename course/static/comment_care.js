// Sends the studio's form while it is filled in, and puts what comes back into the preview at once.

const PAUSE_BEFORE_TRYING = 350;
const SWAPPED = ["studio-stream", "studio-examples", "hint-examples"];

/** The form of one studio, whose newest settings are tried on the server. */
class Studio {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.timer = 0;
    /** The request under way, if there is one. @type {Promise<void> | null} */
    this.sending = null;
    this.isLeaving = false;
    /** Whether something changed that the server has not tried yet. */
    this.isChanged = false;

    form.addEventListener("input", () => this.note());
    form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("pageshow", () => {
      this.isLeaving = false;
    });
  }

  note() {
    this.isChanged = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE_BEFORE_TRYING);
  }

  /**
   * The form is being sent by one of its buttons, which carries the newest settings. It waits for a request under way:
   * handing in must not be overtaken by an older try.
   * @param {SubmitEvent} event
   */
  leave(event) {
    this.isLeaving = true;
    clearTimeout(this.timer);
    if (!this.sending) return;
    event.preventDefault();
    this.sending.finally(() => this.form.requestSubmit(event.submitter));
  }

  /** One request at a time, so that older settings never overtake newer ones. */
  async send() {
    if (this.sending || this.isLeaving) return;
    this.isChanged = false;
    this.sending = this.tryOut();
    await this.sending;
    if (this.isChanged && !this.isLeaving) this.note();
  }

  async tryOut() {
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: this.filled() });
      const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      if (page && !this.isChanged && !this.isLeaving) this.swap(page);
    } catch {
      // Without a network the buttons remain, and the browser says what is wrong.
    } finally {
      this.sending = null;
    }
  }

  /** What the button “Try these settings” would send. */
  filled() {
    const data = new FormData(this.form);
    const button = /** @type {HTMLButtonElement | null} */ (this.form.querySelector("button[name=go]"));
    if (button) data.set("go", button.value);
    return data;
  }

  /** @param {Document} page */
  swap(page) {
    if (!page.querySelector("[data-studio]")) return;
    const focused = document.activeElement?.id;
    for (const id of SWAPPED) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...this.settled(fresh));
    }
    this.swapProblem(page);
    const [count, fresh] = [document.getElementById("studio-count"), page.getElementById("studio-count")];
    // A status that is set to the same words would be read out again.
    if (count && fresh && count.textContent !== fresh.textContent) count.textContent = fresh.textContent;
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  /**
   * What is wrong with the keywords, beside them; the typed text and the cursor stay.
   * @param {Document} page
   */
  swapProblem(page) {
    const [field, fresh] = [document.getElementById("studio-keywords"), page.getElementById("studio-keywords")];
    const box = field?.querySelector("textarea");
    const problem = fresh?.querySelector(".error");
    if (!field || !fresh || !box) return;
    if (field.querySelector(".error")?.textContent !== problem?.textContent) {
      field.querySelector(".error")?.remove();
      if (problem) {
        problem.removeAttribute("autofocus");
        // Somebody who is still typing is told politely.
        problem.setAttribute("role", "status");
        box.before(document.adoptNode(problem));
      }
    }
    field.className = fresh.className;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = fresh.querySelector("textarea")?.getAttribute(name);
      if (value) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }

  /**
   * The children of an element, none of which takes the focus or interrupts.
   * @param {HTMLElement} element
   */
  settled(element) {
    for (const one of element.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
    for (const one of element.querySelectorAll("[role=alert]")) one.setAttribute("role", "status");
    return [...element.childNodes].map((node) => document.adoptNode(node));
  }
}

const studio = document.querySelector("[data-studio]");
const form = studio?.closest("form");
if (form) new Studio(form);
