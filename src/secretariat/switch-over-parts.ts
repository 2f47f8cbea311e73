// The sheets beside the list of cases: extensions, ratings, gaps and awards, each row hung on the case whose key it names.
import { gapCriteria } from '#src/assurance/mark-engine.ts'
import type { Rating } from '#src/assurance/rating.ts'
import { Mark } from '#src/awards/milestone.ts'
import type { Criterion, Standard } from '#src/standards/standard.ts'
import { isEnd, isPast, computedClocks } from './switch-over-clocks.ts'
import { readCaseRow, rowReader, standardNamed, type AllRead, type KnownHere, type ReadCase, type RowReader } from './switch-over-reading.ts'
import { folded, type RowIn } from './switch-over-sheets.ts'
import type { CarriedCase, CarriedProblem } from './switch-over.ts'

type Under = { readonly law: Standard; readonly titleOf: (level: string) => readonly string[] }

function lawOf(from: RowReader, one: CarriedCase, known: KnownHere): Under | undefined {
  const name = from.text('standard')
  const under = name === null ? one.standards.find(({ isGoverning }) => isGoverning)
    : one.standards.find(({ standard, standardVersion }) => standardNamed(known, name, standardVersion)?.standard === standard)
  const found = known.standards.find(({ standard }) => standard.standard === under?.standard && standard.version === under.standardVersion)
  if (found === undefined) from.say('standard', 'standard-not-in-case', { value: name ?? '' })
  return found === undefined ? undefined : { law: found.standard, titleOf: found.titleOf }
}

function criterionIn(from: RowReader, { law }: Under): Criterion | undefined {
  const name = from.needed('criterion')
  const found = law.criteria.find(({ slug, number, title }) => folded(slug) === folded(name) || String(number) === name || folded(title) === folded(name))
  if (found === undefined && name !== '') from.say('criterion', 'criterion-unknown', { value: name, choices: `${law.title} ${law.version}` })
  return found
}

function extension(from: RowReader, one: CarriedCase, known: KnownHere): CarriedCase | null {
  const name = from.needed('clock')
  const [until, grantedOn, reasonClass] = [from.day('granted-until', true), from.day('granted-on', true), from.word('reason-class', 'reason', true)]
  const law = known.standards.find(({ standard }) => standard.standard === one.standards[0]?.standard && standard.version === one.standards[0].standardVersion)?.standard
  const clocks = law === undefined ? [] : computedClocks(law, one)
  const words = (slug: string): string[] => [slug, law?.clocks.find((clock) => clock.slug === slug)?.title ?? slug, ...known.languages.map((each) => each[`clock.${slug}`] ?? slug)]
  const clock = clocks.find((each) => words(each.clock).some((word) => folded(word) === folded(name)))
  if (clock === undefined && name !== '') from.say('clock', 'clock-not-running', { value: name, choices: clocks.map((each) => each.clock).join(', ') })
  if (clock !== undefined && until !== null && until <= clock.firstDueOn) from.say('granted-until', 'extension-not-later', { value: until, first: clock.firstDueOn })
  return clock === undefined || until === null || grantedOn === null || reasonClass === null ? null
    : { ...one, extensions: [...one.extensions, { clock: clock.clock, until, grantedOn, reasonClass: reasonClass as CarriedCase['extensions'][number]['reasonClass'] }] }
}

function rating(from: RowReader, one: CarriedCase, known: KnownHere): CarriedCase | null {
  if (!(isPast(one.state, 'assessed') || isEnd(one.state)) || one.round === 0) { from.say(null, 'ratings-too-early'); return null }
  const under = lawOf(from, one, known)
  const criterion = under === undefined ? undefined : criterionIn(from, under)
  const [word, reason, rationale, ratedOn] = [from.text('level'), from.text('not-applicable-reason'), from.text('rationale'), from.day('rated-on', true)]
  if (under === undefined || criterion === undefined) return null
  const isOut = word !== null && known.languages.some((words) => folded(words['not-applicable'] ?? 'not applicable') === folded(word))
  const level = word === null || isOut ? undefined : under.law.ratingScale.levels.find(({ slug, title }) => [slug, title, ...under.titleOf(slug)].some((known) => folded(known) === folded(word)))
  if (word !== null && !isOut && level === undefined) from.say('level', 'level-unknown', { value: word, choices: under.law.ratingScale.levels.map(({ title }) => title).join(', ') })
  if (level === undefined && reason === null && (word === null || isOut)) from.say('not-applicable-reason', 'reason-missing')
  if (one.ratings.some((each) => each.standard === under.law.standard && each.criterion === criterion.slug)) from.say('criterion', 'criterion-twice', { value: criterion.slug })
  if (from.hasFailed() || ratedOn === null) return null
  return { ...one, ratings: [...one.ratings, { standard: under.law.standard, criterion: criterion.slug, level: level?.slug ?? null, rationale: level === undefined ? reason : rationale, ratedOn }] }
}

function gap(from: RowReader, one: CarriedCase, known: KnownHere): CarriedCase | null {
  const under = lawOf(from, one, known)
  const criterion = under === undefined ? undefined : criterionIn(from, under)
  const [status, dueOn, closedOn] = [from.word('status', 'status', true), from.day('due-on'), from.day('closed-on')]
  if (under === undefined || criterion === undefined) return null
  const found = one.ratings.find((each) => each.standard === under.law.standard && each.criterion === criterion.slug)
  if (found?.level == null) from.say('criterion', 'gap-without-rating', { value: criterion.slug })
  else if (askedLevel(under.law, criterion.slug, found.level) === undefined) from.say('criterion', 'gap-fully-met', { value: criterion.slug })
  if ((status === 'closed' || status === 'verified') && closedOn === null) from.say('closed-on', 'value-missing')
  if (one.gaps.some((each) => each.standard === under.law.standard && each.criterion === criterion.slug)) from.say('criterion', 'criterion-twice', { value: criterion.slug })
  if (from.hasFailed() || status === null) return null
  return { ...one, gaps: [...one.gaps, { standard: under.law.standard, criterion: criterion.slug, rootCause: from.text('cause'), action: from.text('action'), dueOn, status: status as CarriedCase['gaps'][number]['status'], closedOn }] }
}

/** The level that a gap in a criterion has to reach; undefined where the level found is no gap. */
export const askedLevel = (law: Standard, criterion: string, level: string): string | undefined => {
  const top = law.ratingScale.levels.at(-1)!.slug
  return gapCriteria(law, new Map([[criterion, level]]), new Set([criterion])).find((one) => one.criterion === criterion)?.asked ?? (level === top ? undefined : top)
}

function award(from: RowReader, one: CarriedCase, known: KnownHere): CarriedCase | null {
  const under = lawOf(from, one, known)
  const name = from.needed('mark')
  const [decidedOn, validUntil, followUpDueOn, since] = [from.day('decided-on', true), from.day('valid-until', true), from.day('follow-up-due-on'), from.day('award-since')]
  const [answer, state] = [from.word('conditional', 'answer', true), from.word('award-state', 'award', true)]
  const reasonClass = from.word('award-reason', 'award-reason', state === 'suspended' || state === 'withdrawn') as CarriedCase['awards'][number]['reasonClass']
  if (under === undefined) return null
  const mark = under.law.marks.find(({ slug, title }) => folded(slug) === folded(name) || folded(title) === folded(name))
  if (name !== '' && (mark === undefined || !Mark.safeParse(mark.slug).success)) from.say('mark', 'mark-unknown', { value: name, choices: under.law.marks.map(({ slug }) => slug).join(', ') })
  if (decidedOn !== null && validUntil !== null && validUntil <= decidedOn) from.say('valid-until', 'days-out-of-order', { value: validUntil, first: decidedOn })
  if (decidedOn !== null && decidedOn > known.today) from.say('decided-on', 'day-ahead', { value: decidedOn })
  if (answer === 'yes' && followUpDueOn === null) from.say('follow-up-due-on', 'value-missing')
  if (state !== null && state !== 'in-force' && since === null) from.say('award-since', 'value-missing')
  if (one.decidedOn === null) from.say(null, 'award-without-decision')
  if (mark !== undefined && one.awards.some((each) => each.standard === under.law.standard && each.mark === mark.slug)) from.say('mark', 'criterion-twice', { value: mark.slug })
  if (from.hasFailed() || mark === undefined || decidedOn === null || validUntil === null) return null
  return { ...one, awards: [...one.awards, { standard: under.law.standard, mark: mark.slug, decidedOn, validUntil, isConditional: answer === 'yes', followUpDueOn, state: state as CarriedCase['awards'][number]['state'], since, reasonClass }] }
}

const parts = { extensions: extension, ratings: rating, plan: gap, awards: award } as const

/** A rating as the store has it. */
export const ratingOf = (one: CarriedCase, caseId: string, each: CarriedCase['ratings'][number], carriedOver: string): Rating => ({
  caseId, round: one.round, standard: each.standard, standardVersion: one.standards.find(({ standard }) => standard === each.standard)!.standardVersion, criterion: each.criterion,
  level: each.level, isApplicable: each.level !== null, rationale: each.rationale ?? carriedOver, certificateId: null, evidenceIds: [], ratedBy: 'carried-over', ratedAt: `${each.ratedOn}T12:00:00.000Z`,
})

/** Reads every sheet: the cases first, then what hangs on them; awards before extensions, since they start clocks. */
export function readAll(rows: readonly RowIn[], clocks: readonly string[], known: KnownHere): AllRead {
  const problems: CarriedProblem[] = []
  const cases = new Map<string, ReadCase>()
  const failed = new Set<string>()
  for (const row of rows.filter(({ sheet }) => sheet === 'cases')) {
    const read = readCaseRow(row, clocks, known, problems)
    if (cases.has(read.key)) { rowReader(row, known, problems).say('key', 'key-twice', { value: read.key }); continue }
    if (read.key !== '') cases.set(read.key, read)
  }
  for (const sheet of ['awards', 'ratings', 'plan', 'extensions'] as const) {
    for (const row of rows.filter((each) => each.sheet === sheet)) {
      const from = rowReader(row, known, problems)
      const key = from.needed('key')
      const read = cases.get(key)
      if (read === undefined) { if (key !== '') from.say('key', 'key-unknown', { value: key }); continue }
      // A case that cannot be read is told of in its own row; what hangs on it is read once it can be.
      if (read.one === null) continue
      const one = parts[sheet](from, read.one, known)
      if (one !== null) cases.set(key, { ...read, one })
      if (from.hasFailed()) failed.add(key)
    }
  }
  for (const [key, read] of cases) checkWhole(key, read, cases, rows, known, problems)
  for (const key of failed) cases.set(key, { ...cases.get(key)!, one: null })
  return { cases: [...cases.values()], problems }
}

/** What only shows once everything is read. */
function checkWhole(key: string, read: ReadCase, cases: Map<string, ReadCase>, rows: readonly RowIn[], known: KnownHere, problems: CarriedProblem[]): void {
  const row = rows.find((each) => each.sheet === 'cases' && each.row === read.row && each.sheetName === read.sheetName)!
  const { one } = read
  if (one === null) return
  const from = rowReader(row, known, problems)
  if (one.previousKey !== null && (!cases.has(one.previousKey) || one.previousKey === key)) from.say('previous-key', 'key-unknown', { value: one.previousKey })
  const grantsMarks = one.standards.some(({ marks }) => marks.length > 0)
  if ((one.state === 'conditional' || one.state === 'awarded') && grantsMarks && one.awards.length === 0) from.say('state', 'award-missing')
  if (one.state === 'conditional' && one.awards.length > 0 && !one.awards.some(({ isConditional }) => isConditional)) from.say('state', 'award-not-conditional')
  const law = known.standards.find(({ standard }) => standard.standard === one.standards[0]?.standard && standard.version === one.standards[0].standardVersion)?.standard
  const running = law === undefined ? [] : computedClocks(law, one)
  for (const [clock, day] of Object.entries(one.dueOn)) {
    const found = running.find((each) => each.clock === clock)
    if (found === undefined) from.say(`due.${clock}`, 'clock-not-running', { value: clock, choices: running.map((each) => each.clock).join(', ') })
    else if (day < found.startedOn) from.say(`due.${clock}`, 'due-before-start', { value: day, first: found.startedOn })
  }
  if (from.hasFailed()) cases.set(key, { ...read, one: null })
}
