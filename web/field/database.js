// IndexedDB with promises. What is written is on the disk when `run` returns: a phone is switched off without warning.

const NAME = 'mocgioi-field'
const VERSION = 1

/** | store | a row is |
 *  |---|---|
 *  | lock | the lock of the journal, and the count of wrong PINs; in the open |
 *  | settings | the token, the name of the person; sealed |
 *  | entries | a record that is written here and not yet received whole; sealed, with a number of its revision |
 *  | photos | a photo of an entry; sealed |
 *  | receipts | what the server said of a record; sealed */
const STORES = { lock: 'key', settings: 'key', entries: 'id', photos: 'id', receipts: 'id' }

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

export function openDatabase() {
  const request = indexedDB.open(NAME, VERSION)
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath })
  }
  return settled(request)
}

/** The store with promises in place of requests. */
function promised(store) {
  const methods = ['get', 'getAll', 'getAllKeys', 'put', 'delete', 'count']
  return Object.fromEntries(methods.map((name) => [name, (...args) => settled(store[name](...args))]))
}

/** One transaction: all of `work` or nothing. It may await nothing but the stores that it is given. */
export function run(db, names, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, mode, { durability: 'strict' })
    const stores = Object.fromEntries(names.map((name) => [name, promised(transaction.objectStore(name))]))
    let result
    let failure
    transaction.oncomplete = () => resolve(result)
    transaction.onabort = () => reject(failure ?? transaction.error)
    Promise.resolve(work(stores)).then(
      (value) => {
        result = value
      },
      (error) => {
        failure = error
        try {
          transaction.abort()
        } catch {
          // It has ended by itself.
          reject(error)
        }
      },
    )
  })
}
