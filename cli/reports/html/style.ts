/**
 * How the page of violations looks: light and dark, narrow and wide. What a colour says, a word or a sign says as well.
 */
export const style = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #595959; --line: #d0d0d0; --here: #fff3c4; --bad: #a40000; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #16181b; --soft: #b4b4b4; --line: #44484e; --here: #4a3f12; --bad: #ff9d94; --link: #8ec5ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main, header { max-width: 100rem; margin: auto; padding: 0 1rem; }
a { color: var(--link); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; color: var(--bad); margin-bottom: .3rem; }
code, .race, .memory { font-family: ui-monospace, monospace; font-size: .85rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.beside { display: grid; gap: 1.5rem; } @media (min-width: 70rem) { .beside { grid-template-columns: 3fr 2fr; } }
.beside > * { min-width: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; } th { text-align: left; font-weight: 600; } td, th { padding: .15rem .5rem; vertical-align: top; border-bottom: 1px solid var(--line); }
tr[aria-current] { background: var(--here); outline: 2px solid var(--ink); outline-offset: -2px; }
.needed > th::after { content: " *"; }
.changes, .note { color: var(--soft); } .changes { overflow-wrap: anywhere; }
.memory td { white-space: nowrap; } .memory .changed { background: var(--here); font-weight: 700; } .memory .changed::before { content: "\\25B8 "; }
.steps button { font: inherit; padding: .4rem .9rem; margin-right: .4rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; }
.steps { position: sticky; top: 0; background: var(--paper); padding: .5rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
`
