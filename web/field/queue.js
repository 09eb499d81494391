// The queue: what needs a hand first, then what waits, then receipts. Nothing leaves it in silence.

import { fill, h, icon } from './dom.js'
import { draftNote, isWhole, leftOf, standing, titleOf } from './entry.js'
import { mib, moment, t } from './words.js'

const SHOWN_RECEIPTS = 50
const ORDER = ['refused', 'conflict', 'waiting', 'draft']
const SIGN = { refused: 'alert', conflict: 'twins', waiting: 'up', draft: 'pen', received: 'tick' }

export function queue(frame, content) {
  const draw = () => fill(content, drawn(frame))
  draw()
  return { changed: draw }
}

function drawn(frame) {
  const { entries, receipts, damaged } = frame.held
  const count = (wanted) => entries.filter((entry) => standing(entry) === wanted).length
  const cell = (number, word, kind) => h('div', { class: `${kind} ${number ? 'some' : ''}` }, h('b', {}, number), h('span', {}, t(word)))
  const sorted = ORDER.flatMap((wanted) => entries.filter((entry) => standing(entry) === wanted))
  const latest = receipts.slice(-SHOWN_RECEIPTS).reverse()
  const empty = entries.length + receipts.length === 0
  return [
    h('h1', {}, t('queueTitle')),
    h('div', { class: 'counts' },
      cell(count('waiting'), 'countWaiting', 'waiting'),
      cell(count('refused'), 'countRefused', 'refused'),
      cell(count('conflict'), 'countConflict', 'conflict'),
      cell(receipts.length, 'countReceived', 'received'),
    ),
    damaged > 0 && h('p', { class: 'bad' }, t('damaged', damaged)),
    empty && h('div', { class: 'empty' }, icon('box'), h('strong', {}, t('queueEmpty')), h('p', {}, t('queueEmptyWhy'))),
    h('ul', { class: 'rows' }, sorted.map((entry) => row(frame, entry))),
    latest.length > 0 && [h('h2', {}, t('earlier')), h('ul', { class: 'rows' }, latest.map(receipt))],
    h('p', { class: 'hint' }, t('keptUntil')),
    h('div', { class: 'actions' },
      h('button', { class: 'main', disabled: frame.sending, onclick: () => frame.sendAll(true) },
        icon('up'), t(frame.sending ? 'sendingNow' : 'sendNow'))),
  ]
}

function row(frame, entry) {
  const stands = standing(entry)
  const notes = stands === 'refused' ? refusals(entry) : [note(frame, entry, stands)]
  return h('li', { class: stands },
    icon(SIGN[stands]),
    h('div', {}, h('strong', {}, titleOf(entry)), notes.map((words) => h('span', {}, words)), bar(frame, entry)),
    action(frame, entry, stands),
  )
}

function refusals(entry) {
  const ofRecord = entry.errors.map((fault) => t('refusedNote', fault.detail))
  const ofPhotos = entry.photos.filter((photo) => photo.refused).map((photo) => t('refusedPhoto', photo.name, photo.refused))
  return [...ofRecord, ...ofPhotos]
}

function note(frame, entry, stands) {
  if (stands === 'draft') return draftNote(entry)
  if (stands === 'conflict') return t('conflictNote')
  if (frame.progress?.entry === entry.id) return t('sendingPhoto', mib(frame.progress.bytes), mib(frame.progress.of))
  if (entry.receipt) return t('waitingRest', entry.receipt.seq, entry.photos.filter((photo) => !photo.stored).length)
  return entry.photos.length ? t('waitingPhotos', entry.photos.length) : t('waitingNote')
}

function bar(frame, entry) {
  if (frame.progress?.entry !== entry.id) return null
  return h('progress', { max: frame.progress.of, value: frame.progress.bytes, 'aria-label': titleOf(entry) })
}

function action(frame, entry, stands) {
  // What the server has refused can be written anew; what it has, only be corrected by another record.
  const open = () => frame.show('form', entry.id)
  const write = (word) => h('button', { onclick: open }, t(word))
  if (stands === 'draft') return h('div', { class: 'two' }, write('goOn'), away(frame, 'throwAway', () => frame.journal.discard(entry)))
  if (stands !== 'refused') return null
  if (entry.receipt) return away(frame, 'photoAway', () => withoutRefused(frame.journal, entry))
  // A decision that is not to be taken has nothing to correct.
  if (!entry.form) return away(frame, 'putAway', () => frame.journal.discard(entry))
  return h('div', { class: 'two' }, write('correct'), away(frame, 'leaveOut', () => frame.journal.discard(entry)))
}

/** A button for what cannot be undone: it is done at the second tap. */
function away(frame, word, work) {
  let sure = false
  const tap = (event) => {
    if (sure) return frame.dare(work)
    sure = true
    event.target.textContent = t('throwAwaySure')
    return undefined
  }
  return h('button', { class: 'quiet', onclick: tap }, t(word))
}

/** The server has the record and does not take some of its photos: they are given up, and the receipt names them. */
async function withoutRefused(journal, entry) {
  const given = entry.photos.filter((photo) => photo.refused)
  const photos = entry.photos.filter((photo) => !photo.refused)
  const away = [...(entry.away ?? []), ...given.map((photo) => photo.name)]
  const left = await journal.put({ ...entry, photos, away }, [], given)
  if (isWhole(left)) await journal.settle(left, leftOf(left))
}

function receipt(kept) {
  const word = kept.outcome === 'held' ? 'heldNote' : kept.photos.length ? 'receivedPhotos' : 'receivedNote'
  return h('li', { class: 'received' },
    icon(SIGN.received),
    h('div', {}, h('strong', {}, kept.title), h('span', {}, t(word, kept.seq, kept.photos.length)),
      kept.away?.length > 0 && h('span', {}, t('photosAway', kept.away.join(', '))), h('small', {}, moment(kept.received_at))),
  )
}
