// The frame around every screen: who this phone is, how much is unsent, what the network does; and when is sent.

import { fill, h, icon } from './dom.js'
import { standing } from './entry.js'
import { Stale } from './journal.js'
import { send } from './sender.js'
import { Unanswered } from './server.js'
import { language, t } from './words.js'

const FIRST_RETRY = 5_000
const LONGEST_RETRY = 5 * 60_000

export class Frame {
  settings = {}
  sending = false
  /** What stopped the last sending. */
  stopped = null
  /** Entry and bytes of the photo that is on its way. */
  progress = null
  #screens
  #tabs
  #screen
  #content = h('main', { id: 'content' })
  #head = h('header', {})
  #bar = h('div', { class: 'bar', role: 'status' })
  #nav = h('nav', {})
  #said = h('div', { class: 'said', role: 'alert' })
  #bad = false
  #retry = { timer: 0, delay: FIRST_RETRY }

  /** `screens` by name: each fills an element, and may return what is to be done on every change of the journal. */
  constructor(journal, screens, tabs) {
    this.journal = journal
    this.#screens = screens
    this.#tabs = tabs
  }

  async start(screen) {
    document.documentElement.lang = language()
    fill(document.body, this.#head, this.#bar, this.#content, this.#said, this.#nav)
    this.journal.onChange(() => this.refresh())
    addEventListener('online', () => this.sendAll())
    addEventListener('offline', () => this.#draw())
    await this.refresh()
    await this.show(screen)
    this.sendAll()
  }

  /** Reads the journal anew and draws what depends on it. */
  async refresh() {
    this.held = await this.journal.all()
    this.settings = await this.journal.settings()
    this.#draw()
    this.#screen?.changed?.()
  }

  async show(name, argument) {
    this.#screen?.left?.()
    this.say('')
    this.#screen = { name }
    fill(this.#content)
    const screen = await this.#screens[name](this, this.#content, argument)
    this.#screen = { name, ...screen }
    this.#draw()
    scrollTo(0, 0)
  }

  /** A word to whoever holds the phone; `bad` where something was not done. */
  say(words, bad = false) {
    this.#bad = bad
    fill(this.#said, words && h('p', { class: bad ? 'bad' : 'good' }, words))
  }

  /** Does something that may fail, and says in words when it did. */
  async dare(work) {
    if (this.#bad) this.say('')
    try {
      return await work()
    } catch (error) {
      if (error instanceof Stale) this.say(t('otherTab'), true)
      else if (error?.name === 'QuotaExceededError') this.say(t('full'), true)
      else if (error instanceof Unanswered) this.say(error.kind === 'offline' ? t('noAnswer') : t('failed', error.words), true)
      else this.say(t('failed', error?.message ?? error), true)
      return undefined
    }
  }

  get unsent() {
    return this.held.entries.filter((entry) => standing(entry) !== 'draft').length
  }

  get mayApprove() {
    return Boolean(this.settings.me?.permissions?.includes('approve'))
  }

  #draw() {
    const { me } = this.settings
    const units = me?.units?.map((unit) => unit.title).join(', ')
    fill(
      this.#head,
      h('div', { class: 'who' }, h('strong', {}, t('app')), h('span', {}, units || me?.title || t('unit'))),
      h('button', { class: this.unsent ? 'badge' : 'badge none', onclick: () => this.show('queue') }, icon('box'), t('unsent', this.unsent)),
    )
    const [kind, words, sign] = this.#state()
    this.#bar.className = `bar ${kind}`
    fill(this.#bar, words && [icon(sign), h('span', {}, words)])
    fill(this.#nav, this.#tabs(this).map(({ name, word, sign }) => this.#tab(name, word, sign)))
  }

  #tab(name, word, sign) {
    const here = this.#screen?.name === name
    const attributes = { onclick: () => this.show(name), 'aria-current': here ? 'page' : null }
    return h('button', attributes, icon(sign), t(word), name === 'queue' && this.unsent > 0 && h('b', {}, this.unsent))
  }

  #state() {
    if (!navigator.onLine) return ['dark', t('noNetwork'), 'nocloud']
    if (this.settings.revoked) return ['bad', t('revoked'), 'lock']
    if (!this.settings.token) return ['warn', t('noToken'), 'lock']
    if (this.sending) return ['good', t('sending'), 'up']
    if (this.stopped?.kind === 'offline') return ['dark', t('noAnswer'), 'nocloud']
    if (this.stopped) return ['warn', t('later', this.stopped.words), 'alert']
    return ['', '', '']
  }

  /** Sends what waits. By itself only while that can succeed; by hand always. */
  async sendAll(byHand = false) {
    clearTimeout(this.#retry.timer)
    const can = navigator.onLine && this.settings.token && !this.settings.revoked
    if (this.sending || !(byHand || can)) return
    this.sending = true
    this.#draw()
    this.stopped = (await this.dare(() => send(this.journal, (...told) => this.#told(...told)))) ?? null
    this.sending = false
    this.progress = null
    await this.refresh()
    this.#later()
  }

  #told(entry, photo, bytes) {
    this.progress = { entry: entry.id, bytes, of: photo.bytes }
    this.#screen?.changed?.()
  }

  /** Tries again by itself, more and more rarely. */
  #later() {
    const rests = this.held.entries.some((entry) => standing(entry) === 'waiting')
    if (!rests || !this.stopped || ['revoked', 'refused'].includes(this.stopped.kind)) {
      this.#retry.delay = FIRST_RETRY
      return
    }
    const delay = Math.max(this.#retry.delay, this.stopped.after)
    this.#retry.delay = Math.min(this.#retry.delay * 2, LONGEST_RETRY)
    this.#retry.timer = setTimeout(() => this.sendAll(), delay)
  }
}
