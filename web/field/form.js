// An inspection of a marker. Every tap is kept at once; nothing is preselected; what is missing never keeps anybody from
// putting the phone away.

import { field, fill, h, icon } from './dom.js'
import { blank, CONDITIONS, draftNote, missing, MODES, namesOf, recordOf, standing, titleOf } from './entry.js'
import { LINES, markerKey } from './marker.js'
import { glimpse, MOST, taken } from './photos.js'
import { conditionWord, moment, t } from './words.js'

/** Chosen photos that are still being read and sealed, for whichever entry: the one after the other. */
let underway = Promise.resolve()

/** `id` of an entry to go on with; without it a new one. */
export async function form(frame, content, id) {
  const { journal } = frame
  // What was chosen for it before the screen was left comes first.
  if (id) await underway
  const found = id && (await journal.entry(id))
  const screen = new Form(frame, content, found || blank(frame.settings.line))
  screen.draw()
  return { left: () => screen.leave() }
}

class Form {
  #saving = Promise.resolve()
  /** Whether a writing down is due that will take the present values. */
  #due = false
  /** How many choices of photos are not whole in the journal yet. */
  #reading = 0
  /** Whether it is being saved: a second tap, or what is touched in that moment, changes nothing. */
  #storing = false
  /** Of photos, by id, for this screen alone; and the addresses of those that were chosen here. */
  #pictures = new Map()
  #addresses = []

  constructor(frame, content, entry) {
    Object.assign(this, { frame, content, entry })
  }

  get #values() {
    return this.entry.form
  }

  /** Writes down what was changed, one after the other. What is changed meanwhile goes with the next. Tells whether it is kept. */
  #keep(added = [], removed = []) {
    this.#saving = this.#saving.then(() =>
      this.frame.dare(async () => {
        this.#due = false
        const { rev } = await this.frame.journal.put(this.entry, added, removed)
        this.entry = { ...this.entry, rev }
        fill(this.kept, t('draftKept', moment(Date.now())))
        return true
      }),
    )
    return this.#saving
  }

  #set(name, value) {
    if (this.#storing) return this.#saving
    this.entry = { ...this.entry, form: { ...this.#values, [name]: value } }
    if (this.#due) return this.#saving
    this.#due = true
    return this.#keep()
  }

  leave() {
    for (const address of this.#addresses) URL.revokeObjectURL(address)
  }

  draw() {
    const refused = standing(this.entry) === 'refused'
    this.kept = h('p', { class: 'hint' })
    this.said = h('p', { class: 'bad', role: 'alert' })
    this.details = h('div', {})
    this.photos = h('div', { class: 'photos' })
    this.store = h('button', { class: 'main', onclick: () => this.#save() })
    const errors = this.entry.errors.map((fault) => h('p', { class: 'bad' }, fault.detail))
    fill(
      this.content,
      h('h1', {}, t(refused ? 'correctInspection' : 'newInspection')),
      this.kept,
      errors,
      this.#drafts(),
      this.#choice('line', LINES, t, 'three'),
      this.#marker(),
      this.#choice('condition', CONDITIONS, conditionWord, 'two'),
      this.details,
      this.#choice('mode', MODES, t, 'three'),
      this.#notes(),
      h('h2', {}, t('photos')),
      this.photos,
      this.said,
      h('div', { class: 'actions' }, this.#camera(), this.store),
    )
    this.#drawStore()
    this.#drawDetails()
    this.#drawPhotos()
    this.frame.dare(() => this.#glimpses())
  }

  #drawStore() {
    this.store.disabled = this.#storing || this.#reading > 0
    this.chooser.disabled = this.#storing
    fill(this.store, this.#reading > 0 ? t('photosComing') : [icon('tick'), t('save')])
  }

  #drafts() {
    if (this.entry.rev) return null
    const others = this.frame.held.entries.filter((entry) => entry.state === 'draft')
    if (others.length === 0) return null
    return [
      h('h2', {}, t('drafts')),
      h('ul', { class: 'rows' }, others.map((entry) => h('li', { class: 'waiting' },
        h('div', {}, h('strong', {}, titleOf(entry)), h('span', {}, draftNote(entry))),
        h('button', { onclick: () => this.frame.show('form', entry.id) }, t('goOn')),
      ))),
    ]
  }

  #marker() {
    const input = h('input', { value: this.#values.number ?? '', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', class: 'large' })
    this.number = input
    const wrong = h('p', { class: 'bad' })
    const look = () => fill(wrong, input.value && this.#values.line && !markerKey(input.value, this.#values.line) ? t('markerUnread') : '')
    input.addEventListener('input', () => this.#set('number', input.value).then(look))
    input.addEventListener('blur', look)
    return h('div', {}, field(t('marker'), input, t('markerHint')), wrong)
  }

  #notes() {
    const area = h('textarea', { rows: 4, maxlength: 10000, autocomplete: 'off', spellcheck: 'false', value: this.#values.notes ?? '' })
    area.addEventListener('input', () => this.#set('notes', area.value))
    return field(t('notes'), area, t('notesHint'))
  }

  /** One of several large buttons; chosen is filled and ticked. */
  #choice(name, values, word, columns) {
    const group = h('div', { class: `choice ${columns}`, role: 'radiogroup', 'aria-label': t(name) })
    const draw = () =>
      fill(group, values.map((value) => {
        const chosen = this.#values[name] === value
        const choose = () => {
          this.#set(name, value)
          draw()
          if (name === 'condition') this.#drawDetails()
          // The next one stands on the same line, as a rule.
          if (name === 'line') this.frame.dare(() => this.#remember(value))
        }
        return h('button', { type: 'button', role: 'radio', 'aria-checked': String(chosen), onclick: choose }, chosen && icon('tick'), word(value))
      }))
    draw()
    return [h('h2', {}, t(name)), group]
  }

  async #remember(line) {
    const settings = await this.frame.journal.settings()
    if (settings.line !== line) await this.frame.journal.putSettings({ ...settings, line })
  }

  #drawDetails() {
    const asks = ['damaged', 'at_risk_of_damage'].includes(this.#values.condition)
    const one = (name) => {
      const group = h('div', { class: 'choice two', role: 'radiogroup', 'aria-label': t(name) })
      const draw = () =>
        fill(group, [true, false].map((value) => {
          const chosen = this.#values[name] === value
          const choose = () => {
            this.#set(name, chosen ? undefined : value)
            draw()
          }
          return h('button', { type: 'button', role: 'radio', 'aria-checked': String(chosen), onclick: choose }, chosen && icon('tick'), t(value ? 'yes' : 'no'))
        }))
      draw()
      return [h('h3', {}, t(name)), group]
    }
    fill(this.details, asks && [h('h2', {}, t('cracks')), one('ground_cracked'), one('marker_cracked')])
  }

  #camera() {
    const input = h('input', { type: 'file', accept: 'image/*,application/pdf', multiple: true, class: 'hidden', id: 'photos' })
    this.chooser = input
    input.addEventListener('change', () => {
      const files = [...input.files]
      input.value = ''
      this.#take(files)
    })
    return h('label', { class: 'button', for: 'photos' }, icon('camera'), t('photoAdd'), input)
  }

  /** Until all of them are in the journal, the entry cannot be saved. */
  #take(files) {
    this.#reading += 1
    this.#drawStore()
    underway = underway.then(() => this.frame.dare(() => this.#add(files))).then(() => {
      this.#reading -= 1
      this.#drawStore()
    })
  }

  /** Every file is kept, or it is said by its name why not. */
  async #add(files) {
    fill(this.said)
    for (const file of files) {
      const why = this.entry.photos.length >= MOST ? t('photoTooMany', MOST) : await this.#addOne(file)
      if (why) this.said.append(why, ' ')
      this.#drawPhotos()
    }
    if (this.said.textContent) this.said.scrollIntoView({ block: 'center' })
  }

  /** Keeps a file; or tells in words why it was not kept. */
  async #addOne(file) {
    const { why, photo, bytes } = await taken(file).catch(() => ({ why: 'photoUnread' }))
    if (why) return t(why, file.name)
    if (this.entry.photos.some((held) => held.sha256 === photo.sha256)) return ''
    const before = this.entry.photos
    this.entry = { ...this.entry, photos: [...before, photo] }
    if (!(await this.#keep([{ id: photo.id, bytes }]))) {
      this.entry = { ...this.entry, photos: this.entry.photos.filter((held) => held !== photo) }
      return t('photoNotKept', file.name)
    }
    if (photo.media_type.startsWith('image/')) this.#pictures.set(photo.id, h('img', { src: this.#address(file), alt: photo.name }))
    return ''
  }

  #address(file) {
    const address = URL.createObjectURL(file)
    this.#addresses.push(address)
    return address
  }

  /** Of photos that were chosen another time: small copies, made in memory. */
  async #glimpses() {
    for (const photo of this.entry.photos.filter(({ id }) => !this.#pictures.has(id))) {
      const made = await this.frame.journal.photo(photo.id).then((bytes) => glimpse(bytes, photo)).catch(() => null)
      if (made) this.#pictures.set(photo.id, made)
    }
    if (this.#pictures.size) this.#drawPhotos()
  }

  #drawPhotos() {
    const remove = async (photo) => {
      if (this.#storing) return
      this.entry = { ...this.entry, photos: this.entry.photos.filter((held) => held !== photo) }
      await this.#keep([], [photo])
      this.#drawPhotos()
    }
    const all = this.entry.photos.map((photo, n) => h('figure', {},
      this.#pictures.get(photo.id) ?? h('div', { class: 'nopicture' }, icon('camera')),
      h('figcaption', {}, t('photoKept')),
      h('button', { onclick: () => remove(photo), 'aria-label': t('photoRemove', n + 1) }, icon('bin')),
    ))
    fill(this.photos, all.length ? all : h('p', { class: 'hint' }, t('photoNone')))
  }

  async #save() {
    if (this.#storing) return
    this.#storing = true
    this.#drawStore()
    try {
      await this.#stored()
    } finally {
      this.#storing = false
      this.#drawStore()
    }
  }

  async #stored() {
    await underway
    await this.#saving
    const lacks = missing(this.#values)
    if (lacks.length) return this.#lacking(lacks)
    const record = recordOf(this.entry, this.frame.settings)
    const form = { ...this.#values, observed_at: record.observed_at }
    const kept = await this.frame.dare(() =>
      this.frame.journal.put({ ...this.entry, form, record, state: 'waiting', errors: [] }))
    if (!kept) return
    navigator.vibrate?.(80)
    await this.frame.show('queue')
    this.frame.say([t('saved', titleOf(kept)), !navigator.onLine && t('sentLater')].filter(Boolean).join(' '))
    this.frame.sendAll()
  }

  /** Said where it is seen; and what is missing comes into view. */
  #lacking(lacks) {
    const group = this.content.querySelector(`[role=radiogroup][aria-label="${t(lacks[0])}"]`)
    const place = lacks[0] === 'marker' ? this.number : group
    place?.scrollIntoView({ block: 'center' })
    this.frame.say([t('lacks', namesOf(lacks)), this.entry.rev && t('draftStays')].filter(Boolean).join(' '), true)
  }
}
