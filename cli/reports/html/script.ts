/**
 * What the page does: arrow keys and buttons step through a violation, and the address names the step.
 */
export const script = `
'use strict'
const violations = JSON.parse(document.getElementById('violations').textContent)
const articles = violations.map((_, v) => document.getElementById('v' + (v + 1)))
const at = violations.map(() => 0)
let active = 0
// The address as it was last written or followed: where it differs, a link was clicked whose event is yet to come.
let known = ''
const cellOf = (article, place) => article.querySelector('[data-cell="' + place + '"]')
const fill = (article, place, text, tone, changed) => {
  const cell = cellOf(article, place)
  cell.textContent = text
  cell.className = tone + (changed ? ' changed' : '')
}
const draw = (v, from) => {
  const article = articles[v], steps = violations[v].steps, step = at[v]
  article.querySelectorAll('td.changed').forEach(cell => cell.classList.remove('changed'))
  for (let s = from; s < step; s++) for (const [place, text, tone] of steps[s].cells) fill(article, place, text, tone, false)
  for (let s = from; s > step; s--) for (const [place, , , text, tone] of steps[s - 1].cells) fill(article, place, text, tone, false)
  if (step > 0) for (const [place, text, tone] of steps[step - 1].cells) fill(article, place, text, tone, true)
  article.querySelectorAll('tr[data-step]').forEach(row => {
    if (Number(row.dataset.step) === step) row.setAttribute('aria-current', 'step')
    else row.removeAttribute('aria-current')
  })
  const row = article.querySelector('tr[aria-current]')
  const lane = row && [...row.querySelectorAll('.lane')].find(cell => cell.textContent !== '')
  const said = lane ? ': ' + lane.dataset.cpu + ' ' + lane.textContent : ''
  article.querySelector('[role=status]').textContent = (step === 0 ? 'before step 1 of ' : 'after step ' + step + ' of ') + steps.length + said
  runs(article, steps[Math.max(0, step - 1)], step > 0)
}
const runs = (article, now, taken) => {
  const shown = now && now.line !== undefined
  article.querySelectorAll('.code').forEach(figure => {
    const line = shown ? figure.querySelector('[data-line="' + now.line + '"]') : null
    figure.hidden = !line
    figure.querySelectorAll('[aria-current]').forEach(other => other.removeAttribute('aria-current'))
    if (line && taken) { line.setAttribute('aria-current', 'step'); figure.querySelector('pre').scrollTop = line.offsetTop - 80 }
  })
  article.querySelectorAll('.chart').forEach(figure => {
    figure.hidden = shown || !now || figure.dataset.operation !== now.operation
    if (figure.hidden) return
    figure.querySelectorAll('[data-at]').forEach(node => {
      node.classList.toggle('ran', taken && node.dataset.at === now.at)
      node.classList.toggle('here', taken && node.dataset.at === now.to)
    })
    const words = node => node ? node.textContent.trim().replace(/\\s+/g, ' ') : ''
    const nodes = [...figure.querySelectorAll('[data-at]')]
    const [before, after] = [now.at, now.to].map(at => nodes.find(node => node.dataset.at === at))
    const [ran, here] = [before, after].map(words)
    const line = figure.querySelector('p.here')
    line.hidden = !taken
    line.textContent = 'CPU' + now.thread + (ran ? ' has run ' + ran : ' has entered') + (now.to === '' ? ' and has returned' : here ? ', and is at ' + here : '')
    const node = after || before
    if (node) {
      const box = node.getBoundingClientRect(), frame = figure.querySelector('svg').parentElement
      frame.scrollTop += box.top - frame.getBoundingClientRect().top - frame.clientHeight / 2
      frame.scrollLeft += box.left - frame.getBoundingClientRect().left - frame.clientWidth / 2
    }
  })
}
const go = (v, step, scroll) => {
  const from = at[v]
  active = v
  at[v] = Math.max(0, Math.min(violations[v].steps.length, step))
  history.replaceState(null, '', '#v' + (v + 1) + '-s' + at[v])
  known = location.hash
  draw(v, from)
  if (scroll) show(v)
}
// Memory that stands beside the steps stays where it is; elsewhere it stands above them, and they would push it away.
const show = v => {
  const now = articles[v].querySelector('.now-part'), row = articles[v].querySelector('tr[aria-current]')
  if (getComputedStyle(now).position !== 'sticky') now.scrollIntoView()
  else if (row) row.scrollIntoView({ block: 'nearest' })
}
const follow = () => {
  const found = /^#v(\\d+)(?:-s(\\d+))?$/.exec(location.hash)
  if (!found || !violations[found[1] - 1]) return
  const step = Number(found[2] ?? 0)
  articles[found[1] - 1].scrollIntoView()
  go(found[1] - 1, step, step > 0)
}
document.addEventListener('keydown', event => {
  if (violations.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (by === undefined) return
  event.preventDefault()
  if (location.hash !== known) follow()
  go(active, at[active] + by, true)
})
document.addEventListener('click', event => {
  const button = event.target.closest('button[data-by]')
  if (button) go(Number(button.dataset.of), at[button.dataset.of] + Number(button.dataset.by), false)
})
addEventListener('hashchange', follow)
violations.forEach((_, v) => draw(v, 0))
follow()
`
