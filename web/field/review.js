// What waits for the commander. A decision is a record of its own: it is kept on the phone before it is sent, and names the
// content that was in front of whoever decided.

import { field, fill, h, icon } from './dom.js'
import { statement } from './entry.js'
import { saidOf, titleOfFeature } from './said.js'
import { filesOf, thread, thumbnail, Unanswered, waiting } from './server.js'
import { moment, t } from './words.js'

export async function review(frame, content) {
  const screen = new Review(frame, content)
  await screen.load()
  return { left: () => screen.leave() }
}

class Review {
  #pictures = []

  constructor(frame, content) {
    Object.assign(this, { frame, content })
  }

  leave() {
    for (const address of this.#pictures) URL.revokeObjectURL(address)
  }

  async load() {
    const { token, me } = this.frame.settings
    fill(this.content, h('h1', {}, t('reviewTitle')), h('p', { class: 'hint' }, t('starting')))
    try {
      const found = await waiting(token, me.units.map((unit) => unit.key))
      // What was decided here and is still on its way is not asked for again.
      const decided = new Set(this.frame.held.entries.map((entry) => entry.record?.target))
      this.#draw(found.filter((feature) => !decided.has(feature.id)))
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      const words = error.kind === 'offline' ? t('reviewOffline') : error.words
      this.#draw([], h('p', { class: 'bad' }, words))
    }
  }

  #draw(found, wrong) {
    const none = found.length === 0 && !wrong
    fill(
      this.content,
      h('h1', {}, t('reviewTitle')),
      wrong,
      none && h('div', { class: 'empty' }, icon('tick'), h('strong', {}, t('reviewNone')), h('p', {}, t('reviewNoneWhy'))),
      h('ul', { class: 'cards' }, found.map((feature) => this.#card(feature))),
      h('div', { class: 'actions' }, h('button', { onclick: () => this.load() }, t('reviewAgain'))),
    )
  }

  #card(feature) {
    const { properties } = feature
    const title = titleOfFeature(feature)
    const body = h('div', { class: 'body' })
    const open = h('button', { 'aria-label': `${t('details')}: ${title}` }, t('details'))
    open.addEventListener('click', () => this.frame.dare(async () => {
      open.disabled = true
      try {
        await this.#open(feature, title, body)
        open.remove()
      } finally {
        open.disabled = false
      }
    }))
    const at = properties.observed_at ?? properties.started_at ?? properties.at
    return h('li', {},
      h('div', { class: 'top' },
        h('div', {}, h('strong', {}, title), h('span', {}, t('by', at ? moment(at) : '', properties.person ?? properties.device ?? properties.unit))),
        open),
      body)
  }

  /** The whole record, and what can be decided about it. */
  async #open(feature, title, body) {
    const { token } = this.frame.settings
    const { properties } = feature
    const all = await thread(token, feature.id)
    const shown = all.contents.find((one) => one.shown) ?? all.contents[0]
    const { rows, whole } = await saidOf(all.type, all.label, shown, token)
    const files = properties.attachments ?? (await this.#files(feature))
    const remark = h('textarea', { rows: 2, autocomplete: 'off', maxlength: 10000 })
    const wrong = h('p', { class: 'bad', role: 'alert' })
    fill(
      body,
      h('dl', { class: 'words' }, rows.map(([label, words]) => [h('dt', {}, label), h('dd', {}, words)])),
      !shown.body.notes && !shown.body.note && h('p', { class: 'hint' }, t('noNotes')),
      await this.#shown(files, token),
      all.contended || !whole ? h('p', { class: 'bad' }, t(all.contended ? 'contended' : 'atDesk')) : [
        field(t('remark'), remark),
        wrong,
        h('div', { class: 'two' },
          h('button', { onclick: () => {
            if (!remark.value.trim()) return fill(wrong, t('remarkNeeded'))
            return this.#decide(feature, shown, title, 'return', remark.value.trim())
          } }, t('giveBack')),
          h('button', { class: 'main', onclick: () => this.#decide(feature, shown, title, 'approve') }, icon('tick'), t('approve'))),
      ],
    )
  }

  async #files(feature) {
    try {
      return (await filesOf(this.frame.settings.token, feature.id)).attachments
    } catch (error) {
      if (error instanceof Unanswered) return []
      throw error
    }
  }

  async #shown(files, token) {
    if (files.length === 0) return null
    const pictures = files.filter((file) => file.state === 'stored' && file.thumbnail)
    const figures = await Promise.all(pictures.map(async (file) => {
      const bytes = await thumbnail(token, file.sha256)
      const address = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
      this.#pictures.push(address)
      return h('figure', {}, h('img', { src: address, alt: file.name ?? '' }))
    }))
    const all = files.every((file) => file.state === 'stored')
    return [h('div', { class: 'photos' }, figures), !all && h('p', { class: 'bad' }, t('photoMissing'))]
  }

  #decide(feature, shown, title, decision, remark) {
    return this.frame.dare(async () => {
      const record = { type: 'review', target: feature.id, decision, remark, content: shown.digest, decided_at: new Date().toISOString() }
      const entry = statement(record, t(decision === 'approve' ? 'approvalOf' : 'returnOf', title))
      await this.frame.journal.put(entry)
      await this.frame.sendAll(true)
      await this.load()
      const left = await this.frame.journal.entry(entry.id)
      this.frame.say(left ? t(navigator.onLine ? 'reviewKept' : 'reviewKeptOffline', entry.title) : t('reviewTaken', entry.title))
    })
  }
}
