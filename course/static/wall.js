// Keeps the number of a drive right within two seconds, and says when the network is gone.

const body = document.body;
const address = body.dataset.count ?? "";
const PACE = Number(body.dataset.pace ?? "1") * 1000;
const PATIENCE = 4_000; // a phone network may swallow an answer; then the next one is asked for
const WORDS_FOR = 8_000;

/** @typedef {{ online: number, paper: number, total: number, goal: number | null, words: { language: string, text: string }[] }} Count */

/** @type {Count["words"]} */
let words = [];
let shown = 0;
let failures = 0;
let waiting = 0;

/** @param {string} name @param {string | number} value */
function put(name, value) {
  const element = body.querySelector(`[data-${name}]`);
  if (element && element.textContent !== String(value)) element.textContent = String(value);
}

/** @param {Count} count */
function show(count) {
  put("total", count.total);
  put("online", count.online);
  put("paper", count.paper);
  body.querySelector("[data-total]")?.setAttribute("data-figures", String(String(count.total).length));
  body.querySelector("[data-paper-line]")?.toggleAttribute("hidden", !count.paper);
  const goal = body.querySelector("[data-goal]");
  if (goal instanceof HTMLProgressElement) goal.value = Math.min(count.total, goal.max);
  words = count.words;
}

async function ask() {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), cache: "no-cache" });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
    failures = 0;
  } catch {
    failures += 1;
  }
  body.querySelector("[data-lost]")?.toggleAttribute("hidden", failures < 3);
  waiting = setTimeout(ask, document.hidden ? PACE * 10 : PACE);
}

function turn() {
  const line = body.querySelector("[data-words] span");
  if (line instanceof HTMLElement) {
    shown = words.length ? (shown + 1) % words.length : 0;
    const next = words[shown];
    line.textContent = next ? `“${next.text}”` : "";
    line.lang = next?.language ?? "";
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  clearTimeout(waiting);
  ask();
});
setInterval(turn, WORDS_FOR);
ask();
