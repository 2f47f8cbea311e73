// A profile of balance accounts: the rule of a scheme as data, each parameter with where it was read (custody notes 2.3 and
// 2.4). A profile is named for the rule it carries; nothing here says that anybody conforms to anything.
import { z } from 'zod'
import { Fraction } from '#src/kernel/mass.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { StandardRegister } from '#src/standards/standard.ts'
import { CustodyModel } from './custody-model.ts'

/** What is counted apart: the same tonne is never in two of them (custody invariant 18). */
export const Characteristic = z.enum(['awarded-mined', 'recycled-pre-consumer', 'recycled-post-consumer'])
export type Characteristic = z.infer<typeof Characteristic>

/** `found`: read in a source. `known`: general knowledge of the field, not read. `assumed`: deduced by us. */
export const ProfileBasis = z.enum(['found', 'known', 'assumed'])
export type ProfileBasis = z.infer<typeof ProfileBasis>

/** Words by language; English is always there. */
export const ProfileWords = z.record(z.string().regex(/^[a-z]{2}(-[A-Za-z]+)?$/), longText(800)).refine((words) => 'en' in words, 'English words are needed')
export type ProfileWords = z.infer<typeof ProfileWords>

const told = <T extends z.ZodType>(value: T) => z.strictObject({ value, basis: ProfileBasis, /** The words of the source. */ source: shortText(600).optional(), note: ProfileWords.optional() })

const Months = z.number().int().min(1).max(60)
export const Overdraw = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** Below zero inside a period, as long as the close is made good. */
  z.strictObject({ kind: z.literal('until-close') }),
  /** Never further below zero than this share of the period's eligible input. */
  z.strictObject({ kind: z.literal('share'), share: Fraction }),
])
export type Overdraw = z.infer<typeof Overdraw>

export const BalanceProfile = z.strictObject({
  form: z.literal('cupel-custody-profile-1'),
  name: Slug,
  version: z.string().regex(/^[0-9]+(\.[0-9]+)*$/, 'a version is numbers with dots, in quotes'),
  title: ProfileWords,
  about: ProfileWords,
  method: told(z.enum(['credit', 'percentage'])),
  models: told(z.array(CustodyModel).min(1)),
  periodMonths: told(Months),
  /** Where given, shares are of the months that end with the period, not of the period alone. */
  windowMonths: told(Months.nullable()),
  /** Unused quantity of a period may be used this many periods longer; null where it never lapses. */
  carryOverPeriods: told(z.number().int().min(0).max(24).nullable()),
  overdraw: told(Overdraw),
  /** Lowest balance at the close, as a share of the period's eligible input below zero. */
  floorAtCloseShare: told(Fraction),
  level: told(z.enum(['site', 'group'])),
  reconciliationMonths: told(Months),
  recovery: told(z.enum(['documented-site-recovery', 'default-table'])),
  recoveryReviewMonths: told(Months),
  /** What the supplier of awarded metal must hold on the day of transfer. */
  supplierNeeds: told(z.array(StandardRegister)),
  /** What the site of the account must hold when it hands the characteristic on. */
  ownerNeeds: told(z.array(StandardRegister)),
  /** How far books may differ from stock before it is looked into. */
  toleranceShare: told(Fraction),
})
export type BalanceProfile = z.infer<typeof BalanceProfile>

/** The parameters alone, kept with each account: a later edition of the file changes no account. */
export const BalanceRules = z.object({
  method: z.enum(['credit', 'percentage']),
  models: z.array(CustodyModel),
  periodMonths: z.number(),
  windowMonths: z.number().nullable(),
  carryOverPeriods: z.number().nullable(),
  overdraw: Overdraw,
  floorAtCloseShare: Fraction,
  level: z.enum(['site', 'group']),
  reconciliationMonths: z.number(),
  recovery: z.enum(['documented-site-recovery', 'default-table']),
  recoveryReviewMonths: z.number(),
  supplierNeeds: z.array(StandardRegister),
  ownerNeeds: z.array(StandardRegister),
  toleranceShare: Fraction,
})
export type BalanceRules = z.infer<typeof BalanceRules>

export const PARAMETERS = Object.keys(BalanceRules.shape) as readonly (keyof BalanceRules)[]

export const rulesOf = (profile: BalanceProfile): BalanceRules =>
  BalanceRules.parse(Object.fromEntries(PARAMETERS.map((name) => [name, profile[name].value])))

export const inLanguage = (words: ProfileWords, language: string): string => words[language] ?? words[language.split('-')[0]!] ?? words['en']!

/** A profile as it is shown: every parameter with its value and its ground. */
export const ProfileView = z.object({
  name: Slug, version: z.string(), title: z.string(), about: z.string(), rules: BalanceRules,
  parameters: z.array(z.object({ name: z.string(), basis: ProfileBasis, source: z.string().nullable(), note: z.string().nullable() })),
})
export type ProfileView = z.infer<typeof ProfileView>

export const profileView = (profile: BalanceProfile, language: string): ProfileView => ({
  name: profile.name, version: profile.version, title: inLanguage(profile.title, language), about: inLanguage(profile.about, language), rules: rulesOf(profile),
  parameters: PARAMETERS.map((name) => {
    const { basis, source, note } = profile[name]
    return { name, basis, source: source ?? null, note: note === undefined ? null : inLanguage(note, language) }
  }),
})
