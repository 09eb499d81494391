// What the journal is locked with.
//
// A random data key seals every row by AES-GCM under a fresh nonce, with the row's place as associated data, so that no row
// can be put in another's place. The data key itself is kept only wrapped, under a key made from the PIN by PBKDF2. Opened, it
// is a key that the page can use and nobody can read out.
//
// How long the PIN holds against somebody who has copied the storage is a matter of its length: docs/field-page.md has figures.

const ROUNDS = 1_000_000 // of SHA-256; OWASP asks for 600,000
export const SHORTEST_PIN = 6
const WRAP = 'mocgioi field lock 1'

const bytesOf = (text) => new TextEncoder().encode(text)
const random = (length) => crypto.getRandomValues(new Uint8Array(length))

async function keyOf(pin, salt, rounds) {
  // The same letters typed on another keyboard are the same PIN.
  const typed = await crypto.subtle.importKey('raw', bytesOf(pin.normalize('NFC')), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** Whether a PIN is among the first that anybody would try. */
export function isGuessable(pin) {
  const steps = [...pin].slice(1).map((sign, n) => sign.codePointAt(0) - pin.codePointAt(n))
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1)
}

/** A new lock with a data key of its own. The lock may be kept in the open. */
export async function newLock(pin) {
  const [salt, iv] = [random(16), random(12)]
  const data = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
  return wrap(data, pin, salt, iv)
}

async function wrap(data, pin, salt, iv) {
  const under = { name: 'AES-GCM', iv, additionalData: bytesOf(WRAP) }
  const wrapped = await crypto.subtle.wrapKey('raw', data, await keyOf(pin, salt, ROUNDS), under)
  return { kdf: 'PBKDF2-SHA-256', rounds: ROUNDS, salt, iv, wrapped }
}

async function unwrap(lock, pin, extractable) {
  try {
    const key = await keyOf(pin, lock.salt, lock.rounds)
    const under = { name: 'AES-GCM', iv: lock.iv, additionalData: bytesOf(WRAP) }
    return await crypto.subtle.unwrapKey('raw', lock.wrapped, key, under, 'AES-GCM', extractable, ['encrypt', 'decrypt'])
  } catch (error) {
    if (error.name === 'OperationError') return null
    throw error
  }
}

/** The data key, or null for a wrong PIN. */
export function open(lock, pin) {
  return unwrap(lock, pin, false)
}

/** The same data key under another PIN, or null when the old one is wrong. */
export async function changePin(lock, old, pin) {
  const data = await unwrap(lock, old, true)
  return data && wrap(data, pin, random(16), random(12))
}

/** Seals bytes for one place. */
export async function seal(key, place, bytes) {
  const iv = random(12)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, bytes)
  return { iv, sealed }
}

/** What was sealed for this place. Throws for what was altered or lies in another's place. */
export async function unseal(key, place, { iv, sealed }) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, sealed))
}

export const sealJson = (key, place, value) => seal(key, place, bytesOf(JSON.stringify(value)))
export const unsealJson = async (key, place, box) => JSON.parse(new TextDecoder().decode(await unseal(key, place, box)))
