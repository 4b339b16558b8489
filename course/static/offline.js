// Starts the worker that keeps help and opened lessons, and on the page without a network lists what there is.
// It waits until the page stands, and stays away from whoever saves data.
if ("serviceWorker" in navigator && !navigator.connection?.saveData) {
  const start = () => navigator.serviceWorker.register("/sw.js").catch(() => {});
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
}

const list = document.querySelector("[data-kept-lessons]");
if (list && "caches" in window) {
  const language = document.documentElement.lang;
  const cache = (await caches.has("lessons")) ? await caches.open("lessons") : null;
  for (const request of cache ? await cache.keys() : []) {
    const url = new URL(request.url);
    if (url.searchParams.get("lang") !== language) continue;
    const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url.pathname + url.search;
    link.textContent = page.querySelector("h1")?.textContent ?? url.pathname;
    item.append(link);
    list.append(item);
    list.parentElement.hidden = false;
  }
}
