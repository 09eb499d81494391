// A phone for the tests: a real Chromium of a phone's size with a profile of its own, driven line by line.
//
//   node drive.mjs        reads {"do": …} from standard input, one a line, and answers each with {"ok": …} or {"error": …}
//
// What it does is said in words that a person at the phone would use. It never sleeps: it waits for what is to be seen.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const PATIENCE = 60_000
const ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server']

let context
let page
let complaints = []

function watch(opened) {
  opened.setDefaultTimeout(PATIENCE)
  opened.on('console', (message) => {
    // The browser writes a line for every answer that is a refusal, and for a network that is not there.
    const expected = /Failed to load resource|net::ERR_/.test(message.text())
    if (message.type() === 'error' && !expected) complaints.push(message.text())
  })
  opened.on('pageerror', (error) => complaints.push(String(error)))
  page = opened
  return opened
}

// By how its name begins: a number may follow.
const named = ({ role, name, nth = 0 }) =>
  page.getByRole(role, { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) }).nth(nth)
const visible = ({ text, nth = 0 }) => page.getByText(text, { exact: false }).filter({ visible: true }).nth(nth)

/** The processes that this one has started itself: the browser, or nothing when it does not run. */
const started = () => (readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').match(/\d+/g) ?? []).map(Number)

const steps = {
  async start({ profile, executable, width = 360, height = 740 }) {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: executable,
      args: [...ROOT, ...QUIET],
      viewport: { width, height },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
    })
    watch(context.pages()[0] ?? (await context.newPage()))
    return context.browser()?.version() ?? null
  },
  /** The battery is taken out: no process of the browser has time for anything. */
  async kill() {
    const running = started()
    if (running.length === 0) return
    const gone = new Promise((resolve) => context.on('close', resolve))
    // Each leads a group of its own: the browser with all its helpers.
    for (const pid of running) process.kill(-pid, 'SIGKILL')
    await gone
  },
  async stop() {
    await context.close()
  },
  async tab({ n }) {
    const held = context.pages()[n] ?? (await context.newPage())
    if (!context.pages().includes(page) || held !== page) page = held
    if (held.listenerCount('pageerror') === 0) watch(held)
    await held.bringToFront()
  },
  go: ({ url }) => page.goto(url).then(() => null),
  reload: () => page.reload().then(() => null),
  network: ({ on }) => context.setOffline(!on),
  click: (what) => named(what).click(),
  tap: (what) => visible(what).click(),
  fill: ({ label, value, nth = 0 }) => page.getByLabel(label, { exact: true }).nth(nth).fill(value),
  press: ({ key }) => page.keyboard.press(key),
  choose: ({ files }) => page.locator('input[type=file]').setInputFiles(files),
  see: (what) => visible(what).waitFor(),
  gone: ({ text }) => page.getByText(text, { exact: false }).first().waitFor({ state: 'hidden' }),
  enabled: (what) => page.waitForFunction((name) =>
    [...document.querySelectorAll('button')].some((button) => button.textContent.includes(name) && !button.disabled), what.name).then(() => null),
  text: () => page.locator('body').innerText(),
  shot: ({ path, whole = false }) => page.screenshot({ path, fullPage: whole }).then(() => null),
  /** JavaScript in the page; for what no person at the phone can see. */
  run: ({ script }) => page.evaluate(script),
  cookies: async () => (await context.cookies()).map(({ name }) => name),
  complaints: async () => complaints.splice(0),
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: step, ...rest } = JSON.parse(line)
  try {
    const ok = await steps[step](rest)
    console.log(JSON.stringify({ ok: ok ?? null }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message ?? error) }))
  }
}
process.exit(0)
