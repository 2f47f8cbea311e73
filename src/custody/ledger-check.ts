// The ledger checked against its log: every batch's root is computed again from its lines, every line is decided again in the
// order of the log, and lots, balances, draws, weights and losses that follow are compared with the tables (architecture
// section 5). Pure; what it is given are rows as read.
import { batchRows, lotsBorn, rootOf, type Accepted, type BatchRows } from './batch-rows.ts'
import { decideTakingBack } from './law-correction.ts'
import { decideEvent } from './law.ts'
import { readLine } from './line-reading.ts'
import { workingBook, type WorkingBook } from './working-book.ts'

export type LoggedBatch = { readonly position: number; readonly batchNo: number; readonly bookNo: number; readonly lines: number; readonly root: string }
export type BatchToCheck = { readonly salt: string | null; readonly lineCount: number; readonly events: readonly { readonly ref: string; readonly kind: string; readonly at: string; readonly text: string | null }[] }
/** Rows of a book as texts that compare: each says what it is and what it holds. */
export type BookRows = ReadonlyMap<string, string>
export type Finding = { readonly where: string; readonly what: string }

/** What a log entry says of a batch; undefined for entries of other kinds. */
export function loggedBatch(entry: { readonly position: number; readonly kind: string; readonly subject: string; readonly payload: string | null }): LoggedBatch | undefined {
  if (entry.kind !== 'custody.recorded' || entry.payload === null) return undefined
  const { body } = JSON.parse(entry.payload) as { body: { bookNo: number; lines: number; root: string } }
  return { position: entry.position, batchNo: Number(entry.subject.replace('bat_', '')), bookNo: body.bookNo, lines: body.lines, root: body.root }
}

export type BookCheck = { add(batch: LoggedBatch, stored: BatchToCheck | undefined): Finding[]; compare(stored: BookRows): Finding[] }

/** Derives one book from the lines of its batches, in the order of the log. */
export function checkBook(book: { readonly bookNo: number; readonly organisationId: string; readonly tolerance: number }): BookCheck {
  const working = workingBook({ organisationId: book.organisationId, tolerance: book.tolerance, lot: () => undefined, event: () => undefined, changesOf: () => [] })
  const derived = newDerived()
  let isErased = false
  return {
    add: (batch, stored) => {
      const where = `batch ${batch.batchNo}`
      if (stored === undefined) return [{ where, what: `log entry ${batch.position} speaks of it, and it is not there` }]
      if (stored.events.length !== batch.lines || stored.lineCount !== batch.lines) return [{ where, what: `the log says ${batch.lines} lines, ${stored.events.length} are there` }]
      if (stored.events.some(({ text }) => text === null)) { isErased = true; return [] }
      const texts = stored.events.map(({ text }) => text!)
      const findings: Finding[] = stored.salt === null || rootOf(stored.salt, texts) === batch.root ? [] : [{ where, what: 'its lines do not have the root that the log vouches for' }]
      if (!isErased) findings.push(...replay(working, derived, where, texts, stored))
      return findings
    },
    // Where a line was erased by law, what followed from it cannot be derived.
    compare: (stored) => isErased ? [] : compared(book.bookNo, rowsOf(derived), stored),
  }
}

type Derived = { readonly lotNos: Map<string, number>; readonly eventNos: Map<string, number>; readonly events: Map<number, string>; readonly lots: Map<number, BatchRows['lots'][number]>; readonly metals: Map<string, BatchRows['metals'][number]>; readonly draws: BatchRows['draws'][number][]; readonly measurements: BatchRows['measurements'][number][]; readonly losses: BatchRows['losses'][number][]; readonly voided: Set<number>; /** What each event did, so that a void finds it. */ readonly doneBy: Map<number, (BatchRows['lots'][number] | BatchRows['draws'][number] | BatchRows['measurements'][number])[]>; next: number }
const newDerived = (): Derived => ({ lotNos: new Map(), eventNos: new Map(), events: new Map(), lots: new Map(), metals: new Map(), draws: [], measurements: [], losses: [], voided: new Set(), doneBy: new Map(), next: 1 })

function replay(working: WorkingBook, derived: Derived, where: string, texts: readonly string[], stored: BatchToCheck): Finding[] {
  const findings: Finding[] = []
  const accepted: Accepted[] = []
  for (const [i, text] of texts.entries()) {
    const read = readLine(text)
    if (!read.accepted) { findings.push({ where: `${where}, line ${i}`, what: `it cannot be read now: ${read.refusal.code}` }); continue }
    const outcome = read.value.line.kind === 'void' || read.value.line.kind === 'correct' ? decideTakingBack(working, read.value.line) : decideEvent(working, read.value.line)
    if (!outcome.accepted) { findings.push({ where: `${where}, line ${i}`, what: `it would be refused now: ${outcome.refusal.code}` }); continue }
    const posting = outcome.value
    const keptBefore = (posting.kept ?? []).map(({ state }) => working.lot(state.ref)!)
    const takenBack = working.apply(posting)
    accepted.push({ sent: read.value.line, posting, text, siteId: posting.line.site, takenBack, keptBefore })
    const { ref, kind, at } = stored.events[i]!
    if (ref !== posting.line.event || kind !== posting.line.kind || Date.parse(at) !== Date.parse(posting.line.at)) findings.push({ where: `${where}, line ${i}`, what: `its row says ${ref}, ${kind}, ${at}, its text ${posting.line.event}, ${posting.line.kind}, ${posting.line.at}` })
  }
  fold(derived, batchRows(accepted, { events: accepted.map(() => derived.next++), lots: Array.from({ length: lotsBorn(accepted) }, () => derived.next++) }, { lotNo: (ref) => derived.lotNos.get(ref), eventNo: (ref) => derived.eventNos.get(ref) }))
  return findings
}

function fold(derived: Derived, rows: BatchRows): void {
  for (const { eventNo, ref, voidedBy } of rows.events) { derived.eventNos.set(ref, eventNo); derived.events.set(eventNo, ref); if (voidedBy !== null) derived.voided.add(eventNo) }
  for (const { eventNo } of rows.takenBack) {
    derived.voided.add(eventNo)
    for (const row of derived.doneBy.get(eventNo) ?? []) if (!('ref' in row) || derived.lots.get(row.lotNo) === row) row.isVoid = true
  }
  for (const lot of rows.lots) { derived.lots.set(lot.lotNo, lot); derived.lotNos.set(lot.ref, lot.lotNo) }
  for (const lot of rows.restated) derived.lots.set(lot.lotNo, lot)
  for (const metal of rows.metals) derived.metals.set(`${metal.lotNo} ${metal.substance}`, metal)
  for (const { lotNo, substance, amount, left } of rows.moved) {
    const key = `${lotNo} ${substance}`
    const metal = derived.metals.get(key) ?? { lotNo, substance, amount: 0, left: 0, lastIncreaseAt: null }
    derived.metals.set(key, { ...metal, amount: metal.amount + amount, left: metal.left + left })
  }
  for (const row of [...rows.lots, ...rows.restated, ...rows.draws, ...rows.measurements]) {
    const own = derived.doneBy.get(row.eventNo)
    if (own === undefined) derived.doneBy.set(row.eventNo, [row])
    else own.push(row)
  }
  for (const draw of rows.draws) derived.draws.push(draw)
  for (const measurement of rows.measurements) derived.measurements.push(measurement)
  for (const loss of rows.losses) derived.losses.push(loss)
}

/** A lot is named by its reference and its place among those that bore it. */
function rowsOf({ lots, metals, draws, measurements, losses, events, voided }: Derived): Map<string, string> {
  const names = lotNames([...lots.values()].map(({ lotNo, ref }) => ({ lotNo, ref })))
  const rows = new Map<string, string>()
  for (const lot of lots.values()) rows.set(`lot ${names.get(lot.lotNo)}`, `of ${events.get(lot.eventNo)}${lot.isVoid ? ', void' : ''}`)
  for (const { lotNo, substance, amount, left } of metals.values()) if (amount !== 0 || left !== 0) rows.set(`${substance} of lot ${names.get(lotNo)}`, `${left} of ${amount}`)
  for (const { eventNo, lotNo, substance, amount, isVoid } of draws) rows.set(`draw of ${events.get(eventNo)} on ${names.get(lotNo)}, ${substance}`, `${amount}${isVoid ? ', void' : ''}`)
  for (const { eventNo, lotNo, substance, amount, change, isVoid } of measurements) rows.set(`weight by ${events.get(eventNo)} of ${names.get(lotNo)}, ${substance}`, `${amount}, ${change}${isVoid ? ', void' : ''}`)
  for (const { eventNo, substance, amount, stated } of losses) rows.set(`loss of ${events.get(eventNo)}, ${substance}`, `${amount}, ${stated}`)
  for (const [eventNo, ref] of events) rows.set(`event ${ref}`, voided.has(eventNo) ? 'taken back' : 'stands')
  return rows
}

export function lotNames(lots: readonly { readonly lotNo: number; readonly ref: string }[]): Map<number, string> {
  const count = new Map<string, number>()
  return new Map([...lots].sort((a, b) => a.lotNo - b.lotNo).map(({ lotNo, ref }) => {
    const nth = (count.get(ref) ?? 0) + 1
    count.set(ref, nth)
    return [lotNo, nth === 1 ? ref : `${ref} (${nth})`]
  }))
}

const MOST_FINDINGS = 100
function compared(bookNo: number, expected: BookRows, stored: BookRows): Finding[] {
  const findings: Finding[] = []
  for (const [name, value] of expected) if (stored.get(name) !== value) findings.push({ where: `book ${bookNo}, ${name}`, what: `the log makes it "${value}", the table has ${stored.has(name) ? `"${stored.get(name)}"` : 'none'}` })
  for (const name of stored.keys()) if (!expected.has(name)) findings.push({ where: `book ${bookNo}, ${name}`, what: 'it follows from no line of the log' })
  return findings.slice(0, MOST_FINDINGS)
}
