// Reads and writes a scenario. Reading tells the first fault of each line: where it is, and what was expected there. What is
// read is written the same, but for spaces and commas in numbers.
import { actsOf, type Acts, type Detail } from './acts.ts'
import { expectationsOf } from './expectations.ts'
import type { AwardPeriod, Expectation, Scenario, ScenarioWords, Statement, StoryAct, StoryPlace, Told } from './scenario.ts'
import { day, slotsOf, time } from './slots.ts'
import { Unexpected, attempt, choice, cursorOn, fail, here, oneOf, phrase, type Cursor, type Syntax } from './syntax.ts'

/** What is wrong with a line of a scenario. */
export type ScenarioFault = { readonly line: number; readonly column: number; readonly expected: string; readonly found: string }
export const faultText = ({ line, column, expected, found }: ScenarioFault): string => `Line ${line}, column ${column}: expected ${expected}, found ${found}.`

/** What places may be: their part in the chain. */
export const PLACE_ROLES = ['mine', 'concentrator', 'smelter', 'refinery', 'recycler', 'rod-mill', 'fabricator', 'trader', 'warehouse', 'buyer'] as const

export type Grammar = {
  readonly acts: Acts
  readonly told: Syntax<Told>
  readonly expectations: readonly Syntax<Expectation>[]
  readonly statement: Syntax<Statement>
  readonly award: Syntax<AwardPeriod>
}

const kept = new WeakMap<ScenarioWords, Grammar>()
/** Made once for each set of words. */
export function grammarOf(words: ScenarioWords): Grammar {
  const known = kept.get(words)
  if (known !== undefined) return known
  const made = newGrammar(words)
  kept.set(words, made)
  return made
}

function newGrammar(words: ScenarioWords): Grammar {
  const slots = slotsOf(words)
  const acts = actsOf(slots)
  const told: Syntax<Told> = phrase<Told>('{on}[{time}] {party}[in the book of {inBookOf}] {act}[({event})]', { on: day, time, party: slots.name('party'), inBookOf: slots.name('party'), act: acts.syntax, event: slots.name('event') })
  const { syntax: expectation, phrases } = expectationsOf(slots, told)
  const award = phrase<AwardPeriod>('awarded {mark} from {from}[to {to}]', { mark: slots.register, from: day, to: day })
  return { acts, told, expectations: phrases, award, statement: statementSyntax(slots, told, expectation, award) }
}

type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>

function statementSyntax(slots: ReturnType<typeof slotsOf>, told: Syntax<Told>, expectation: Syntax<Expectation>, award: Syntax<AwardPeriod>): Syntax<Statement> {
  const as = <K extends Statement['kind']>(kind: K, syntax: Syntax<StatementOf<K>>) => ({ syntax: syntax as unknown as Syntax<Statement>, is: (value: Statement) => value.kind === kind })
  const place: Syntax<StoryPlace> = phrase<StoryPlace>('{role} {name} in {country}[of {owner}][{awards}]', {
    role: oneOf(PLACE_ROLES, 'mine | smelter | …'), name: slots.name('name'), country: slots.name('country'), owner: slots.name('organisation'),
    awards: { shown: award.shown, read: (cursor) => [award.read(cursor)], write: (periods) => award.write(periods[0]!) },
  })
  return choice<Statement>([
    as('title', phrase<StatementOf<'title'>>('scenario {text}', { text: slots.name('title') }, { kind: 'title' })),
    as('scheme', phrase<StatementOf<'scheme'>>('scheme {profile}', { profile: slots.name('profile') }, { kind: 'scheme' })),
    as('today', phrase<StatementOf<'today'>>('today {day}', { day }, { kind: 'today' })),
    as('expect', phrase<StatementOf<'expect'>>('expect {expectation}', { expectation }, { kind: 'expect' })),
    as('award', phrase<StatementOf<'award'>>('{on} scheme {change} {mark} of {party} from {from}[to {to}]', {
      on: day, change: wordFor({ suspends: 'suspended', withdraws: 'withdrawn', awards: 'given' }), mark: slots.register, party: slots.name('party'), from: day, to: day,
    }, { kind: 'award' })),
    as('told', phrase<StatementOf<'told'>>('{told}', { told }, { kind: 'told' })),
    as('place', phrase<StatementOf<'place'>>('{place}', { place }, { kind: 'place' })),
  ], 'statement')
}

const wordFor = <W extends string>(words: Readonly<Record<string, W>>): Syntax<W> => {
  const written = oneOf(Object.keys(words))
  return { shown: written.shown, read: (cursor) => words[written.read(cursor)]!, write: (value) => Object.keys(words).find((word) => words[word] === value)! }
}

// Reading -------------------------------------------------------------------------------------------------------------

type Line = { readonly number: number; readonly indent: number; readonly text: string }

function readWhole<T>(syntax: Syntax<T>, line: Line, faults: ScenarioFault[]): T | undefined {
  const cursor = cursorOn(line.text)
  try {
    const value = syntax.read(cursor)
    if (here(cursor).kind !== 'end') fail(cursor, 'the end of the line')
    return value
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error
    faults.push(faultAt(cursor, line))
    return undefined
  }
}

function faultAt(cursor: Cursor, line: Line): ScenarioFault {
  const found = cursor.tokens[cursor.furthest]!
  return { line: line.number, column: found.column + line.indent, expected: [...cursor.expected].join(' or '), found: found.kind === 'end' ? 'the end of the line' : `"${found.text}"` }
}

/** @returns the scenario, or every line that cannot be read */
export function readScenario(text: string, words: ScenarioWords): { readonly scenario: Scenario; readonly faults: readonly ScenarioFault[] } {
  const grammar = grammarOf(words)
  const faults: ScenarioFault[] = []
  const statements: (Statement & { line: number })[] = []
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').map((raw, i): Line => ({ number: i + 1, indent: raw.length - raw.trimStart().length, text: raw.trim() }))
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (line.text === '') { statements.push({ kind: 'blank', line: line.number }); continue }
    if (line.text.startsWith('#')) { statements.push({ kind: 'comment', text: line.text.slice(1).trim(), line: line.number }); continue }
    if (line.indent > 0) { faults.push({ line: line.number, column: line.indent + 1, expected: 'a statement at the beginning of a line (no statement above takes details)', found: `"${line.text.split(' ')[0]!}"` }); continue }
    const details: Line[] = []
    while (i + 1 < lines.length && lines[i + 1]!.indent > 0 && lines[i + 1]!.text !== '' && !lines[i + 1]!.text.startsWith('#')) details.push(lines[++i]!)
    const statement = readWhole(grammar.statement, line, faults)
    if (statement !== undefined) statements.push({ ...withDetails(statement, details, grammar, faults), line: line.number })
  }
  return { scenario: { statements }, faults }
}

function withDetails(statement: Statement, details: readonly Line[], grammar: Grammar, faults: ScenarioFault[]): Statement {
  if (statement.kind === 'told') return { ...statement, told: toldWithDetails(statement.told, details, grammar, faults) }
  if (statement.kind === 'expect' && statement.expectation.expect === 'refusal') {
    return { ...statement, expectation: { ...statement.expectation, told: toldWithDetails(statement.expectation.told, details, grammar, faults) } }
  }
  if (statement.kind === 'place') {
    const awards = details.flatMap((line) => readWhole(grammar.award, line, faults) ?? [])
    return awards.length === 0 ? statement : { ...statement, place: { ...statement.place, awards: [...statement.place.awards ?? [], ...awards] } }
  }
  for (const line of details) faults.push({ line: line.number, column: line.indent + 1, expected: 'no details here', found: `"${line.text.split(' ')[0]!}"` })
  return statement
}

function toldWithDetails(told: Told, details: readonly Line[], grammar: Grammar, faults: ScenarioFault[]): Told {
  if (told.act.act === 'correct') {
    const [first, ...rest] = details
    const last = told.act.event
    if (first === undefined) { faults.push({ line: 0, column: 1, expected: `below "corrects ${last}" an indented line that says what happened instead`, found: 'nothing' }); return told }
    const instead = readWhole(grammar.told, first, faults)
    return instead === undefined ? told : { ...told, act: { ...told.act, instead: toldWithDetails(instead, rest, grammar, faults) } }
  }
  const forms = grammar.acts.details.filter(({ act }) => act === told.act.act)
  const fields: Record<string, unknown[]> = {}
  for (const line of details) {
    const detail = readWhole(detailSyntax(forms), line, faults)
    if (detail !== undefined) (fields[detail.field] ??= []).push(detail.value)
  }
  return { ...told, act: { ...told.act, ...(told.act.act === 'activity' ? { lines: [], outputs: [] } : {}), ...fields } as StoryAct }
}

type FieldValue = { readonly field: string; readonly value: unknown }
const detailSyntax = (forms: readonly Detail[]): Syntax<FieldValue> => ({
  shown: 'detail', write: () => '',
  read: (cursor) => {
    for (const { field, line } of forms) {
      const value = attempt(cursor, () => line.read(cursor))
      if (value !== undefined) return { field, value }
    }
    return fail(cursor, forms.length === 0 ? 'no details here' : 'a detail')
  },
})

// Writing -------------------------------------------------------------------------------------------------------------

export function writeScenario({ statements }: Scenario, words: ScenarioWords): string {
  const grammar = grammarOf(words)
  return `${statements.flatMap((statement) => linesOf(statement, grammar)).join('\n')}\n`
}

function linesOf(statement: Statement, grammar: Grammar): string[] {
  if (statement.kind === 'blank') return ['']
  if (statement.kind === 'comment') return [statement.text === '' ? '#' : `# ${statement.text}`]
  if (statement.kind === 'told') return [grammar.statement.write(statement), ...detailLines(statement.told, grammar)]
  if (statement.kind === 'expect' && statement.expectation.expect === 'refusal') return [grammar.statement.write(statement), ...detailLines(statement.expectation.told, grammar)]
  if (statement.kind === 'place') return [grammar.statement.write(statement), ...(statement.place.awards ?? []).slice(1).map((award) => `  ${grammar.award.write(award)}`)]
  return [grammar.statement.write(statement)]
}

function detailLines({ act }: Told, grammar: Grammar): string[] {
  if (act.act === 'correct') return [grammar.told.write(act.instead), ...detailLines(act.instead, grammar)].map((line) => `  ${line.trimStart()}`)
  return grammar.acts.details.filter((detail) => detail.act === act.act)
    .flatMap(({ field, line }) => ((act as unknown as Record<string, unknown[] | undefined>)[field] ?? []).map((value) => `  ${line.write(value)}`))
}
