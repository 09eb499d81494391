// The phone itself: what it is known by, who carries it, how much room there is, its PIN.

import { field, fill, h, icon } from './dom.js'
import { identity, revoke, tokenByPassword, Unanswered } from './server.js'
import { otherPin } from './unlock.js'
import { mib, otherLanguage, t } from './words.js'

const plain = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }

export function device(db, isOfflineReady) {
  return async (frame, content) => {
    const draw = async () => fill(content, await drawn(db, frame, isOfflineReady, draw))
    await draw()
  }
}

async function drawn(db, frame, isOfflineReady, draw) {
  return [
    h('h1', {}, t('deviceTitle')),
    standing(frame),
    h('p', { class: 'hint' }, t((await isOfflineReady()) ? 'offlineReady' : 'offlineNotYet')),
    token(frame, draw),
    forget(frame, draw),
    person(frame),
    await storage(),
    pin(db, frame),
    h('div', { class: 'two' },
      h('button', { onclick: () => {
        otherLanguage()
        location.reload()
      } }, t('language')),
      // A page that is loaded anew holds nothing open.
      h('button', { onclick: () => location.reload() }, icon('lock'), t('lockNow'))),
  ]
}

function standing(frame) {
  const { me: known, revoked } = frame.settings
  if (!known || revoked) return null
  const may = [known.permissions.includes('record') && t('mayRecord'), known.permissions.includes('approve') && t('mayApprove')]
  return h('div', { class: 'panel' },
    h('strong', {}, t('enrolled', [known.title || known.name, ...known.units.map((unit) => unit.title)].join(' · '))),
    h('span', {}, t('may', may.filter(Boolean).join(', ') || t('mayNothing'))))
}

/** A token is asked for who it is before it is kept; without a network it is kept unasked. */
async function take(frame, token, draw, tokenId) {
  const settings = await frame.journal.settings()
  try {
    await frame.journal.putSettings({ ...settings, token, tokenId, ...(await identity(token)), revoked: false })
    frame.say('')
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error
    if (error.kind !== 'offline') return frame.say(`${t('tokenNone')} ${error.words}`, true)
    await frame.journal.putSettings({ ...settings, token, tokenId, me: undefined, device: undefined, revoked: false })
    frame.say(t('tokenUnchecked'))
  }
  await frame.refresh()
  await draw()
  return frame.sendAll()
}

function token(frame, draw) {
  const pasted = h('textarea', { rows: 2, ...plain })
  const name = h('input', { ...plain })
  const [password, own] = [h('input', { type: 'password', ...plain }), h('input', { type: 'password', ...plain })]
  const ownField = h('div', { hidden: true }, field(t('passwordNew'), own))
  const logIn = () => frame.dare(async () => {
    const said = { name: name.value.trim(), password: password.value, new_password: own.value || undefined }
    const made = await tokenByPassword(said, t('tokenTitleOf')).catch((error) => {
      if (!(error instanceof Unanswered)) throw error
      // A password for one use becomes one's own first.
      if (error.code === 'password_must_change') {
        ownField.hidden = false
        frame.say(t('mustChange'), true)
        own.scrollIntoView({ block: 'center' })
        return null
      }
      throw new Error(error.kind === 'offline' ? t('noAnswer') : error.words)
    })
    if (made) await take(frame, made.token, draw, made.id)
  })
  const use = () => frame.dare(() => (pasted.value.trim() ? take(frame, pasted.value.trim(), draw) : undefined))
  const has = Boolean(frame.settings.token)
  return h('details', { class: 'panel', open: !has || frame.settings.revoked },
    h('summary', {}, t(has ? 'tokenReplace' : 'tokenTitle')),
    field(t('token'), pasted),
    h('button', { class: 'main wide', onclick: use }, t('tokenSave')),
    h('h2', {}, t('byPassword')),
    field(t('name'), name),
    field(t('password'), password),
    ownField,
    h('button', { class: 'wide', onclick: logIn }, t('logIn')))
}

/** Off the phone in any case; at the server, too, where it is one's own and there is a network. */
function forget(frame, draw) {
  if (!frame.settings.token) return null
  const out = () => frame.dare(async () => {
    const { line, person, token, tokenId, revoked } = await frame.journal.settings()
    await frame.journal.putSettings({ line, person })
    const gone = revoked || (tokenId && (await revoke(token, tokenId).then(() => true, () => false)))
    await frame.refresh()
    await draw()
    frame.say(`${t('forgotten')} ${revoked ? '' : t(gone ? 'forgottenThere' : 'livesOn')}`.trim())
  })
  return h('button', { class: 'wide', onclick: out }, t('forget'))
}

function person(frame) {
  const input = h('input', { value: frame.settings.person ?? '', maxlength: 200, ...plain })
  const keep = () => frame.dare(async () => {
    await frame.journal.putSettings({ ...(await frame.journal.settings()), person: input.value.trim() })
    frame.say(t('kept'))
  })
  return h('div', { class: 'panel' }, field(t('person'), input, t('personHint')), h('button', { class: 'wide', onclick: keep }, t('keep')))
}

async function storage() {
  const persisted = await navigator.storage.persisted()
  const { usage = 0, quota = 0 } = await navigator.storage.estimate()
  return h('div', { class: 'panel' },
    h('strong', {}, t('storage')),
    h('span', {}, t('usage', mib(usage), mib(quota - usage))),
    h('span', {}, t(persisted ? 'persisted' : 'notPersisted')))
}

function pin(db, frame) {
  const fields = ['pinOld', 'pinNew', 'pinAgain'].map((word) => [word, h('input', { type: 'password', ...plain })])
  const change = () => frame.dare(async () => {
    const wrong = await otherPin(db, ...fields.map(([, input]) => input.value))
    if (wrong) return frame.say(wrong, true)
    for (const [, input] of fields) input.value = ''
    return frame.say(t('pinChanged'))
  })
  return h('details', { class: 'panel' },
    h('summary', {}, t('changePin')),
    fields.map(([word, input]) => field(t(word), input)),
    h('button', { class: 'wide', onclick: change }, t('changePin')))
}
