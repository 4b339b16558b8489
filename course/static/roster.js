// While a roster is being done: asks every second how far it is, and opens the report when it is done.
const line = document.querySelector(".meter");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector(".meter");
    if (!next) {
      location.reload();
      return;
    }
    line.replaceChildren(...next.children);
  }
  setTimeout(look, 1000);
}

if (line) setTimeout(look, 1000);
