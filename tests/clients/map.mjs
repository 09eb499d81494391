// The map in a real Chromium, drawn by MapLibre from the style of a server.
//
//   node map.mjs BASE FOLDER < views.json     [{"name", "query", "center", "zoom", "ask": [{"layer", "source"}]}]
//
// Writes FOLDER/name.png for each view and prints what was drawn: [{"name", "errors", "elsewhere", "faults", "layers", "texts"}].
// `faults` is what the style specification finds wrong with the style.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { chromium } from 'playwright-core'

const [base, folder] = process.argv.slice(2)
const views = JSON.parse(readFileSync(0, 'utf8'))
const library = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/maplibre-gl/dist')
const ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server']
const DRAWN = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

const PAGE = `<!doctype html><meta charset=utf-8><link rel=stylesheet href=/its/maplibre-gl.css>
<style>html,body,#map{margin:0;height:100%}</style><div id=map></div>
<script type=module>import * as maplibregl from '/its/maplibre-gl.mjs'; window.maplibregl = maplibregl</script>`

const browser = await chromium.launch({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => {
    try { readFileSync(path).length; return true } catch { return false }
  }),
  args: [...ROOT, ...QUIET, ...DRAWN],
})
const page = await browser.newPage({ viewport: { width: 1000, height: 760 }, deviceScaleFactor: 2 })
page.setDefaultTimeout(60_000)
let errors = []
let elsewhere = []
page.on('console', (message) => { if (['error', 'warning'].includes(message.type()) && !/GPU stall|GL Driver/.test(message.text())) errors.push(message.text()) })
page.on('pageerror', (error) => errors.push(String(error)))
page.on('request', (request) => { if (!/^(blob:|data:)/.test(request.url()) && !request.url().startsWith(`${base}/`)) elsewhere.push(request.url()) })
// The page and the library are the client's; everything else comes from the server.
await page.route(`${base}/its/**`, (route) => {
  const name = new URL(route.request().url()).pathname.split('/').pop()
  if (name === 'map') return route.fulfill({ contentType: 'text/html', body: PAGE })
  return route.fulfill({ path: join(library, name), contentType: name.endsWith('css') ? 'text/css' : 'text/javascript' })
})
await page.goto(`${base}/its/map`)
await page.waitForFunction(() => window.maplibregl)

const told = []
for (const view of views) {
  errors = []
  elsewhere = []
  const style = await (await fetch(`${base}/tiles/style.json?${view.query}`)).json()
  const faults = validateStyleMin(style).map((fault) => fault.message)
  const drawn = await page.evaluate(async ({ view, address }) => {
    window.map?.remove()
    const map = new window.maplibregl.Map({
      container: 'map', style: address, center: view.center, zoom: view.zoom, fadeDuration: 0, attributionControl: { compact: false },
      canvasContextAttributes: { preserveDrawingBuffer: true },
    })
    window.map = map
    const failed = []
    map.on('error', (event) => failed.push(String(event.error?.message ?? event.error)))
    map.on('styleimagemissing', (event) => failed.push(`no sign ${event.id}`))
    await new Promise((resolve) => map.once('idle', resolve))
    const layers = {}
    const texts = []
    for (const feature of map.queryRenderedFeatures()) {
      layers[feature.layer.id] = (layers[feature.layer.id] ?? 0) + 1
      const text = feature.layer.layout?.['text-field']
      if (text) texts.push(String(text))
    }
    return { failed, layers, texts: [...new Set(texts)] }
  }, { view, address: `${base}/tiles/style.json?${view.query}` })
  await page.screenshot({ path: join(folder, `${view.name}.png`) })
  told.push({ name: view.name, errors: [...errors, ...drawn.failed], elsewhere, faults, layers: drawn.layers, texts: drawn.texts })
}
await browser.close()
process.stdout.write(JSON.stringify(told))
