// Opens the kiosk without a network. `KIOSK` is written above by the server: its addresses and a name for this version.

/** @type {{ version: string, path: string, pages: string[], files: string[] }} */
// @ts-ignore -- written above
const kiosk = KIOSK;
const PATIENCE_MILLISECONDS = 4_000;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(kiosk.version).then((cache) => cache.addAll([...kiosk.pages, ...kiosk.files])));
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET") return;
  const { pathname, search } = new URL(url);
  if (pathname === kiosk.path) event.respondWith(freshPage(event.request, kiosk.path + search));
  else if (kiosk.files.includes(pathname + search)) event.respondWith(kept(event.request));
});

async function forgetOlder() {
  const [family] = kiosk.version.split(":");
  for (const name of await caches.keys()) {
    if (name.startsWith(`${family}:`) && name !== kiosk.version) await caches.delete(name);
  }
}

/** @param {Request} request */
async function kept(request) {
  return (await caches.match(request)) || fetch(request);
}

/**
 * From the network, kept for when there is none. A network that does not answer is none.
 * @param {Request} request
 * @param {string} address
 */
async function freshPage(request, address) {
  const cache = await caches.open(kiosk.version);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    if (fresh.ok && kiosk.pages.includes(address)) await cache.put(address, fresh.clone());
    // A device that is no longer set up must not go on as if it were; a server in trouble may come back.
    if (fresh.status < 500) return fresh;
  } catch {
    // No network: below.
  }
  return (await cache.match(address)) || (await cache.match(kiosk.pages[0])) || Response.error();
}
