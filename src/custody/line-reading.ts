// Reading one line of the ledger from outside: JSON text or a value, with a refusal of its own for each way in which it can
// be wrong, so that a clerk and a program both learn what to mend. Nothing here looks at a book.
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { twoReadings } from '#src/kernel/quanta.ts'
import { refuse, type Fault, type Refusal } from '#src/kernel/refusal.ts'
import { isStorable } from '#src/kernel/text.ts'
import { TOO_LONG, UNREADABLE } from '#src/kernel/line.ts'
import { EventKind, EventLine, wholeInstant } from './event.ts'
import { lineText } from './line-text.ts'
import { Ref } from './lot.ts'
import { plainLine } from './plain-line.ts'

/** A line as it is decided and as it is kept: the canonical text is what the log vouches for. */
export type ReadLine = { readonly line: EventLine; readonly text: string }

/** The longest line: an event of 2,000 lots with their papers. */
export const MOST_LINE_BYTES = 1024 * 1024

/** A line that was read ahead of its transaction. The mark is no key that JSON could bring. */
const READ = Symbol('read')
export type PreparedLine = { readonly [READ]: true; readonly ref: string; readonly outcome: Outcome<ReadLine> }

/** Reads a line ahead of its transaction; `readLine` of the result is free. */
export const preparedLine = (raw: unknown): PreparedLine => {
  const outcome = readLine(raw)
  return { [READ]: true, ref: outcome.accepted ? outcome.value.line.event : refIn(raw), outcome }
}
const isPrepared = (raw: unknown): raw is PreparedLine => typeof raw === 'object' && raw !== null && READ in raw

/** Reads a line, given as JSON text or as the value of one. */
export function readLine(raw: unknown): Outcome<ReadLine> {
  if (isPrepared(raw)) return raw.outcome
  const value = valueOf(raw)
  if (!value.accepted) return value
  if (typeof value.value !== 'object' || value.value === null || Array.isArray(value.value)) return deny(refuse('line-not-event', 'The line is JSON, but not an object: an event begins with { and ends with }.'))
  // Only what came as text: a value of the house may be shared, and the plain way fills in what is absent.
  const plain = typeof raw === 'string' ? plainLine(value.value) : undefined
  if (plain !== undefined) return accept(plain)
  return readBySchema(value.value as Record<string, unknown>)
}

/** Reads what JSON made by the schema of a line. */
export function readBySchema(value: Readonly<Record<string, unknown>>): Outcome<ReadLine> {
  const parsed = EventLine.safeParse(value)
  if (!parsed.success) return deny(refusalOf(value, parsed.error.issues))
  for (const [name, field] of Object.entries(parsed.data)) {
    const flaw = flawIn(field, 1)
    if (flaw !== undefined) return deny(flaw === 'deep' ? tooDeep(name) : unstorable(`/${name}`))
  }
  const instant = wholeInstant(parsed.data.at)
  if (instant === undefined) return deny(refuse('time-malformed', `at: there is no such time as ${parsed.data.at} since 1900.`, [{ pointer: '/at', detail: 'no such time' }]))
  const line = parsed.data.at === instant ? parsed.data : { ...parsed.data, at: instant }
  return accept({ line, text: lineText(line) })
}

function valueOf(raw: unknown): Outcome<unknown> {
  if (raw === TOO_LONG) return deny(tooLong())
  if (raw === UNREADABLE) return deny(refuse('line-not-text', 'The line is not text in UTF-8. Save the file as UTF-8 and send the line again.'))
  if (typeof raw !== 'string') return accept(raw)
  if (raw.length > MOST_LINE_BYTES) return deny(tooLong())
  try {
    return accept(JSON.parse(raw))
  } catch (error) {
    return deny(refuse('line-not-json', `The line is no JSON: ${(error as Error).message.slice(0, 200)}.`))
  }
}

const tooLong = (): Refusal => refuse('line-too-long', `A line may have ${MOST_LINE_BYTES / 1024 / 1024} MB. Record the event in parts.`)
const tooDeep = (name: string): Refusal => refuse('line-malformed', `${name}: more than ${MOST_DEEP} lists or objects stand one inside another, and no event goes that deep.`, [{ pointer: `/${name}`, detail: 'nested too deep' }])
const unstorable = (pointer: string): Refusal => refuse('text-unstorable', `${pointer.slice(1)}: the text holds a character that cannot be stored (NUL, or half of a surrogate pair).`, [{ pointer, detail: 'holds a character that cannot be stored' }])

/** The event's reference, where the line can be read that far: so that the refusal says of which event it is. */
export function refIn(raw: unknown): string {
  if (isPrepared(raw)) return raw.ref
  const value = valueOf(raw)
  const ref = value.accepted && typeof value.value === 'object' && value.value !== null ? (value.value as Record<string, unknown>)['event'] : undefined
  return Ref.safeParse(ref).success ? ref as string : ''
}

/** A correction holds whatever was sent, and a value that nobody reads may be nested without end. */
const MOST_DEEP = 24

function flawIn(value: unknown, depth: number): 'deep' | 'unstorable' | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : 'unstorable'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > MOST_DEEP) return 'deep'
  for (const [key, inner] of Object.entries(value)) {
    const flaw = isStorable(key) ? flawIn(inner, depth + 1) : 'unstorable'
    if (flaw !== undefined) return flaw
  }
  return undefined
}

// What is wrong ------------------------------------------------------------------------------------------------------

type Issue = { readonly code?: string; readonly path: readonly PropertyKey[]; readonly message: string; readonly keys?: readonly string[]; readonly errors?: readonly (readonly Issue[])[] }

/** An issue inside a union is the issue of the branch that came furthest. */
function deepest(issue: Issue, above: readonly PropertyKey[] = []): Issue {
  const here = { ...issue, path: [...above, ...issue.path] }
  const inner = (issue.errors ?? []).filter((branch) => branch.length > 0).map((branch) => deepest(branch[0]!, here.path))
  return inner.toSorted((a, b) => b.path.length - a.path.length)[0] ?? here
}

const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
const at = (value: unknown, path: readonly PropertyKey[]): unknown => path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value)

const BY_METAL: ReadonlySet<PropertyKey> = new Set(['contained', 'losses', 'stockChange'])
const isMass = (path: readonly PropertyKey[]): boolean => ['gross', 'take'].includes(String(path.at(-1))) || BY_METAL.has(path.at(-2) ?? '')
const isFraction = (path: readonly PropertyKey[]): boolean => ['moisture', 'recovery'].includes(String(path.at(-1))) || path.at(-2) === 'assay'

function refusalOf(raw: Record<string, unknown>, issues: readonly Issue[]): Refusal {
  const found = issues.slice(0, 20).map((issue) => deepest(issue))
  const first = found[0]!
  const wrong = at(raw, first.path)
  const faults: Fault[] = found.map((issue) => ({ pointer: pointerOf(issue.path), detail: issue.message }))
  const where = faults[0]!.pointer.slice(1).replace(/\//g, '.') || 'line'
  const say = (code: string, detail: string): Refusal => refuse(code, detail, faults)
  if (!EventKind.safeParse(raw['kind']).success) return say('event-kind-unknown', `${typeof raw['kind'] === 'string' ? `"${raw['kind'].slice(0, 60)}"` : 'What the line says'} is no kind of event. Known are ${EventKind.options.join(', ')}.`)
  if (first.code === 'unrecognized_keys') return say('field-unknown', `${where}: there is no field ${(first.keys ?? []).map((key) => `"${key.slice(0, 60)}"`).join(', ')} here. Correct its name, or leave it out.`)
  if (typeof wrong === 'string' && !isStorable(wrong)) return refuse('text-unstorable', `${where}: the text holds a character that cannot be stored (NUL, or half of a surrogate pair).`, faults)
  if (isMass(first.path) && typeof wrong === 'number') return say('mass-not-text', `${where}: a mass is text with its unit, such as "25.5 t"; a bare number would leave the unit open.`)
  if (isMass(first.path) && typeof wrong === 'string' && wrong.trim().startsWith('-')) return say('mass-negative', `${where}: ${wrong.slice(0, 40)} is less than nothing. What leaves a lot is drawn of it.`)
  const either = isMass(first.path) && typeof wrong === 'string' ? twoReadings(wrong) : undefined
  if (either !== undefined) {
    const words = `"${wrong as string}" can be read as ${either[0]} or as ${either[1]}: write one of these`
    return refuse('mass-ambiguous', `${where}: ${words}.`, faults.map((fault, i) => i === 0 ? { ...fault, detail: words } : fault))
  }
  if (isMass(first.path) && wrong !== undefined) return say('mass-malformed', `${where}: ${first.message}.`)
  if (isFraction(first.path) && wrong !== undefined) return say('fraction-malformed', `${where}: a fraction is text between "0" and "1", such as "0.28".`)
  if (where === 'at') return say('time-malformed', 'at: write the time in UTC, such as 2026-03-01T08:00:00Z.')
  if (where === 'site') return say('site-number-malformed', `site: ${first.message}.`)
  return say('line-malformed', `${where}: ${first.message}.`)
}
