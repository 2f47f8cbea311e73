// The page in the portable archive: one file that opens without a network, in which the on-site record is filled. It writes
// nothing but changes of the sheet, each naming what it replaces, and saves them as record.json, which is brought back.
// It loads nothing from anywhere: its own policy forbids that.
import type { RecordFile } from './on-site-file.ts'
import type { RecordWords } from './on-site-sheets.ts'

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
/** JSON that can stand in a script element, whatever it holds. */
const embedded = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029')

const style = `
:root { color-scheme: light dark; --ink: #1d1a17; --ground: #fbf9f6; --line: #cfc7bd; --accent: #8a431f; --raised: #fff; --bad: #9b1c1c }
@media (prefers-color-scheme: dark) { :root { --ink: #f1ece6; --ground: #181614; --line: #4a433c; --accent: #e08a5a; --raised: #221f1c; --bad: #ff9b8f } }
* { box-sizing: border-box }
body { margin: 0; padding: 0 16px 96px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 60rem; margin-inline: auto }
h1 { font-size: 1.5rem } h2 { margin-top: 2rem } h3 { margin: 0; font-size: 1rem }
details, fieldset { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 12px; margin: 8px 0 }
summary { cursor: pointer; min-height: 32px; font-weight: 600 } summary .state { font-weight: 400; margin-inline-start: 8px }
label { display: block; margin: 12px 0 4px; font-weight: 600 } label.pick { font-weight: 400; margin: 4px 0; min-height: 28px }
input:not([type=checkbox]), select, textarea { width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 8px; min-height: 44px }
textarea { min-height: 6rem } input[type=checkbox] { width: 20px; height: 20px; vertical-align: middle; margin-inline-end: 8px }
button { font: inherit; min-height: 44px; padding: 8px 16px; border-radius: 6px; border: 1px solid var(--accent); background: var(--raised); color: var(--accent); cursor: pointer } button.main { background: var(--accent); color: var(--raised) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.bar { position: fixed; inset: auto 0 0; background: var(--raised); border-top: 1px solid var(--line); padding: 8px 16px; display: flex; flex-wrap: wrap; gap: 8px; align-items: center }
.quiet { opacity: .8 } .bad { color: var(--bad) } .row { display: flex; flex-wrap: wrap; gap: 8px }
`

/**
 * @param words messages of the area `assessment`; the page takes those it asks for
 * @param script what runs in the page: handed in by the platform, since it reads clock and randomness of a browser
 */
export function onSitePage(record: RecordFile, words: RecordWords, script: string): string {
  const wanted = Object.fromEntries(Object.entries(words).filter(([key]) => /^(offline|grade|relevance|group|column|rating)\./.test(key)))
  return `<!doctype html>
<html lang="${escape(record.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escape(words['offline.title'] ?? 'On-site record')} · ${escape(record.siteName)}</title>
<style>${style}</style>
</head>
<body>
<main id="page"><h1>${escape(record.siteName)}</h1><noscript>${escape(words['offline.needs-script'] ?? '')}</noscript></main>
<script type="application/json" id="record">${embedded(record)}</script>
<script type="application/json" id="words">${embedded(wanted)}</script>
<script>${script}</script>
</body>
</html>
`
}
