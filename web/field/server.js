// What is asked of the server. Nothing is believed that is not an answer of its own: a network that wants a log-in first
// answers 200 to everything.

import { language } from './words.js'

/** Why nothing came of it. `kind`: `offline`, `revoked` (the token is worth nothing), `later` (it has no room, or no time),
 *  `refused` (it says why). */
export class Unanswered extends Error {
  constructor(kind, words = '', code = '', after = 0) {
    super(words || kind)
    Object.assign(this, { kind, words, code, after })
  }
}

const PATIENCE = 60_000

async function ask(method, path, { token, body, headers = {}, credentials = 'omit', raw = false } = {}) {
  const all = { Accept: raw ? '*/*' : 'application/json', 'Accept-Language': language(), ...headers }
  if (token) all.Authorization = `Bearer ${token}`
  if (body) all['Content-Type'] = 'application/json'
  let response
  try {
    response = await fetch(path, {
      method,
      headers: all,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      credentials,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (raw && response.ok) return new Uint8Array(await response.arrayBuffer())
  } catch {
    throw new Unanswered('offline')
  }
  const media = response.headers.get('content-type') ?? ''
  let document = null
  try {
    if (/^application\/([\w.-]+\+)?json\b/.test(media)) document = await response.json()
  } catch {
    throw new Unanswered('offline')
  }
  if (document === null) throw new Unanswered('offline')
  if (response.ok) return document
  throw refusal(response, document)
}

function refusal(response, { code = '', detail = '', errors = [] }) {
  const after = Number(response.headers.get('retry-after')) * 1000 || 0
  const words = [detail, ...errors.map((fault) => `${fault.pointer}: ${fault.detail}`)].join(' ')
  if (response.status === 401) return new Unanswered('revoked', detail, code)
  if ([408, 423, 429].includes(response.status) || response.status >= 500) return new Unanswered('later', words, code, after)
  return new Unanswered('refused', words, code)
}

/** Who the token stands for: title, units, permissions; and the name of the device, where it is one. */
export async function identity(token) {
  const me = await ask('GET', '/api/v1/me', { token })
  return { me, device: me.name.startsWith('device/') ? me.title : undefined }
}

/** Sends records; a receipt for each. */
export const push = (token, records, device) =>
  ask('POST', '/api/v1/sync/push', { token, body: { device, sent_at: new Date().toISOString(), records } })

/** The files of a record, and which of them the server has. */
export const filesOf = (token, id) => ask('GET', `/api/v1/records/${id}/attachments`, { token })

export const thread = (token, id) => ask('GET', `/api/v1/records/${id}`, { token })

export const thumbnail = (token, sha256) => ask('GET', `/api/v1/attachments/${sha256}/thumbnail`, { token, raw: true })

const MOST = 1000

/** What waits for approval in these units, layer by layer. */
export async function waiting(token, units) {
  const told = await ask('GET', '/api/v1/reviews/waiting', { token })
  const own = told.units.filter(({ unit }) => units.includes(unit))
  const layers = new Set(own.flatMap(({ layers }) => Object.keys(layers)))
  const found = []
  for (const layer of layers) {
    // The one layer that knows the parameter is also the only long one.
    const filter = layer === 'inspections' ? '&review_state=submitted' : ''
    const { features } = await ask('GET', `/collections/${layer}/items?f=json&limit=${MOST}${filter}`, { token })
    found.push(...features.map((feature) => ({ ...feature, layer })))
  }
  return found.filter(({ properties: { review_state, unit } }) => review_state === 'submitted' && units.includes(unit))
}

const SCOPE = ['read_internal', 'read_restricted', 'read_unapproved', 'record', 'approve']
const DAYS = 90

/** Takes a token back by itself. */
export const revoke = (token, id) => ask('DELETE', `/api/v1/tokens/${id}`, { token })

/** A token for this phone by name and password: the session that made it is ended at once, and no cookie stays. */
export async function tokenByPassword({ name, password, new_password }, title) {
  const credentials = 'same-origin'
  const session = await ask('POST', '/api/v1/sessions', { body: { name, password, new_password }, credentials })
  const headers = { 'X-CSRF-Token': session.csrf_token }
  try {
    const body = { title, scope: SCOPE, days: DAYS }
    const { id, token } = await ask('POST', '/api/v1/tokens', { body, headers, credentials })
    return { id, token }
  } finally {
    await ask('DELETE', '/api/v1/sessions/current', { headers, credentials }).catch(() => undefined)
  }
}
