// Where the page begins: the service worker, the PIN, then the screens.

import { openDatabase } from './database.js'
import { device } from './device.js'
import { fill, h } from './dom.js'
import { form } from './form.js'
import { Frame } from './frame.js'
import { Journal } from './journal.js'
import { queue } from './queue.js'
import { review } from './review.js'
import { unlocked } from './unlock.js'
import { language, t } from './words.js'

/** Left alone for so long the page forgets the key. What was written is kept. */
const PATIENCE = 10 * 60_000

const TABS = [
  { name: 'form', word: 'navForm', sign: 'pen' },
  { name: 'queue', word: 'navQueue', sign: 'box' },
  { name: 'review', word: 'navReview', sign: 'tick' },
  { name: 'device', word: 'navDevice', sign: 'person' },
]

/** The one address that a script of this page may be loaded from by its name; a browser with Trusted Types holds us to it. */
function worker() {
  const address = 'sw.js'
  if (!globalThis.trustedTypes) return address
  return globalThis.trustedTypes.createPolicy('mocgioi-field', { createScriptURL: () => address }).createScriptURL('')
}

async function isOfflineReady() {
  const registration = await navigator.serviceWorker?.getRegistration()
  return Boolean(registration?.active)
}

/** Says when the page can be started without a network. */
function offlineNote() {
  const note = h('p', { class: 'hint' }, t('offlineNotYet'))
  navigator.serviceWorker?.ready.then(() => fill(note, t('offlineReady')))
  return note
}

function lockWhenLeft() {
  let last = Date.now()
  const look = () => {
    if (Date.now() - last > PATIENCE) location.reload()
  }
  const touched = () => {
    look()
    last = Date.now()
  }
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, touched, { passive: true, capture: true })
  // A phone that sleeps runs no timers; it looks when it wakes up.
  document.addEventListener('visibilitychange', look)
  setInterval(look, PATIENCE / 10)
}

async function start() {
  document.documentElement.lang = language()
  document.title = t('title')
  if (!globalThis.isSecureContext) {
    fill(document.body, h('main', { class: 'unlock' }, h('p', { class: 'bad' }, t('needsHttps'))))
    return
  }
  navigator.serviceWorker?.register(worker()).catch((error) => console.warn(error))
  const db = await openDatabase()
  const key = await unlocked(db, offlineNote())
  await navigator.storage.persist()
  lockWhenLeft()
  const screens = { form, queue, review, device: device(db, isOfflineReady) }
  const frame = new Frame(new Journal(db, key), screens, ({ mayApprove }) => TABS.filter(({ name }) => name !== 'review' || mayApprove))
  const { token } = await frame.journal.settings()
  await frame.start(token ? 'form' : 'device')
}

start()
