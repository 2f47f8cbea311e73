// An application as it is being filled in: which step is complete, and what is sent. Nothing of it is kept by the browser.
import type { InputFor, Result } from '../api/client.ts'

type Sent = InputFor<'createApplication'>
export type SiteTypeName = Sent['siteTypes'][number]
export type MetalName = Sent['metals'][number]
export type StandardRow = Result<'listStandards'>['items'][number]

export type Draft = {
  readonly way: 'known' | 'new'
  readonly siteId: string
  readonly siteName: string
  readonly country: string
  readonly place: string
  readonly siteTypes: readonly string[]
  readonly metals: readonly string[]
  readonly standard: string
  readonly marks: readonly string[]
  readonly further: readonly string[]
  readonly organisationId: string
  readonly participantName: string
  readonly participantCountry: string
  readonly allSitesBy: string
  readonly allSitesCount: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly isContactResourced: boolean
  readonly note: string
}

export const emptyDraft: Draft = {
  way: 'known', siteId: '', siteName: '', country: '', place: '', siteTypes: [], metals: [], standard: '', marks: [], further: [], organisationId: '',
  participantName: '', participantCountry: '', allSitesBy: '', allSitesCount: '', name: '', email: '', phone: '', isContactResourced: false, note: '',
}

export const STEPS = ['site', 'work', 'marks', 'people', 'check'] as const
export type Step = (typeof STEPS)[number]

/** Fields of a step that are still missing. */
export function missing(step: Step, draft: Draft, standards: readonly StandardRow[]): readonly (keyof Draft)[] {
  const lacks = (...names: (keyof Draft)[]) => names.filter((name) => String(draft[name]).trim() === '')
  if (step === 'site') return draft.way === 'known' ? lacks('siteId') : lacks('siteName', 'country')
  if (step === 'work') return [...(draft.siteTypes.length === 0 ? (['siteTypes'] as const) : []), ...(draft.metals.length === 0 ? (['metals'] as const) : [])]
  if (step === 'marks') {
    const needsMark = (standards.find(({ standard }) => standard === draft.standard)?.marks.length ?? 0) > 0
    return [...lacks('standard'), ...(needsMark && draft.marks.length === 0 ? (['marks'] as const) : [])]
  }
  if (step === 'check') return []
  return [
    ...(draft.organisationId === '' ? lacks('participantName', 'participantCountry') : []),
    ...lacks('name'),
    ...(/^\S+@\S+\.\S+$/.test(draft.email.trim()) ? [] : (['email'] as const)),
  ]
}

const given = <K extends string>(name: K, text: string): Partial<Record<K, string>> =>
  (text.trim() === '' ? {} : { [name]: text.trim() }) as Partial<Record<K, string>>

export const sentOf = (draft: Draft): Sent => ({
  site: draft.way === 'known' ? { siteId: draft.siteId } : { name: draft.siteName.trim(), country: draft.country, ...given('place', draft.place) },
  siteTypes: draft.siteTypes as SiteTypeName[],
  metals: draft.metals as MetalName[],
  standards: [{ standard: draft.standard, marks: [...draft.marks] }, ...draft.further.map((standard) => ({ standard, marks: [] }))],
  ...(draft.organisationId === '' ? {} : { organisationId: draft.organisationId }),
  participantName: draft.participantName.trim(),
  participantCountry: draft.participantCountry,
  ...given('allSitesBy', draft.allSitesBy),
  ...(draft.allSitesCount.trim() === '' ? {} : { allSitesCount: Number(draft.allSitesCount) }),
  contact: { name: draft.name.trim(), email: draft.email.trim(), phone: draft.phone.trim() === '' ? null : draft.phone.trim() },
  isContactResourced: draft.isContactResourced,
  ...given('note', draft.note),
})
