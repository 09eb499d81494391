// Elements from words, never from markup: nothing that a record says can become part of the page.

const SVG = 'http://www.w3.org/2000/svg'

/** An element: `h('button', { class: 'main', onclick: save }, 'Lưu')`. Nothing among the children is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

// One stroke each, 24 × 24, as the marks of the printed register: a shape that gloves and sun do not blur.
const ICONS = {
  box: 'M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10',
  pen: 'M4 20h16M5 16 15 6l3 3L8 19H5z',
  tick: 'M5 13l5 5L19 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  up: 'M12 20V5M6 11l6-6 6 6',
  alert: 'M12 4 2.5 20h19zM12 10v5M12 17.5v.5',
  twins: 'M4 4h11v11H4zM9 15v5h11V9h-5',
  nocloud: 'M3 3l18 18M8 7a6 6 0 0 1 10 4 4 4 0 0 1 2 7M6 10a4 4 0 0 0 0 8h10',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  back: 'M15 5l-7 7 7 7',
  bin: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' })) {
    svg.setAttribute(key, value)
  }
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** Puts these in place of all that an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false))
}

let number = 0

/** A field with its label. */
export function field(label, control, hint) {
  control.id ||= `f${(number += 1)}`
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control, hint && h('p', { class: 'hint' }, hint))
}
