// Sends what waits: records first, since they matter most and are small; then their photos, one by one.
//
// One tab of a phone sends at a time (a lock of the browser; the other then sends what is left); and if two did, the server
// would take each record once. What
// becomes of an entry is written down as soon as it is known, and only for the revision that was sent.

import { isReceiptFor, isWhole, leftOf, received } from './entry.js'
import { Stale } from './journal.js'
import { upload } from './photos.js'
import { filesOf, identity, push, Unanswered } from './server.js'
import { t } from './words.js'

const LOCK = 'mocgioi-field-send'
const TOGETHER = 50

/** Sends all that waits. Returns what stopped it, or null. `told` hears of progress: an entry, a photo, bytes received. */
export async function send(journal, told) {
  return navigator.locks.request(LOCK, async () => {
    let settings = await journal.settings()
    if (!settings.token) return new Unanswered('revoked')
    try {
      settings = await known(journal, settings)
      await sendRecords(journal, settings)
      await sendPhotos(journal, settings, told)
      return null
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      // Only for the token that was shown: another may have been entered meanwhile.
      if (error.kind === 'revoked') {
        const now = await journal.settings()
        if (now.token === settings.token) await journal.putSettings({ ...now, revoked: true })
      }
      return error
    }
  })
}

/** A token that was entered without a network is asked for who it is as soon as there is one. */
async function known(journal, settings) {
  if (settings.me) return settings
  const whole = { ...settings, ...(await identity(settings.token)) }
  await journal.putSettings(whole)
  return whole
}

/** Writes down what became of an entry, unless somebody has written on it since; then it is looked at the next time. */
async function note(work) {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Stale) return null
    throw error
  }
}

async function sendRecords(journal, settings) {
  const { entries } = await journal.all()
  const queue = entries.filter((entry) => (entry.state === 'waiting' && !entry.receipt) || entry.state === 'conflict')
  for (let from = 0; from < queue.length; from += TOGETHER) {
    const sent = queue.slice(from, from + TOGETHER)
    const answer = await push(settings.token, sent.map((entry) => entry.record), settings.device)
    if (!Array.isArray(answer.receipts)) throw new Unanswered('offline')
    for (const entry of sent) {
      const said = answer.receipts.find((receipt) => isReceiptFor(entry, receipt))
      if (!said) continue
      const next = received(entry, said, answer)
      await note(() => (isWhole(next) ? journal.settle(entry, leftOf(next)) : journal.put(next)))
    }
  }
}

async function sendPhotos(journal, settings, told) {
  const { entries } = await journal.all()
  for (let entry of entries.filter((entry) => entry.receipt && entry.photos.length)) {
    for (const { id } of entry.photos.filter((photo) => !photo.stored)) {
      entry = await sendPhoto(journal, settings, entry, id, told)
      if (!entry) break
    }
    if (entry) await note(() => confirm(journal, settings, entry))
  }
}

/** The entry with one photo further along; null when somebody else has written on it. */
async function sendPhoto(journal, settings, entry, id, told) {
  let now = entry
  const change = async (changes) => {
    const photos = now.photos.map((photo) => (photo.id === id ? { ...photo, ...changes } : photo))
    const next = await note(() => journal.put({ ...now, photos }))
    if (next) now = next
    return next
  }
  const photo = entry.photos.find((photo) => photo.id === id)
  const bytes = await journal.photo(id).catch(() => null)
  // Altered or damaged on the phone: that is said, and the others go on.
  if (!bytes) return change({ refused: t('photoDamaged') })
  let remembered = Promise.resolve()
  try {
    await upload(settings.token, photo, bytes, {
      begun: (url) => {
        remembered = change({ upload: url, refused: undefined })
      },
      progress: (bytes) => told(entry, photo, bytes),
    })
    await remembered
    return await change({ sent: true, refused: undefined })
  } catch (error) {
    await remembered
    if (!(error instanceof Unanswered) || error.kind !== 'refused') throw error
    // This one was looked at and is not wanted; the others may be.
    return change({ refused: error.words, upload: undefined })
  }
}

/** A photo leaves the phone when the server itself lists it as there, under its digest, for this record. */
async function confirm(journal, settings, entry) {
  const { attachments } = await filesOf(settings.token, entry.id)
  const there = new Set(attachments.filter((file) => file.state === 'stored').map((file) => file.sha256))
  const photos = entry.photos.map((photo) => {
    const stored = there.has(photo.sha256)
    // What is not there after all is sent from the start.
    return { ...photo, stored, upload: stored ? photo.upload : undefined }
  })
  const next = { ...entry, photos }
  if (isWhole(next)) await journal.settle(entry, leftOf(next))
  else await journal.put(next)
}
