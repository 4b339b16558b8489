// Keeps help, the check-in, the style, and lessons that were opened, for a time without a network. The site puts VERSION and
// KEPT before this. Only pages as a stranger sees them are kept: a page of somebody who is signed in never goes into a cache.

const FIXED = "fixed-" + VERSION;
const LESSONS = "lessons";
const LESSON = /^\/learn\/[a-z0-9-]+\/[a-z0-9-]+$/;
const HELPERS = { "/help": "/help?kept=1&lang=", "/check-in": "/check-in?lang=" };
const TEACHING = /\/teach$/;
const DAY_MILLISECONDS = 24 * 3600 * 1000;
const MOST_LESSONS = 60;
const WAIT_MILLISECONDS = 8000;

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "POST" && ["/sign-out", "/account/erase"].includes(url.pathname)) {
    // Which lessons were opened is nobody's business afterwards.
    event.waitUntil(caches.delete(LESSONS));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(open(event, url));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
  }
});

async function install() {
  const cache = await caches.open(FIXED);
  await Promise.all(KEPT.map((address) => keep(cache, address)));
}

async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("fixed-") && name !== FIXED);
  await Promise.all(old.map((name) => caches.delete(name)));
  if (old.length === 0 || !(await caches.has(LESSONS))) return;
  // A new release: the lessons that were kept name an older style, and may say what is no longer true.
  const lessons = await caches.open(LESSONS);
  const kept = await lessons.keys();
  await Promise.all(kept.map((request) => keep(lessons, request.url).catch(() => lessons.delete(request))));
}

async function open(event, url) {
  try {
    const answer = await fetchInTime(event.request);
    const isLesson = LESSON.test(url.pathname) && !TEACHING.test(url.pathname);
    if (answer.ok && isLesson) event.waitUntil(keepLesson(answer.clone(), url.pathname).catch(() => {}));
    event.waitUntil(renew().catch(() => {}));
    return answer;
  } catch (failure) {
    const language = url.searchParams.get("lang") || (await rememberedLanguage());
    const address = (HELPERS[url.pathname] || `${url.pathname}?lang=`) + language;
    return (await kept(address)) || (await kept(`/offline?lang=${language}`)) || Response.error();
  }
}

function kept(address) {
  return caches.match(address, { ignoreVary: true });
}

// Once a day: what somebody reads without a network may be a day old, not older than their last visit.
async function renew() {
  const last = await kept("/offline?lang=en");
  if (last && Date.now() - Date.parse(last.headers.get("Date")) > DAY_MILLISECONDS) await install();
}

function fetchInTime(request) {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error("too late")), WAIT_MILLISECONDS));
  return Promise.race([fetch(request), late]);
}

async function keepLesson(answer, path) {
  const language = ((await answer.text()).match(/<html lang="([a-z]{2})"/) || [])[1] || "en";
  const lessons = await caches.open(LESSONS);
  await keep(lessons, `${path}?lang=${language}`);
  const kept = await lessons.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_LESSONS)).map((request) => lessons.delete(request)));
}

// The page as a stranger gets it: without cookies, so without a name, a token or anything else of a person.
async function keep(cache, address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${address} cannot be kept`);
  await cache.put(address, answer);
}

async function rememberedLanguage() {
  const lessons = (await caches.has(LESSONS)) ? await (await caches.open(LESSONS)).keys() : [];
  const last = lessons.at(-1);
  if (last) return new URL(last.url).searchParams.get("lang");
  return self.navigator.language.startsWith("ms") ? "ms" : "en";
}
