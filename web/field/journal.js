// The journal: everything that was noted, before anything else is done with it, and until the server has it.
//
// Rows are sealed before a transaction begins and opened after it has ended. A row carries the number of its revision, and is
// written over only by who has read that revision: two tabs do not undo each other's work, and a receipt for what was sent
// does not take away what was written since.

import { run } from './database.js'
import { seal, sealJson, unseal, unsealJson } from './vault.js'

/** Somebody else has written the entry since it was read: another tab. */
export class Stale extends Error {}

export class Journal {
  #db
  #key
  // Tells the other tabs of this phone.
  #others = new BroadcastChannel('mocgioi-field')
  #listeners = new Set()

  constructor(db, key) {
    this.#db = db
    this.#key = key
    this.#others.onmessage = () => this.#tell()
  }

  /** Calls back after every change, here or in another tab. Returns how to end that. */
  onChange(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell() {
    for (const listener of this.#listeners) listener()
  }

  #changed() {
    this.#others.postMessage('changed')
    this.#tell()
  }

  /** Entries and receipts, the oldest first; what cannot be opened is counted, never passed over in silence. */
  async all() {
    const rows = await run(this.#db, ['entries', 'receipts'], 'readonly', async ({ entries, receipts }) => ({
      entries: await entries.getAll(),
      receipts: await receipts.getAll(),
    }))
    let damaged = 0
    const opened = async (store) => {
      const all = await Promise.all(
        rows[store].map(async (row) => {
          try {
            return { ...(await unsealJson(this.#key, `${store}/${row.id}`, row)), id: row.id, rev: row.rev }
          } catch {
            damaged += 1
            return null
          }
        }),
      )
      return all.filter(Boolean)
    }
    const [entries, receipts] = [await opened('entries'), await opened('receipts')]
    return { entries, receipts, damaged }
  }

  async entry(id) {
    const row = await run(this.#db, ['entries'], 'readonly', ({ entries }) => entries.get(id))
    return row && { ...(await unsealJson(this.#key, `entries/${id}`, row)), id, rev: row.rev }
  }

  /** Keeps an entry as it is now, with photos that are new, and without those that were taken out. */
  async put(entry, added = [], removed = []) {
    const { id, rev = 0, ...said } = entry
    const row = { id, rev: rev + 1, ...(await sealJson(this.#key, `entries/${id}`, said)) }
    const rows = await Promise.all(
      added.map(async (photo) => ({ id: photo.id, ...(await seal(this.#key, `photos/${photo.id}`, photo.bytes)) })),
    )
    await run(this.#db, ['entries', 'photos'], 'readwrite', async ({ entries, photos }) => {
      if (((await entries.get(id))?.rev ?? 0) !== rev) throw new Stale()
      await entries.put(row)
      for (const photo of rows) await photos.put(photo)
      for (const photo of removed) await photos.delete(photo.id)
    })
    this.#changed()
    return { ...entry, rev: rev + 1 }
  }

  async photo(id) {
    const row = await run(this.#db, ['photos'], 'readonly', ({ photos }) => photos.get(id))
    return unseal(this.#key, `photos/${id}`, row)
  }

  /** The server has all of it: in one step the receipt comes and the entry goes. */
  async settle(entry, receipt) {
    const row = { id: entry.id, ...(await sealJson(this.#key, `receipts/${entry.id}`, receipt)) }
    await this.#takeOut(entry, ({ receipts }) => receipts.put(row))
  }

  /** Only for what its writer throws away himself before it was ever sent. */
  async discard(entry) {
    await this.#takeOut(entry, () => undefined)
  }

  async #takeOut(entry, besides) {
    await run(this.#db, ['entries', 'photos', 'receipts'], 'readwrite', async (stores) => {
      if ((await stores.entries.get(entry.id))?.rev !== entry.rev) throw new Stale()
      await stores.entries.delete(entry.id)
      for (const photo of entry.photos) await stores.photos.delete(photo.id)
      await besides(stores)
    })
    this.#changed()
  }

  /** What this phone is known by, and by whom it is carried. */
  async settings() {
    const row = await run(this.#db, ['settings'], 'readonly', ({ settings }) => settings.get('phone'))
    return row ? unsealJson(this.#key, 'settings/phone', row) : {}
  }

  async putSettings(settings) {
    const row = { key: 'phone', ...(await sealJson(this.#key, 'settings/phone', settings)) }
    await run(this.#db, ['settings'], 'readwrite', ({ settings }) => settings.put(row))
    this.#changed()
  }
}
