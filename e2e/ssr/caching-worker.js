/**
 * Treats requests as Angular's service worker does that caches them all: a GET is answered from the cache, everything else goes to the
 * network, and where that fails the answer is a 504.
 */
const network = (request) =>
  fetch(request).catch(() => new Response(null, { status: 504, statusText: 'Gateway Timeout' }));

async function cached(request) {
  const cache = await caches.open('all');
  const found = await cache.match(request);
  if (found) return found;

  const answer = await network(request);
  if (answer.ok) await cache.put(request, answer.clone());

  return answer;
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) =>
  event.respondWith(event.request.method === 'GET' ? cached(event.request) : network(event.request)),
);
