// The script of the archive's page. It is text here and runs in a browser that has never seen this program: plain, without
// a library. Cells are held as heads; a change names the heads it replaces.
export const onSitePageScript = String.raw`
'use strict'
const $ = (id) => document.getElementById(id)
let record = JSON.parse($('record').textContent)
const words = JSON.parse($('words').textContent)
const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)
const storeKey = 'cupel ' + record.caseId + ' ' + record.round
let unsaved = 0
let isKept = true
const keyOf = (key) => key.standard + '/' + key.criterion + '/' + key.field
const newId = (prefix) => prefix + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
function heads(key) {
  const own = record.changes.filter((change) => keyOf(change.key) === keyOf(key))
  const replaced = new Set(own.flatMap((change) => change.parents))
  return own.filter((change) => !replaced.has(change.changeId))
}
const valueOf = (key) => heads(key).at(-1)?.value ?? null
const isConflict = (key) => new Set(heads(key).map((head) => JSON.stringify(head.value))).size > 1
/** What was typed here and not yet brought back is replaced in place, so that typing leaves one change a cell. */
function write(key, value, reason) {
  const standing = heads(key)
  if (standing.length <= 1 && JSON.stringify(standing[0]?.value ?? null) === JSON.stringify(value)) return
  const mine = standing.length === 1 && standing[0].author === undefined ? standing[0] : undefined
  if (mine !== undefined) mine.value = value
  else record.changes.push({ changeId: newId('off_'), key, value, parents: standing.map((head) => head.changeId) })
  if (reason !== undefined) record.reasons[heads(key).at(-1).changeId] = reason
  unsaved += 1
  keep()
}
function keep() {
  try { localStorage.setItem(storeKey, JSON.stringify({ takenAt: record.takenAt, changes: record.changes.filter((change) => change.author === undefined), reasons: record.reasons })); isKept = true } catch { isKept = false }
  state()
}
function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(storeKey) ?? 'null')
    if (kept === null || kept.takenAt !== record.takenAt) return
    const known = new Map(record.changes.map((change) => [change.changeId, change]))
    for (const change of kept.changes) { const own = known.get(change.changeId); if (own === undefined) { record.changes.push(change); unsaved += 1 } else if (own.author === undefined) own.value = change.value }
    Object.assign(record.reasons, kept.reasons)
  } catch { isKept = false }
}
function state() {
  const own = record.changes.filter((change) => change.author === undefined).length
  $('state').textContent = say(unsaved === 0 ? 'offline.saved' : isKept ? 'offline.kept' : 'offline.not-kept', { count: own })
  $('state').className = isKept ? '' : 'bad'
}
function save() {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)], { type: 'application/json' }))
  link.download = 'record.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  unsaved = 0
  state()
}
async function open(file) {
  try {
    const other = JSON.parse(await file.text())
    if (other.form !== record.form || other.caseId !== record.caseId || other.round !== record.round) throw new Error()
    const known = new Set(record.changes.map((change) => change.changeId))
    for (const change of other.changes) if (!known.has(change.changeId)) record.changes.push(change)
    Object.assign(record.reasons, other.reasons)
    keep()
    draw()
  } catch { $('state').textContent = say('offline.not-this'); $('state').className = 'bad' }
}
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) { if (key.startsWith('on')) made.addEventListener(key.slice(2), value); else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value) }
  made.append(...children.filter((child) => child !== undefined && child !== null))
  return made
}
let count = 0
function labelled(text, control) { const id = 'f' + ++count; control.id = id; return [el('label', { for: id }, text), control] }
const textField = (key, label, isLong) => {
  const control = el(isLong ? 'textarea' : 'input', { type: isLong ? undefined : 'text', onchange: (event) => write(key, event.target.value.trim() === '' ? null : event.target.value) })
  control.value = valueOf(key) ?? ''
  return [...labelled(label, control), ...conflictNote(key)]
}
const dayField = (key, label) => {
  const control = el('input', { type: 'date', onchange: (event) => write(key, event.target.value || null) })
  control.value = valueOf(key) ?? ''
  return labelled(label, control)
}
const choiceField = (key, label, options, then) => {
  const control = el('select', { onchange: (event) => { write(key, event.target.value || null); then?.() } }, el('option', { value: '' }, '–'), ...options.map(([value, title]) => el('option', { value, selected: valueOf(key) === value }, title)))
  return [...labelled(label, control), ...conflictNote(key)]
}
const conflictNote = (key) => isConflict(key) ? [el('p', { class: 'bad' }, say('offline.conflict', { values: heads(key).map((head) => JSON.stringify(head.value)).join(' | ') }))] : []
function picks(key, label, options) {
  const chosen = () => new Set((valueOf(key) ?? []).map((one) => JSON.stringify(one)))
  return el('fieldset', {}, el('legend', {}, label), ...options.map(([value, title]) => {
    const box = el('input', { type: 'checkbox', onchange: (event) => {
      const now = chosen()
      event.target.checked ? now.add(JSON.stringify(value)) : now.delete(JSON.stringify(value))
      write(key, now.size === 0 ? null : [...now].map((one) => JSON.parse(one)))
    } })
    box.checked = chosen().has(JSON.stringify(value))
    return el('label', { class: 'pick' }, box, title)
  }))
}
const rowsIn = (part) => [...new Set(record.changes.filter((change) => change.key.standard === 'on-site-' + part).map((change) => change.key.criterion))]

function criterion(standard, one) {
  const at = (field) => ({ standard: standard.standard, criterion: one.criterion, field })
  const levels = [...standard.levels].reverse().map((level) => [level.slug, level.title])
  if (one.mayBeExcluded) levels.push(['not-applicable', say('rating.not-applicable')])
  const title = () => levels.find(([slug]) => slug === valueOf(at('rating')))?.[1] ?? say('offline.unrated')
  const shown = el('span', { class: 'state quiet' }, title())
  const wasRated = heads(at('rating')).some((head) => head.author !== undefined && head.value !== null)
  const reason = el('input', { type: 'text', onchange: (event) => { const head = heads(at('rating')).at(-1); if (head !== undefined && head.author === undefined) { record.reasons[head.changeId] = event.target.value; keep() } } })
  reason.value = record.reasons[heads(at('rating')).at(-1)?.changeId] ?? ''
  const evidence = record.evidence.filter((item) => item.at.includes(standard.standard + '/' + one.criterion)).map((item) => [item.evidenceId, item.title])
  return el('details', {}, el('summary', {}, one.number + ' ' + one.title, shown),
    el('p', {}, one.meaning), one.self === '' ? undefined : el('p', { class: 'quiet' }, say('offline.self') + ' ' + one.self),
    ...choiceField(at('rating'), say('column.rating'), levels, () => { shown.textContent = title() }),
    ...textField(at('rationale'), say('column.rationale'), true), ...(one.mayBeExcluded ? textField(at('not-applicable-reason'), say('column.not-applicable-reason'), true) : []),
    ...(wasRated ? labelled(say('column.change-reason'), reason) : []), evidence.length === 0 ? undefined : picks(at('evidence'), say('column.evidence'), evidence),
    ...textField(at('notes'), say('column.notes'), true))
}
function finding(id) {
  const at = (field) => ({ standard: 'on-site-finding', criterion: id, field })
  const clauses = record.standards.flatMap((standard) => standard.criteria.map((one) => [{ standard: standard.standard, criterion: one.criterion }, standard.title + ': ' + one.number + ' ' + one.title]))
  return el('details', { open: valueOf(at('statement')) === null }, el('summary', {}, valueOf(at('statement'))?.slice(0, 80) ?? say('offline.new-finding')),
    ...choiceField(at('grade'), say('column.grade'), ['critical', 'major', 'minor', 'observation', 'good-practice'].map((grade) => [grade, say('grade.' + grade)])),
    ...textField(at('statement'), say('column.statement'), true), el('details', {}, el('summary', {}, say('column.clauses')), picks(at('clauses'), say('column.clauses'), clauses)),
    ...textField(at('withdrawn-reason'), say('column.withdrawn-reason'), false))
}
function media(id) {
  const at = (field) => ({ standard: 'on-site-media', criterion: id, field })
  return el('details', { open: valueOf(at('source')) === null }, el('summary', {}, valueOf(at('source')) ?? say('offline.new-media')), ...textField(at('source'), say('column.source'), false),
    ...dayField(at('searched-on'), say('column.searched-on')), ...textField(at('words'), say('column.words'), false), ...textField(at('found'), say('column.found'), true),
    ...choiceField(at('relevance'), say('column.relevance'), ['none', 'background', 'followed-up'].map((one) => [one, say('relevance.' + one)])))
}
function interviews(group) {
  const at = (field) => ({ standard: 'on-site-interviews', criterion: group, field })
  const number = el('input', { type: 'number', min: 0, step: 1, onchange: (event) => write(at('count'), event.target.value === '' ? null : Math.max(0, Math.floor(Number(event.target.value)))) })
  number.value = valueOf(at('count')) ?? ''
  return el('fieldset', {}, el('legend', {}, words['group.' + group] ?? group), ...labelled(say('column.count'), number), ...textField(at('shortfall-reason'), say('column.shortfall-reason'), false))
}
function closing() {
  const at = (field) => ({ standard: 'on-site-closing', criterion: 'meeting', field })
  const who = el('textarea', { onchange: (event) => {
    const rows = event.target.value.split('\n').map((line) => /^(.+?)\s*[:：]\s*(\d+)$/.exec(line.trim())).filter((row) => row !== null)
    write(at('attendees'), rows.length === 0 ? null : rows.map((row) => ({ role: row[1], count: Number(row[2]) })))
  } })
  who.value = (valueOf(at('attendees')) ?? []).map((one) => one.role + ': ' + one.count).join('\n')
  return el('fieldset', {}, el('legend', {}, say('offline.closing')), ...dayField(at('held-on'), say('column.held-on')), ...labelled(say('offline.attendees'), who), ...textField(at('differences'), say('column.differences'), true))
}
function draw() {
  count = 0
  const list = (part, one, add) => { const box = el('div', {}, ...rowsIn(part).map(one)); return [box, el('button', { type: 'button', onclick: () => box.append(one(newId(part.slice(0, 3) + '_'))) }, say(add))] }
  const file = el('input', { type: 'file', accept: '.json', hidden: true, onchange: (event) => { const chosen = event.target.files[0]; if (chosen) open(chosen) } })
  $('page').replaceChildren(el('h1', {}, record.siteName), el('p', {}, say('offline.lead')),
    ...record.standards.flatMap((standard) => [el('h2', {}, standard.title), ...standard.criteria.map((one) => criterion(standard, one))]),
    el('h2', {}, say('offline.findings')), ...list('finding', finding, 'offline.add-finding'), el('h2', {}, say('offline.media')), ...list('media', media, 'offline.add-media'),
    el('h2', {}, say('offline.interviews')), el('p', {}, say('offline.interviews.meaning')), ...[...new Set([...record.groups, ...rowsIn('interviews')])].map(interviews), el('h2', {}, say('offline.closing')), closing(),
    el('div', { class: 'bar' }, el('button', { class: 'main', type: 'button', onclick: save }, say('offline.save')), el('button', { type: 'button', onclick: () => file.click() }, say('offline.open')), file, el('span', { id: 'state', role: 'status' })))
  state()
}
restore()
draw()
addEventListener('beforeunload', (event) => { if (unsaved > 0 && !isKept) event.preventDefault() })
`
