// Keeps a phone or the wall up with its room: asks every two seconds, and opens the page anew when there is news.

const PACE = 2_000;
const PATIENCE = 4_000; // a phone network may swallow an answer; then the next one is asked for

const line = document.querySelector("[data-room]");
const number = document.querySelector("[data-answered]");
let failures = 0;
let waiting = 0;

async function ask() {
  const { room, at, lost } = line.dataset;
  try {
    const answer = await fetch(`${room}?at=${at}`, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
      cache: "no-cache",
    });
    if (answer.status === 401 || answer.status === 404) {
      location.reload(); // signed out, or no longer of this class: the page itself says so
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    if (answer.status === 200) {
      const news = await answer.json();
      if (news.at !== at) {
        location.replace(location.pathname);
        return;
      }
      if (number && number.textContent !== String(news.answered)) number.textContent = String(news.answered);
    }
    failures = 0;
  } catch {
    failures += 1;
  }
  const words = failures < 3 ? "" : lost;
  if (line.textContent !== words) line.textContent = words;
  waiting = setTimeout(ask, document.hidden ? PACE * 10 : PACE);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  clearTimeout(waiting);
  ask();
});
waiting = setTimeout(ask, PACE);
