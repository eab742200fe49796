// Opens the app without network. `scripts/worker.mjs` puts in the files of a build and the version that they make.
// A new version waits until no page of the old one is open: a page never gets the parts of another version.
const VERSION = '%VERSION%';
const FILES = '%FILES%'.split(' ');
const CACHE = `rf:${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(fetchAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate') {
    if (!pathname.startsWith('/api/')) event.respondWith(networkFirst(event, shellOf(pathname)));
  } else if (FILES.includes(pathname)) {
    const fetched = pathname.startsWith('/assets/') ? cacheFirst : networkFirst;
    event.respondWith(fetched(event, pathname));
  }
});

/** One after the other: somebody is at work on the page meanwhile. */
async function fetchAll() {
  const cache = await caches.open(CACHE);
  for (const file of FILES) await cache.add(file);
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The browser asks for a page while it still starts this worker.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** The page that the server answers an address with. */
function shellOf(pathname) {
  const shell = `/${pathname.split('/')[1] || 'home'}.html`;
  return FILES.includes(shell) ? shell : '/index.html';
}

async function cached(file) {
  return (await caches.open(CACHE)).match(file, { ignoreVary: true });
}

async function networkFirst(event, file) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await cached(file)) ?? Response.error();
  }
}

/** These names change with what is in them. */
async function cacheFirst(event, file) {
  return (await cached(file)) ?? fetch(event.request);
}
