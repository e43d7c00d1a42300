// The page without a network: after a first visit this browser keeps all of its folder, and of a new version it asks for
// what changed and nothing else. A version is whole, or it is not taken.

importScripts("files.js"); // FILES: the hash of what each file holds, by its path in the folder

const { scope } = self.registration;
const NAME = `page ${scope}`;
const kept = (path) => `${scope}${path}?${FILES[path]}`;

async function fetchMissing() {
  const cache = await caches.open(NAME);
  await Promise.all(
    Object.keys(FILES).map(async (path) => {
      if (!(await cache.match(kept(path)))) await cache.put(kept(path), await fetchOne(path));
    }),
  );
}

// Between here and the server something may still hold an older file: that one is no part of this version.
async function fetchOne(path) {
  const response = await fetch(scope + path, { cache: "no-cache" });
  const content = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hash = [...digest].map((x) => x.toString(16).padStart(2, "0")).join("");
  if (!response.ok || hash !== FILES[path]) throw new Error(`${path} is not what the list says`);
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  return new Response(content, { headers: { "Content-Type": type, "Content-Length": content.byteLength } });
}

async function forgetOthers() {
  const cache = await caches.open(NAME);
  const ours = new Set(Object.keys(FILES).map(kept));
  for (const request of await cache.keys()) if (!ours.has(request.url)) await cache.delete(request);
}

async function answer(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(kept(path))) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fetchMissing()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("message", () => self.skipWaiting()); // the page has all that it needs of the version before
self.addEventListener("fetch", (event) => {
  const url = event.request.url.replace(/[?#].*/, "");
  const path = url === scope ? "index.html" : url.slice(scope.length);
  if (url.startsWith(scope) && path in FILES) event.respondWith(answer(path, event.request));
});
