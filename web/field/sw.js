// Keeps the page on the phone, so that it starts without a network. Nothing else: what is asked of the interface always goes to
// the server, and no answer of it is kept.
//
// A release is taken up whole. The server writes which one it is into the line below; the browser sees that this file has
// changed, fetches the new files beside the old ones, and shows them when the page is next started.

const RELEASE = '{release}'
const CACHE = `mocgioi-field-${RELEASE}`
const FILES = [
  './', 'field.css', 'field.webmanifest', 'icon.svg', 'main.js', 'dom.js', 'words.js', 'vault.js', 'attempts.js',
  'database.js', 'journal.js', 'entry.js', 'marker.js', 'server.js', 'sender.js', 'photos.js', 'frame.js', 'unlock.js',
  'form.js', 'queue.js', 'review.js', 'said.js', 'device.js', 'vendor-tus.min.js', 'vendor-licences.txt',
]

addEventListener('install', (event) => {
  const fresh = FILES.map((name) => new Request(name, { cache: 'reload', credentials: 'omit' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)))
})

addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('mocgioi-field-') && name !== CACHE) await caches.delete(name)
    }
    await clients.claim()
  }
  event.waitUntil(tidy())
})

addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  const scope = new URL(registration.scope)
  if (method !== 'GET' || origin !== scope.origin || !pathname.startsWith(scope.pathname)) return
  const wanted = mode === 'navigate' ? scope.href : origin + pathname
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(wanted)) ?? fetch(event.request)),
  )
})
