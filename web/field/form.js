// An inspection of a marker. Every tap is kept at once; nothing is preselected; what is missing never keeps anybody from
// putting the phone away.

import { field, fill, h, icon } from './dom.js'
import { blank, CONDITIONS, draftNote, missing, MODES, namesOf, recordOf, standing, titleOf } from './entry.js'
import { LINES, markerKey } from './marker.js'
import { MOST, taken } from './photos.js'
import { conditionWord, moment, t } from './words.js'

/** `id` of an entry to go on with; without it a new one. */
export async function form(frame, content, id) {
  const { journal } = frame
  const found = id && (await journal.entry(id))
  const screen = new Form(frame, content, found || blank(frame.settings.line))
  screen.draw()
  return { left: () => screen.leave() }
}

class Form {
  #saving = Promise.resolve()
  /** Whether a writing down is due that will take the present values. */
  #due = false
  /** Addresses of chosen pictures, for this screen alone. */
  #pictures = new Map()

  constructor(frame, content, entry) {
    Object.assign(this, { frame, content, entry })
  }

  get #values() {
    return this.entry.form
  }

  /** Writes down what was changed, one after the other. What is changed meanwhile goes with the next. */
  #keep(added = [], removed = []) {
    this.#saving = this.#saving.then(() =>
      this.frame.dare(async () => {
        this.#due = false
        const { rev } = await this.frame.journal.put(this.entry, added, removed)
        this.entry = { ...this.entry, rev }
        fill(this.kept, t('draftKept', moment(Date.now())))
      }),
    )
    return this.#saving
  }

  #set(name, value) {
    this.entry = { ...this.entry, form: { ...this.#values, [name]: value } }
    if (this.#due) return this.#saving
    this.#due = true
    return this.#keep()
  }

  leave() {
    for (const address of this.#pictures.values()) URL.revokeObjectURL(address)
  }

  draw() {
    const refused = standing(this.entry) === 'refused'
    this.kept = h('p', { class: 'hint' })
    this.said = h('p', { class: 'bad', role: 'alert' })
    this.details = h('div', {})
    this.photos = h('div', { class: 'photos' })
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
      h('div', { class: 'actions' }, this.#camera(), h('button', { class: 'main', onclick: () => this.#save() }, icon('tick'), t('save'))),
    )
    this.#drawDetails()
    this.#drawPhotos()
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
    input.addEventListener('change', () => this.frame.dare(async () => {
      const files = [...input.files]
      input.value = ''
      await this.#add(files)
    }))
    return h('label', { class: 'button', for: 'photos' }, icon('camera'), t('photoAdd'), input)
  }

  async #add(files) {
    fill(this.said)
    for (const file of files) {
      if (this.entry.photos.length >= MOST) return fill(this.said, t('photoTooMany', MOST))
      const { why, photo, bytes } = await taken(file)
      if (why) {
        this.said.append(t(why, file.name), ' ')
        continue
      }
      if (this.entry.photos.some((held) => held.sha256 === photo.sha256)) continue
      if (photo.media_type.startsWith('image/')) this.#pictures.set(photo.id, URL.createObjectURL(file))
      this.entry = { ...this.entry, photos: [...this.entry.photos, photo] }
      await this.#keep([{ id: photo.id, bytes }])
      this.#drawPhotos()
    }
    return undefined
  }

  #drawPhotos() {
    const remove = async (photo) => {
      this.entry = { ...this.entry, photos: this.entry.photos.filter((held) => held !== photo) }
      await this.#keep([], [photo])
      this.#drawPhotos()
    }
    const all = this.entry.photos.map((photo, n) => h('figure', {},
      this.#pictures.has(photo.id) ? h('img', { src: this.#pictures.get(photo.id), alt: photo.name }) : h('div', { class: 'nopicture' }, icon('camera')),
      h('figcaption', {}, t('photoKept')),
      h('button', { onclick: () => remove(photo), 'aria-label': t('photoRemove', n + 1) }, icon('bin')),
    ))
    fill(this.photos, all.length ? all : h('p', { class: 'hint' }, t('photoNone')))
  }

  async #save() {
    await this.#saving
    const lacks = missing(this.#values)
    if (lacks.length) {
      return fill(this.said, t('lacks', namesOf(lacks)))
    }
    const record = recordOf(this.entry, this.frame.settings)
    const form = { ...this.#values, observed_at: record.observed_at }
    const kept = await this.frame.dare(() =>
      this.frame.journal.put({ ...this.entry, form, record, state: 'waiting', errors: [] }))
    if (!kept) return undefined
    navigator.vibrate?.(80)
    await this.frame.show('queue')
    this.frame.say(t('saved', titleOf(kept)))
    return this.frame.sendAll()
  }
}
