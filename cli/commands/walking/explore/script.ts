/**
 * What the page of `explore` does: states are asked for as they are unfolded, and filters hide what is not looked for.
 */
export const exploreScript = `
'use strict'
const byId = id => document.getElementById(id)
const make = (name, text, classes) => { const element = document.createElement(name); element.textContent = text; if (classes) element.className = classes; return element }
const ask = async what => { const answer = await fetch(what); const data = await answer.json(); if (!answer.ok) throw new Error(data.error); return data }
const known = new Map(), names = new Map()
let chosen = ''
const state = path => { if (!known.has(path)) known.set(path, ask('/state?path=' + encodeURIComponent(path))); return known.get(path) }
const numberOf = ({ state, path }) => { if (!names.has(state)) names.set(state, { number: names.size + 1, path }); return names.get(state) }
const nodes = new Map()
const unfold = async path => {
  const node = nodes.get(path), here = await state(path)
  if (node.list.childElementCount > 0) return
  for (const step of here.steps) {
    const there = path === '' ? step.element : path + '.' + step.element
    const item = make('li', ''), list = make('ul', '')
    const button = make('button', (here.depth + 1) + '  ' + step.element + '  CPU' + step.thread + ' ' + step.text + (step.changes ? ': ' + step.changes : ''), '')
    button.type = 'button'
    button.setAttribute('aria-expanded', 'false')
    item.dataset.thread = step.thread
    item.dataset.breaks = step.breaks.join(' ')
    item.append(button)
    const anew = step.breaks.filter(name => here.broken.every(one => one.promise !== name))
    if (anew.length > 0) item.append(make('span', ' breaks ' + anew.join(', '), 'breaks'))
    item.append(list)
    button.addEventListener('click', () => choose(there).catch(say))
    nodes.set(there, { item, list, button, fold: false })
    node.list.append(item)
  }
  if (here.steps.length === 0) node.list.append(make('li', 'no CPU can take a step', 'note'))
  node.button?.setAttribute('aria-expanded', 'true')
  filter()
}
const choose = async path => {
  const node = nodes.get(path)
  if (path === chosen && path !== '' && node.list.childElementCount > 0) {
    node.list.hidden = !node.list.hidden
    node.button.setAttribute('aria-expanded', String(!node.list.hidden))
    return
  }
  chosen = path
  const here = await state(path)
  const { number, path: first } = numberOf(here)
  history.replaceState(null, '', '#' + path)
  document.querySelectorAll('#graph [aria-current]').forEach(other => other.removeAttribute('aria-current'))
  node.button?.setAttribute('aria-current', 'true')
  byId('here').textContent = 'state ' + number + ', after ' + here.depth + (here.depth === 1 ? ' step' : ' steps') + ': ' + here.threads.map((what, thread) => 'CPU' + thread + ' ' + what).join(', ')
  byId('broken').replaceChildren(...here.broken.map(({ promise, says }) => make('p', promise + ' does not hold: ' + says)))
  byId('memory').innerHTML = here.memory
  for (const place of here.changed) byId('memory').querySelector('[data-cell="' + place + '"]')?.classList.add('changed')
  if (first !== path && path !== '') {
    if (node.list.childElementCount === 0) {
      const item = make('li', ''), link = make('button', 'the same as state ' + number + ', which is unfolded elsewhere')
      link.type = 'button'
      link.addEventListener('click', () => open(first).catch(say))
      item.append(link)
      node.list.append(item)
    }
    return
  }
  await unfold(path)
}
const open = async path => {
  const elements = path === '' ? [] : path.split('.')
  for (let length = 0; length < elements.length; length++) {
    const prefix = elements.slice(0, length).join('.'), node = nodes.get(prefix)
    const only = node.list.firstElementChild
    if (only && only.dataset.thread === undefined) node.list.replaceChildren()
    numberOf(await state(prefix))
    await unfold(prefix)
    node.list.hidden = false
  }
  if (chosen === path) chosen = null
  await choose(path)
  nodes.get(path).button?.scrollIntoView({ block: 'nearest' })
}
const filter = () => {
  const promise = byId('promise').value
  const shown = new Set([...document.querySelectorAll('[data-thread]:checked')].map(box => box.dataset.thread))
  document.querySelectorAll('#graph li[data-thread]').forEach(item => { item.hidden = !shown.has(item.dataset.thread) })
  document.querySelectorAll('#graph .breaks').forEach(mark => { mark.hidden = promise !== '' && !mark.parentElement.dataset.breaks.split(' ').includes(promise) })
  document.querySelectorAll('#violations li').forEach(item => { item.hidden = promise !== '' && item.dataset.promise !== promise })
}
const say = error => { byId('here').textContent = error.message }
const search = async () => {
  const { violations, whole } = await ask('/violations')
  for (const { promise, says, path, steps } of violations) {
    byId('promise').append(make('option', promise))
    const item = make('li', ''), button = make('button', promise)
    button.type = 'button'
    button.addEventListener('click', () => open(path).catch(say))
    item.dataset.promise = promise
    item.append(button, make('span', ' ' + says + ' (' + steps + ' steps)', 'note'))
    byId('violations').append(item)
  }
  byId('searching').textContent = (violations.length === 0 ? 'no promise is broken' : violations.length + ' broken') + (whole ? '' : ', as far as the search came in a minute')
}
document.querySelectorAll('[data-thread]').forEach(box => box.addEventListener('change', filter))
byId('promise').addEventListener('change', filter)
nodes.set('', { list: byId('graph') })
const start = decodeURIComponent(location.hash.slice(1)) || document.body.dataset.begins
open('').then(() => start && open(start)).catch(say)
search().catch(error => { byId('searching').textContent = 'the search failed: ' + error.message })
`
