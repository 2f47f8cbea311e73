// Applying: who may take part, under which version, for which marks (assurance process, participating entities). A site
// is eligible that extracts, processes, treats, mixes, recycles or otherwise handles a covered metal. The check here
// informs; a person of the scheme decides.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { applicable } from '#src/standards/applicability.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { isInForce, type LoadedStandard } from '#src/standards/standard-view.ts'
import type { Standard } from '#src/standards/standard.ts'
import { CaseId, type CaseStandard } from './case.ts'

export const AskedStandard = z.object({ standard: Slug, marks: z.array(Slug).max(30) })
export type AskedStandard = z.infer<typeof AskedStandard>

/** The person who coordinates for the site; never public. */
export const ContactPerson = z.object({
  name: shortText(200),
  email: z.email().max(200),
  phone: z.string().trim().max(40).regex(/^\+?[0-9 ()./-]*$/, 'a telephone number is digits, spaces, brackets, dots and hyphens').nullable(),
})
export type ContactPerson = z.infer<typeof ContactPerson>

export const SiteApplication = z.object({
  caseId: CaseId,
  isNewSite: z.boolean(),
  place: shortText(200).nullable(),
  participantName: shortText(300),
  participantCountry: Country,
  allSitesBy: Day.nullable(),
  allSitesCount: z.number().int().min(1).max(10_000).nullable(),
  isContactResourced: z.boolean(),
  language: z.string().max(20),
  note: longText(2000).nullable(),
  decidedOn: Day.nullable(),
  isEligible: z.boolean().nullable(),
  reason: longText(2000).nullable(),
})
export type SiteApplication = z.infer<typeof SiteApplication>

export const Check = z.enum(['covered-metal', 'mark-metals', 'criteria-apply', 'contact-resourced', 'site-free', 'version-in-force', 'site-alike', 'standing-held'])
export type Check = z.infer<typeof Check>

/** One line of the check: met, not met, or for a person to look at. */
export const CheckResult = z.object({ check: Check, isMet: z.boolean().nullable(), names: z.array(z.string()) })
export type CheckResult = z.infer<typeof CheckResult>

/** A registry record that may be the same site. */
export const AlikeSite = z.object({ siteId: SiteId, siteName: z.string(), country: Country, likeness: z.number() })

/** Which version a new or renewing case is under: the one in force on the day. @returns it, or the refusal `standard-not-in-force` */
export function versionInForce(library: readonly LoadedStandard[], standard: string, day: Day): Outcome<Standard> {
  const versions = library.filter((one) => one.standard.standard === standard)
  if (versions.length === 0) return deny(refuse('standard-absent', `This installation holds no standard ${standard}. The list of standards names those it has.`))
  const found = versions.find((one) => isInForce(one.standard, day) === true)
  if (found !== undefined) return accept(found.standard)
  return deny(refuse('standard-not-in-force', `No version of ${standard} is in force on ${day}. Choose another standard.`))
}

/**
 * The standards of a case from what was asked for, each in the version in force on the day; the first one governs.
 * @returns them, or `standard-absent`, `standard-not-in-force`, `marks-not-open`
 */
export function chosenStandards(library: readonly LoadedStandard[], asked: readonly AskedStandard[], metals: readonly Metal[], day: Day): Outcome<CaseStandard[]> {
  const faults: Fault[] = []
  const chosen: CaseStandard[] = []
  for (const [index, one] of asked.entries()) {
    const found = versionInForce(library, one.standard, day)
    if (!found.accepted) return found
    faults.push(...markFaults(found.value, one, metals, index))
    chosen.push({ standard: one.standard, standardVersion: found.value.version, marks: [...new Set(one.marks)], isGoverning: index === 0 })
  }
  const twice = asked.find(({ standard }, index) => asked.findIndex((other) => other.standard === standard) !== index)
  if (twice !== undefined) faults.push({ pointer: '/standards', detail: `${twice.standard} is named twice` })
  return faults.length === 0 ? accept(chosen) : deny(refuse('marks-not-open', `${faults[0]!.detail}.`, faults))
}

function markFaults(standard: Standard, asked: AskedStandard, metals: readonly Metal[], index: number): Fault[] {
  const pointer = `/standards/${index}/marks`
  if (standard.marks.length > 0 && asked.marks.length === 0) return [{ pointer, detail: `${standard.title} awards marks: ask for one at least` }]
  return asked.marks.flatMap((slug): Fault[] => {
    const mark = standard.marks.find((one) => one.slug === slug)
    if (mark === undefined) return [{ pointer, detail: `${standard.title} has no mark "${slug}"` }]
    const fits = mark.metals.some((metal) => metals.includes(metal))
    return fits ? [] : [{ pointer, detail: `${mark.title} is for sites that handle ${mark.metals.join(' or ')}; the application names ${metals.join(', ')}` }]
  })
}

export type Applying = {
  readonly metals: readonly Metal[]
  readonly siteTypes: readonly SiteType[]
  readonly standards: readonly Standard[]
  readonly isContactResourced: boolean
  /** The number of a case that is already open, or awarded, for the site. */
  readonly standingCase: string | null
  readonly alike: readonly string[]
  /** Standings that a standard requires and that the site holds. */
  readonly held: ReadonlySet<string>
  readonly day: Day
}

/** What can be told without a person: each line says what it looked at. */
export function precheck(applying: Applying): CheckResult[] {
  const [main] = applying.standards
  const covered = main?.metals?.covered ?? []
  const handled = applying.metals.filter((metal) => covered.length === 0 || covered.includes(metal))
  const required = applying.standards.flatMap(({ requires }) => requires.map(({ register }) => register)).filter((register) => !givesRegister(applying.standards, register))
  const without = applying.standards.filter((standard) => applicable(standard, applying).length === 0)
  const gone = applying.standards.filter((standard) => isInForce(standard, applying.day) !== true)
  return [
    { check: 'covered-metal', isMet: handled.length > 0, names: handled },
    { check: 'criteria-apply', isMet: without.length === 0, names: without.map(({ title }) => title) },
    { check: 'version-in-force', isMet: gone.length === 0, names: gone.map(({ title }) => title) },
    { check: 'contact-resourced', isMet: applying.isContactResourced, names: [] },
    { check: 'site-free', isMet: applying.standingCase === null, names: applying.standingCase === null ? [] : [applying.standingCase] },
    ...(applying.alike.length === 0 ? [] : [{ check: 'site-alike' as const, isMet: null, names: [...applying.alike] }]),
    ...(required.length === 0 ? [] : [{ check: 'standing-held' as const, isMet: required.every((register) => applying.held.has(register)) ? true : null, names: required }]),
  ]
}

/** A standing that the same application asks for counts as on its way. */
const givesRegister = (standards: readonly Standard[], register: string): boolean => standards.some((standard) => standard.register === register)
