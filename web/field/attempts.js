// Wrong PINs make the next try wait, longer each time, also after the browser was started anew.
//
// A try is counted before the PIN is looked at: who ends the browser meanwhile has had his try. The count lies in the open
// beside the lock; against somebody who copies the storage the lock itself must hold.

import { run } from './database.js'

const FREE = 3
const FIRST = 5_000
const LONGEST = 15 * 60_000

function delayAfter(failures) {
  return failures < FREE ? 0 : Math.min(FIRST * 2 ** (failures - FREE), LONGEST)
}

function remaining({ failures, last }, now) {
  const delay = delayAfter(failures)
  // A clock that was set back does not make anybody wait for days.
  return Math.min(Math.max(last + delay - now, 0), delay)
}

const NONE = { key: 'attempts', failures: 0, last: 0 }

/** Milliseconds until somebody may try. */
export async function waiting(db) {
  return remaining((await run(db, ['lock'], 'readonly', ({ lock }) => lock.get('attempts'))) ?? NONE, Date.now())
}

/** Counts a try; how long to wait instead, 0 when it may be made. */
export function attempt(db) {
  return run(db, ['lock'], 'readwrite', async ({ lock }) => {
    const before = (await lock.get('attempts')) ?? NONE
    const wait = remaining(before, Date.now())
    if (wait === 0) await lock.put({ key: 'attempts', failures: before.failures + 1, last: Date.now() })
    return wait
  })
}

/** The right PIN: the count starts anew. */
export function succeeded(db) {
  return run(db, ['lock'], 'readwrite', ({ lock }) => lock.delete('attempts'))
}
