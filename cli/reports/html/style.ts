/**
 * How the page of violations looks: light and dark, narrow and wide. What a colour says, a word or a sign says as well.
 */
export const style = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #555; --line: #d0d0d0; --here: #fff3c4; --bad: #a40000; --link: #0b4f94; --private: #dbe8fb; --shared: #fbe6ca; --held: #f8dbe7; --patched: #d9f2de; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #16181b; --soft: #b8b8b8; --line: #44484e; --here: #4a3f12; --bad: #ff9d94; --link: #8ec5ff; --private: #1d3a5f; --shared: #54370f; --held: #55223c; --patched: #173d20; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main, header { max-width: 110rem; margin: auto; padding: 0 1rem; }
a { color: var(--link); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; color: var(--bad); margin-bottom: .3rem; overflow-wrap: anywhere; } h2.patch { color: var(--ink); font-size: 1rem; }
nav li { overflow-wrap: anywhere; }
.code pre, .race, .memory { font-family: ui-monospace, monospace; font-size: .82rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.beside { display: flex; flex-direction: column; gap: 1rem; } .beside > * { min-width: 0; } .now-part { order: -1; display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.scroll { overflow: auto; }
table { border-collapse: collapse; } caption { text-align: left; font-weight: 600; padding-top: .4rem; white-space: nowrap; } th { text-align: left; font-weight: 600; } td, th { padding: .12rem .5rem; vertical-align: top; border-bottom: 1px solid var(--line); }
tr[aria-current] { background: var(--here); outline: 2px solid var(--ink); outline-offset: -2px; }
.star { padding-left: .2rem; }
.changes, .note, figcaption { color: var(--soft); } tr[aria-current] .changes { color: var(--ink); } .changes { overflow-wrap: anywhere; min-width: 14rem; max-width: 19rem; } .changes span { display: inline-block; }
.memory th { white-space: nowrap; font-weight: 400; } .memory thead th { font-weight: 600; } .memory th[scope=row] { position: sticky; left: 0; background: var(--paper); } .memory td { border: 1px solid var(--line); }
.memory .private { background: var(--private); } .memory .shared { background: var(--shared); } .memory .held { background: var(--held); } .memory .empty { color: var(--soft); }
.memory .changed { font-weight: 700; outline: 2px solid var(--ink); outline-offset: -2px; color: var(--ink); } .memory .changed::before { content: "\\25B8 "; }
figure, p.here { margin: 0; } .code pre { margin: 0; max-height: 24rem; overflow: auto; border: 1px solid var(--line); position: relative; }
.line { display: block; width: max-content; min-width: 100%; } .number { color: var(--soft); user-select: none; } .line.patched { background: var(--patched); } .line.patched .number { color: var(--ink); }
.line[aria-current] { background: var(--here); outline: 2px solid var(--ink); outline-offset: -2px; }
.drawn { max-height: 30rem; overflow: auto; border: 1px solid var(--line); } .chart svg text { fill: var(--ink); font-family: ui-monospace, monospace; } .chart svg path, .chart svg polygon { stroke: var(--soft); } .chart svg .edge polygon { fill: var(--soft); }
.chart svg .ran path { stroke: var(--ink); stroke-width: 2; } .chart svg .here path { stroke: var(--ink); stroke-width: 4; fill: var(--here); }
.steps button { font: inherit; padding: .4rem .9rem; margin-right: .4rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; }
.steps { position: sticky; top: 0; z-index: 1; background: var(--paper); padding: .5rem 0; } .steps [role=status] { overflow-wrap: anywhere; }
.now-part { scroll-margin-top: 6rem; } tr[data-step] { scroll-margin: 5rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
@media (min-width: 70rem) { .beside { display: grid; grid-template-columns: fit-content(60%) minmax(0, 1fr); align-items: start; } .now-part { order: 0; position: sticky; top: 4rem; max-height: calc(100vh - 5rem); overflow: auto; } .drawn { max-height: 16rem; } .race-part { padding-bottom: 5rem; } }
@media (max-width: 45rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; }
  .memory { font-size: .72rem; } .memory td, .memory th { padding: .1rem .25rem; }
  .race .changes { max-width: none; } .race thead { display: none; } .race, .race tbody { display: block; } .race tr { display: grid; grid-template-columns: 3.2rem 1fr; border-bottom: 1px solid var(--line); } .race td, .race th { border: 0; }
  .race .lane:empty, .race .changes:empty { display: none; } .race .lane { grid-column: 2; overflow-wrap: anywhere; } .race .lane::before { content: attr(data-cpu) "  "; font-weight: 600; } .race .changes { grid-column: 2; }
}
`
