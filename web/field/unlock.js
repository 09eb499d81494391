// The first screen: a PIN is chosen, or asked for. It shows nothing of what the journal holds, not even whether there is any.

import { attempt, succeeded, waiting } from './attempts.js'
import { run } from './database.js'
import { field, fill, h, icon } from './dom.js'
import { changePin, isGuessable, newLock, open, SHORTEST_PIN } from './vault.js'
import { t } from './words.js'

const keptLock = (db) => run(db, ['lock'], 'readonly', ({ lock }) => lock.get('pin'))
const keepLock = (db, made) => run(db, ['lock'], 'readwrite', ({ lock }) => lock.put({ key: 'pin', ...made }))

// Not for the browser to keep, nor to send to whoever helps with spelling.
const secret = (hint) => h('input', { type: 'password', autocomplete: hint, autocapitalize: 'off', spellcheck: 'false', required: true })

/** Asks until the journal is open; returns its key. `notes` are put below, `false` of it nothing. */
export async function unlocked(db, note) {
  return (await keptLock(db)) ? ask(db, note) : setUp(db, note)
}

/** What is wrong with a PIN that somebody chooses, in words; none for a good one. */
function wrongWith(pin, again) {
  if ([...pin].length < SHORTEST_PIN) return t('pinShort', SHORTEST_PIN)
  if (isGuessable(pin)) return t('pinGuessable')
  return pin === again ? '' : t('pinDiffers')
}

function setUp(db, note) {
  const [pin, again] = [secret('off'), secret('off')]
  return shown(note, t('setUp'), t('setUpWhy'), [field(t('pin'), pin, t('pinHint')), field(t('pinAgain'), again)], t('setUpDo'), async () => {
    const wrong = wrongWith(pin.value, again.value)
    if (wrong) return { wrong }
    const made = await newLock(pin.value)
    // Two tabs at once: the first one's lock stands.
    const first = await run(db, ['lock'], 'readwrite', async ({ lock }) => {
      const kept = await lock.get('pin')
      if (!kept) await lock.put({ key: 'pin', ...made })
      return !kept
    })
    const key = first && (await open(made, pin.value))
    return key ? { key } : { wrong: t('wrongPin') }
  })
}

async function ask(db, note) {
  const pin = secret('off')
  const wait = await waiting(db)
  return shown(note, t('unlockTitle'), '', [field(t('pin'), pin)], t('unlock'), () => tried(db, pin), wait)
}

async function tried(db, pin) {
  const wait = await attempt(db)
  if (wait > 0) return { wait }
  const key = await open(await keptLock(db), pin.value)
  pin.value = ''
  if (!key) return { wrong: t('wrongPin'), wait: await waiting(db) }
  await succeeded(db)
  return { key }
}

/** A form with one button, until its work gives a key. */
function shown(note, title, why, fields, word, work, wait = 0) {
  const said = h('p', { class: 'bad', role: 'alert' })
  const button = h('button', { class: 'main wide', type: 'submit' }, icon('lock'), word)
  const hold = (until) => {
    const rest = Math.ceil((until - Date.now()) / 1000)
    button.disabled = rest > 0
    if (rest <= 0) return fill(said)
    fill(said, t('wrongPin'), ' ', t('waitPin', rest))
    return setTimeout(hold, 250, until)
  }
  return new Promise((resolve) => {
    const submitted = async (event) => {
      event.preventDefault()
      button.disabled = true
      fill(said)
      const came = await work().catch((error) => ({ wrong: t('failed', error.message) }))
      button.disabled = false
      if (came.key) return resolve(came.key)
      fill(said, came.wrong)
      return came.wait > 0 ? hold(Date.now() + came.wait) : undefined
    }
    const form = h('form', { onsubmit: submitted, autocomplete: 'off' }, fields, said, button)
    fill(document.body, h('main', { class: 'unlock' }, h('h1', {}, title), why && h('p', {}, why), form, note))
    if (wait > 0) hold(Date.now() + wait)
    fields[0].querySelector('input').focus()
  })
}

/** Puts the journal under another PIN; what was wrong in words, or nothing. Wrong tries count as they do at the door. */
export async function otherPin(db, old, pin, again) {
  const wrong = wrongWith(pin, again)
  if (wrong) return wrong
  const wait = await attempt(db)
  if (wait > 0) return t('waitPin', Math.ceil(wait / 1000))
  const made = await changePin(await keptLock(db), old, pin)
  if (!made) return t('wrongPin')
  await keepLock(db, made)
  await succeeded(db)
  return ''
}
