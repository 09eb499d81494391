// What an entry of the journal is, and what becomes of it. Plain values in, plain values out.
//
//   draft ── saved ──▶ waiting ── accepted, duplicate, held, and every photo there ──▶ receipt
//                        │  ▲
//             refused ◀──┘  └── corrected and saved again
//
// `conflict`: the server keeps it beside another content of the same id, until a commander has chosen. It stays in view.

import { markerKey, written } from './marker.js'
import { t } from './words.js'

export const CONDITIONS = ['good', 'damaged', 'tilted', 'displaced', 'buried', 'missing', 'not_found', 'at_risk_of_damage', 'unknown']
export const MODES = ['unilateral', 'bilateral', 'joint']

/** A UUID of version 7: in the order in which they were made. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(now / 2 ** (8 * (5 - n))) % 256
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A form that nobody has written anything on: nothing is preselected, "good" least of all. */
export function blank(line) {
  return { id: newId(), state: 'draft', form: { line, number: '' }, record: null, photos: [], errors: [], receipt: null }
}

/** An entry that says something about another record: it has no form, and waits at once. */
export function statement(record, title) {
  const said = { id: newId(), ...record }
  return { id: said.id, state: 'waiting', form: null, title, record: said, photos: [], errors: [], receipt: null }
}

/** What the server could not do without, as names of fields. */
export function missing(form) {
  const lacks = []
  if (!markerKey(form.number, form.line)) lacks.push('marker')
  if (!form.condition) lacks.push('condition')
  if (!form.mode) lacks.push('mode')
  return lacks
}

export const namesOf = (fields) => fields.map((name) => t(name).toLowerCase()).join(', ')

/** How far a draft is, in words. */
export function draftNote({ form, photos }) {
  const lacks = missing(form)
  return lacks.length ? t('draftLacks', namesOf(lacks)) : t('draft', t('photoCount', photos.length))
}

/** The record that a filled form makes. When it was observed stays what it was when it is corrected later. */
export function recordOf(entry, settings, now = new Date()) {
  const { form, photos } = entry
  const said = {
    type: 'inspection',
    id: entry.id,
    marker: markerKey(form.number, form.line),
    observed_at: form.observed_at ?? now.toISOString(),
    mode: form.mode,
    condition: form.condition,
    ground_cracked: form.ground_cracked,
    marker_cracked: form.marker_cracked,
    notes: form.notes?.trim() || undefined,
    person: settings.person || undefined,
    device: settings.device || undefined,
    attachments: photos.length
      ? photos.map(({ sha256, bytes, media_type, name }) => ({ sha256, bytes, media_type, name }))
      : undefined,
  }
  return JSON.parse(JSON.stringify(said))
}

export function titleOf(entry) {
  if (entry.title) return entry.title
  const key = entry.record?.marker ?? markerKey(entry.form?.number ?? '', entry.form?.line)
  return key ? t('inspectionOf', written(key)) : t('inspectionOfNothing')
}

const FINAL = ['accepted', 'duplicate', 'held']

/** Whether this is what a server of ours says of exactly this entry. Anything else is no receipt. */
export function isReceiptFor(entry, said) {
  if (said?.id !== entry.id) return false
  if (FINAL.includes(said.outcome)) return Number.isInteger(said.seq)
  return said.outcome === 'conflict' || (said.outcome === 'refused' && Array.isArray(said.errors))
}

/** The entry after its receipt. */
export function received(entry, said, { epoch, received_at }) {
  if (said.outcome === 'refused') return { ...entry, state: 'refused', errors: said.errors }
  const receipt = { outcome: said.outcome, seq: said.seq ?? null, epoch, received_at }
  return { ...entry, state: said.outcome === 'conflict' ? 'conflict' : 'waiting', errors: [], receipt }
}

/** Whether nothing of it is missing at the server. */
export function isWhole(entry) {
  return FINAL.includes(entry.receipt?.outcome) && entry.photos.every((photo) => photo.stored)
}

/** What is left of an entry when it has gone. */
export function leftOf(entry) {
  const photos = entry.photos.map(({ sha256, name }) => ({ sha256, name }))
  return { title: titleOf(entry), type: entry.record.type, ...entry.receipt, photos, away: entry.away }
}

/** Where an entry stands, for the numbers on the screen. */
export function standing(entry) {
  if (entry.state === 'refused' || entry.photos.some((photo) => photo.refused)) return 'refused'
  return entry.state
}
