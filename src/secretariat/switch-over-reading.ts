// From rows of text to the cases they tell of. What cannot be read is a problem with its sheet, row, column and remedy; a
// date that could be two days, a site that could be two sites, a word that is no word of the list are never guessed.
import { countryOf } from '#src/parties/country.ts'
import { readDate, readMetals, readTypes } from '#src/parties/cell-reading.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Standard } from '#src/standards/standard.ts'
import { isPast, isEnd } from './switch-over-clocks.ts'
import { DUE, folded, meaningOf, type RowIn, type Vocabulary, type Words } from './switch-over-sheets.ts'
import type { CarriedCase, CarriedProblem } from './switch-over.ts'

/** What the house knows, for the words of the rows to be found in. */
export type KnownHere = {
  readonly today: Day
  readonly standards: readonly { readonly standard: Standard; readonly titleOf: (level: string) => readonly string[] }[]
  readonly firms: readonly { readonly firmId: string; readonly name: string }[]
  readonly cohorts: readonly { readonly cohort: string; readonly title: string }[]
  /** A record of the registry under its lasting number. */
  readonly site: (siteId: string) => { siteId: string; siteName: string; country: string } | undefined
  /** Records that could be meant by a name. */
  readonly alike: (name: string, country: string) => readonly { siteId: string; siteName: string }[]
  /** Words of every language, the reader's first. */
  readonly languages: readonly Words[]
}

export type ReadCase = { readonly row: number; readonly sheetName: string; readonly key: string; readonly siteName: string; readonly participant: string; readonly one: CarriedCase | null }
export type AllRead = { readonly cases: readonly ReadCase[]; readonly problems: readonly CarriedProblem[] }

const filled = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** Takes cells of one row and notes what is wrong with them. */
export function rowReader(row: RowIn, known: KnownHere, problems: CarriedProblem[]) {
  const words = known.languages[0] ?? {}
  const before = problems.length
  const say = (column: string | null, code: string, values: Readonly<Record<string, string>> = {}, isBlocking = true): void => {
    const title = column === null ? null : column.startsWith(DUE) ? filled(words['column.due'] ?? column, { clock: words[`clock.${column.slice(DUE.length)}`] ?? column.slice(DUE.length) }) : words[`column.${column}`] ?? column
    problems.push({
      sheet: row.sheetName, row: row.row, column: title, isBlocking, code,
      detail: filled(words[`problem.${code}`] ?? code, values), remedy: filled(words[`problem.${code}.remedy`] ?? '', values),
    })
  }
  const text = (column: string): string | null => { const cell = row.cells.get(column) ?? ''; return cell === '' ? null : cell }
  const needed = (column: string): string => { const cell = text(column); if (cell === null) say(column, 'value-missing'); return cell ?? '' }
  const day = (column: string, isNeeded = false): Day | null => {
    const cell = isNeeded ? needed(column) : text(column) ?? ''
    if (cell === '') return null
    const read = readDate(cell)
    if ('date' in read && read.date.precision === 'day') return read.date.from
    if ('fault' in read && read.fault === 'ambiguous') say(column, 'date-ambiguous', { value: cell, first: read.either[0], second: read.either[1] })
    else say(column, 'date-unreadable', { value: cell })
    return null
  }
  const word = (column: string, vocabulary: Vocabulary, isNeeded = false): string | null => {
    const cell = isNeeded ? needed(column) : text(column) ?? ''
    if (cell === '') return null
    const found = meaningOf(vocabulary, cell, known.languages)
    if (found === undefined) say(column, 'word-unknown', { value: cell })
    return found ?? null
  }
  const number = (column: string, otherwise: number): number => {
    const cell = text(column)
    if (cell === null) return otherwise
    if (!/^\d{1,3}$/.test(cell)) { say(column, 'number-unreadable', { value: cell }); return otherwise }
    return Number(cell)
  }
  return { say, text, needed, day, word, number, hasFailed: () => problems.slice(before).some(({ isBlocking }) => isBlocking) }
}
export type RowReader = ReturnType<typeof rowReader>

const parts = (cell: string | null): string[] => cell === null ? [] : cell.split(/[;；\n]/).map((part) => part.trim()).filter((part) => part !== '')
const sameWord = (one: string, other: string): boolean => folded(one) === folded(other)

export function standardNamed(known: KnownHere, name: string, version: string): Standard | undefined {
  return known.standards.find(({ standard }) => (sameWord(standard.standard, name) || sameWord(standard.title, name)) && sameWord(standard.version, version))?.standard
}

function standardsIn(from: RowReader, known: KnownHere): { standards: CarriedCase['standards']; law: Standard | undefined } {
  const [name, version] = [from.needed('standard'), from.needed('version')]
  const law = standardNamed(known, name, version)
  if (law === undefined) { if (name !== '' && version !== '') from.say('standard', 'standard-unknown', { value: `${name} ${version}` }); return { standards: [], law } }
  const marks = parts(from.text('marks')?.replaceAll(',', ';') ?? null).flatMap((mark) => {
    const found = law.marks.find(({ slug, title }) => sameWord(slug, mark) || sameWord(title, mark))
    if (found === undefined) from.say('marks', 'mark-unknown', { value: mark, choices: law.marks.map(({ slug }) => slug).join(', ') })
    return found === undefined ? [] : [found.slug]
  })
  if (law.marks.length > 0 && marks.length === 0) from.say('marks', 'value-missing')
  const further = parts(from.text('further-standards')).flatMap((entry) => {
    const [, slug, number] = /^(.*\S)\s+(\S+)$/.exec(entry) ?? []
    const found = slug === undefined ? undefined : standardNamed(known, slug, number!)
    if (found === undefined) from.say('further-standards', 'standard-unknown', { value: entry })
    return found === undefined ? [] : [{ standard: found.standard, standardVersion: found.version, marks: [], isGoverning: false }]
  })
  return { law, standards: [{ standard: law.standard, standardVersion: law.version, marks, isGoverning: true }, ...further] }
}

function siteIn(from: RowReader, known: KnownHere): { siteId: string | null; siteName: string; country: string } {
  const [number, name, land] = [from.text('site-number'), from.text('site-name'), from.text('country')]
  const isSaidNew = number !== null && known.languages.some((words) => sameWord(words['site.new'] ?? 'new', number))
  if (number !== null && !isSaidNew && !sameWord(number, 'new')) {
    const found = known.site(number.toUpperCase())
    if (found === undefined) from.say('site-number', 'site-unknown', { value: number })
    return found ?? { siteId: null, siteName: name ?? number, country: '' }
  }
  if (name === null) { from.say('site-name', 'site-missing'); return { siteId: null, siteName: '', country: '' } }
  const country = land === null ? undefined : countryOf(land)
  if (country === undefined) { from.say('country', land === null ? 'value-missing' : 'country-unknown', { value: land ?? '' }); return { siteId: null, siteName: name, country: '' } }
  const alike = number === null ? known.alike(name, country) : []
  if (alike.length > 0) from.say('site-name', 'site-alike', { value: name, choices: alike.map(({ siteId, siteName }) => `${siteName} (${siteId})`).join(', ') })
  return { siteId: null, siteName: name, country }
}

/** Which days a state asks for, so that no clock is started or stopped on a guessed one. */
function requireDays(from: RowReader, one: CarriedCase): void {
  const { state } = one
  const ask = (column: string, day: Day | null): void => { if (day === null) from.say(column, 'day-needed-for-state') }
  if (isPast(state, 'eligible')) ask('letter-signed-on', one.letterSignedOn)
  if (isPast(state, 'self-assessed')) ask('self-assessed-on', one.selfAssessedOn)
  if (isPast(state, 'assessed')) { ask('assessed-from', one.assessedFrom); ask('assessed-to', one.assessedTo) }
  if (isPast(state, 'final')) ask('decided-on', one.decidedOn)
  const days = [['letter-signed-on', one.letterSignedOn], ['self-assessed-on', one.selfAssessedOn], ['assessed-to', one.assessedTo], ['decided-on', one.decidedOn]] as const
  const given = days.flatMap(([column, day]) => day === null ? [] : [{ column, day }])
  for (const [index, { column, day }] of given.entries()) if (index > 0 && day < given[index - 1]!.day) from.say(column, 'days-out-of-order', { value: day, first: given[index - 1]!.day })
}

function requireNotAhead(from: RowReader, today: Day, days: readonly (readonly [string, Day | null])[]): void {
  for (const [column, day] of days) if (day !== null && day > today) from.say(column, 'day-ahead', { value: day })
}

export function readCaseRow(row: RowIn, clocks: readonly string[], known: KnownHere, problems: CarriedProblem[]): ReadCase {
  const from = rowReader(row, known, problems)
  const key = from.needed('key')
  const site = siteIn(from, known)
  const { standards } = standardsIn(from, known)
  const [siteTypes, metals] = [readTypes(from.needed('site-types')), readMetals(from.needed('metals'))]
  if (siteTypes.length === 0 && from.text('site-types') !== null) from.say('site-types', 'word-unknown', { value: from.text('site-types')! })
  if (metals.length === 0 && from.text('metals') !== null) from.say('metals', 'word-unknown', { value: from.text('metals')! })
  const land = from.text('participant-country')
  const participantCountry = land === null ? site.country : countryOf(land)
  if (participantCountry === undefined) from.say('participant-country', 'country-unknown', { value: land! })
  const state = from.word('state', 'state', true) as CarriedCase['state'] | null
  const since = from.day('since', true)
  const [firmName, cohortName, email] = [from.text('firm'), from.text('cohort'), from.text('contact-email')]
  const firm = firmName === null ? undefined : known.firms.find(({ firmId, name }) => firmId === firmName || sameWord(name, firmName))
  if (firmName !== null && firm === undefined) from.say('firm', 'firm-unknown', { value: firmName })
  const cohort = cohortName === null ? undefined : known.cohorts.find(({ cohort: slug, title }) => sameWord(slug, cohortName) || sameWord(title, cohortName))
  if (cohortName !== null && cohort === undefined) from.say('cohort', 'cohort-unknown', { value: cohortName })
  if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) from.say('contact-email', 'mail-unreadable', { value: email })
  const participant = from.needed('participant')
  const dueOn = Object.fromEntries(clocks.flatMap((clock) => { const day = from.day(`${DUE}${clock}`); return day === null ? [] : [[clock, day] as const] }))
  const isRated = state !== null && (isPast(state, 'self-assessed') || isEnd(state))
  const one: CarriedCase = {
    key, ...site, siteTypes, metals, participant, participantCountry: participantCountry ?? '', contactName: from.text('contact-name'), contactEmail: email, standards,
    cohort: cohort?.cohort ?? null, cycle: from.number('cycle', 1), state: state ?? 'applied', since: since ?? known.today,
    round: from.number('round', isRated && !(isEnd(state) && from.text('assessed-to') === null && from.text('decided-on') === null) ? 1 : 0), roundKind: null, letterSignedOn: from.day('letter-signed-on'), letterFile: from.text('letter-file'),
    selfAssessedOn: from.day('self-assessed-on') ?? (state === 'self-assessed' ? since : null), assessedFrom: from.day('assessed-from'),
    assessedTo: from.day('assessed-to') ?? (state === 'assessed' ? since : null), decidedOn: from.day('decided-on'), firmId: firm?.firmId ?? null, previousKey: from.text('previous-key'),
    dueOn, files: parts(from.text('files')), extensions: [], ratings: [], gaps: [], awards: [],
  }
  const roundKind = from.word('round-kind', 'round') as CarriedCase['roundKind']
  const whole: CarriedCase = { ...one, roundKind: one.round === 0 ? null : roundKind ?? (one.round === 1 ? 'assessment' : null) }
  if (whole.round > 1 && whole.roundKind === null) from.say('round-kind', 'value-missing')
  if (state !== null && since !== null) requireDays(from, whole)
  requireNotAhead(from, known.today, [['since', since], ['letter-signed-on', one.letterSignedOn], ['self-assessed-on', one.selfAssessedOn], ['assessed-to', one.assessedTo], ['decided-on', one.decidedOn]])
  if (one.assessedFrom !== null && one.assessedTo !== null && one.assessedFrom > one.assessedTo) from.say('assessed-from', 'days-out-of-order', { value: one.assessedFrom, first: one.assessedTo })
  if (whole.letterSignedOn !== null && whole.letterFile === null) from.say('letter-file', 'letter-without-file', {}, false)
  return { row: row.row, sheetName: row.sheetName, key, siteName: site.siteName, participant, one: from.hasFailed() ? null : whole }
}
