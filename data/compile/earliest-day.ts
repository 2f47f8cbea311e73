// The earliest day an open-ended date can mean. "By February 2023" alone would count an award as possible in 2019; what
// other sources say bounds it, and each bound set here is told in the note of its row, as an inference.
import type { MilestoneKind } from '#src/awards/milestone.ts'
import type { Dated } from '#src/kernel/time.ts'
import type { Found } from './milestones.ts'

type Bound = { readonly day: string; readonly because: string }
export type Bounded = { readonly event: Found; readonly date: Dated; readonly because: string }

const FRAMEWORK: Bound = { day: '2020-03-30', because: 'the framework opened on 30 March 2020' }
const METALS: Bound = {
  day: '2022-10-27', because: 'the pilot of the marks for molybdenum, nickel and zinc was announced on 27 October 2022',
}
const AFTER_2020: Bound = { day: '2021-01-01', because: 'five sites were awarded in 2020, and sources name all five' }
const AFTER_2021: Bound = {
  day: '2022-01-01', because: 'the 22 awards counted by the end of 2021 can all be named without this site',
}
const AFTER_THIRTY: Bound = {
  day: '2022-09-10', because: 'the 30 awarded sites counted on 9 September 2022 can all be named without this site',
}

/** Awarded in 2020, by the sources of that year. */
const IN_2020 = new Set([
  'Kennecott (Kennecott Utah Copper LLC)', 'Oyu Tolgoi (Oyu Tolgoi LLC)', 'Cerro Verde', 'El Abra', 'Atlantic Copper',
])
/** The other seventeen of the 22 at the end of 2021; five of Freeport's mines among them by inference only. */
const BY_2021 = new Set([
  'Morenci', 'Miami smelter and mine', 'El Paso refinery', 'Bagdad', 'Chino', 'Tyrone', 'Safford', 'Sierrita',
  'Pirdop (Aurubis Bulgaria)', 'Minera Centinela', 'Minera Zaldivar', 'Glogow', 'Legnica', 'Olympic Dam',
  'Minera Escondida', 'Minera Spence', 'LS MnM (formerly LS-Nikko Copper)',
])
/** The eight more of the 30 on 9 September 2022. */
const BY_SEPTEMBER_2022 = new Set([
  'Highland Valley Copper', 'Los Bronces', 'El Soldado', 'Chagres', 'Hamburg', 'Luenen', 'Minera Antucoya',
  'Compania Minera Condestable',
])

/** What the sources of one site say of its beginning, judged by hand. */
const STARTED_2023: Bound = { day: '2023-01-01', because: 'the site started the process in 2023' }
const NOT_AT_FIRST: Bound = {
  day: '2023-04-14', because: 'the plants were assessed and not awarded at first, as told on 14 April 2023',
}
const OF_SITE: Readonly<Record<string, Bound>> = {
  'Quebrada Blanca': STARTED_2023, 'Carmen de Andacollo': STARTED_2023, 'Fort Wayne, Indiana': NOT_AT_FIRST,
  'Franklin, Indiana': NOT_AT_FIRST, 'Metals Processing Center, Columbia City, Indiana': NOT_AT_FIRST,
  'Tamano smelter': { day: '2024-01-01', because: 'the 33 criteria are in force since 1 January 2024' },
}

const BEGINNINGS: ReadonlySet<MilestoneKind> = new Set(['commitment', 'participation', 'custody-commitment'])

/** Events that follow an award of the same mark. */
const AFTER_AWARD: ReadonlySet<MilestoneKind> = new Set(['re-award', 'extension', 'follow-up', 'notice',
  're-assessment'])

const byScheme = (event: Found): Bound => {
  if (event.register !== 'mark') return FRAMEWORK
  if (event.mark !== undefined && event.mark !== 'copper') return METALS
  if (BEGINNINGS.has(event.kind) || event.siteKey === undefined || IN_2020.has(event.siteKey)) return FRAMEWORK
  return BY_2021.has(event.siteKey) ? AFTER_2020 : BY_SEPTEMBER_2022.has(event.siteKey) ? AFTER_2021 : AFTER_THIRTY
}

/** A source that tells a site as taking part on a day tells that it did not hold the award yet. */
const byBeginning = (event: Found, all: readonly Found[]): Bound[] => all
  .filter((other) => other.siteKey === event.siteKey && other.mark === event.mark
    && other.register === event.register && BEGINNINGS.has(other.kind))
  .flatMap(({ date, announcedOn }) => {
    const day = announcedOn !== undefined && date.precision === 'by' ? announcedOn : date.from
    return day === null ? [] : [{ day, because: `the site was told as taking part, not yet as having it, on ${day}` }]
  })

/** Nothing follows an award before the award, and no new award comes before its re-assessment. */
function byAward(event: Found, all: readonly Found[]): Bound[] {
  if (!AFTER_AWARD.has(event.kind)) return []
  const before = (kind: MilestoneKind): boolean => kind === 'award'
    || (kind === 're-assessment' && event.kind === 're-award')
  return all
    .filter((other) => before(other.kind) && other.siteKey === event.siteKey && other.mark === event.mark)
    .flatMap(({ date, kind }) => date.from === null ? []
      : [{ day: date.from, because: `the ${kind} it follows was not before ${date.from}` }])
}

function earliest(event: Found, all: readonly Found[]): Bound | undefined {
  const isBeginning = BEGINNINGS.has(event.kind)
  const bounds = [byScheme(event)]
  if (!isBeginning && event.siteKey !== undefined) {
    const judged = OF_SITE[event.siteKey]
    bounds.push(...byBeginning(event, all), ...byAward(event, all), ...(judged === undefined ? [] : [judged]))
  }
  const latest = event.date.to
  return bounds.filter(({ day }) => latest === null || day <= latest)
    .sort((a, b) => a.day < b.day ? 1 : a.day > b.day ? -1 : 0)[0]
}

/** Sets the earliest day of every date that its source leaves open below. */
export function earliestDays(all: readonly Found[]): Bounded[] {
  return all.map((event) => {
    if (event.date.from !== null || event.kind === 'planned') return { event, date: event.date, because: '' }
    const bound = earliest(event, all)
    if (bound === undefined) return { event, date: event.date, because: '' }
    const precision = event.date.precision === 'undated' ? 'after' : event.date.precision
    return { event, date: { ...event.date, from: bound.day, precision },
      because: `Earliest day inferred here: ${bound.because}.` }
  })
}
