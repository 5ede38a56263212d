/**
 * What the page does: arrow keys and buttons step through a violation, and the address names the step.
 */
export const script = `
'use strict'
const violations = JSON.parse(document.getElementById('violations').textContent)
const at = violations.map(() => 0)
let active = 0
const cells = (v, step) => {
  const { memory, steps } = violations[v]
  const now = memory.map(field => [...field.shows]), changed = new Set()
  steps.slice(0, step).forEach((changes, index) => changes.forEach(([field, entry, value]) => {
    now[field][entry] = value
    if (index === step - 1) changed.add(field + ' ' + entry)
  }))
  return { now, changed }
}
const draw = v => {
  const article = document.getElementById('v' + (v + 1)), step = at[v]
  const { now, changed } = cells(v, step)
  article.querySelectorAll('[data-field]').forEach(cell => {
    const [field, entry] = cell.dataset.field.split(' ').map(Number)
    cell.textContent = now[field][entry]
    cell.classList.toggle('changed', changed.has(cell.dataset.field))
  })
  article.querySelectorAll('tr[data-step]').forEach(row => {
    if (Number(row.dataset.step) === step) row.setAttribute('aria-current', 'step')
    else row.removeAttribute('aria-current')
  })
  article.querySelector('[role=status]').textContent = step === 0 ? 'before step 1 of ' + violations[v].steps.length : 'after step ' + step + ' of ' + violations[v].steps.length
}
const go = (v, step, scroll) => {
  active = v
  at[v] = Math.max(0, Math.min(violations[v].steps.length, step))
  history.replaceState(null, '', '#v' + (v + 1) + '-s' + at[v])
  draw(v)
  if (scroll) document.querySelector('#v' + (v + 1) + ' tr[aria-current]')?.scrollIntoView({ block: 'nearest' })
}
const follow = () => {
  const found = /^#v(\\d+)(?:-s(\\d+))?$/.exec(location.hash)
  if (!found || !violations[found[1] - 1]) return
  go(found[1] - 1, Number(found[2] ?? 0), false)
  document.getElementById('v' + found[1]).scrollIntoView()
}
document.addEventListener('keydown', event => {
  if (violations.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (by === undefined) return
  event.preventDefault()
  go(active, at[active] + by, true)
})
document.addEventListener('click', event => {
  const button = event.target.closest('button[data-by]')
  if (button) go(Number(button.dataset.of), at[button.dataset.of] + Number(button.dataset.by), false)
})
addEventListener('hashchange', follow)
violations.forEach((_, v) => draw(v))
follow()
`
