// Atom (RFC 4287): what changed in the record of a site, or in the whole registry, newest first. One entry per log
// position and site; an import that changes many sites at once is one entry.
import { html, raw } from 'hono/html'
import type { SiteId } from '#src/kernel/id.ts'
import type { Instant } from '#src/kernel/time.ts'
import { assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { disputeFact, replyFact, reportOutcomeFact, withholdingFact } from '#src/grievances/published.ts'
import { lastingSite } from '#src/grievances/subject.ts'
import { productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import type { FactKind, FactSet } from '#src/transparency/fact.ts'
import type { SiteIndex } from './site-index.ts'
import type { SiteChange } from './site-record.ts'

export type FeedEntry = {
  readonly position: number
  /** Absent for an entry about many sites. */
  readonly siteId: SiteId | null
  readonly title: string
  readonly lines: readonly string[]
}

export const FEED_ENTRIES = 100
/** More sites than this in one position are told in one entry. */
const SITES_TOLD_APART = 20

/** How the kinds of facts are called by readers. */
const WORDS: Readonly<Record<string, string>> = {
  [siteFact.kind]: 'description of the site', [milestoneFact.kind]: 'dated event', [productionFact.kind]: 'production figure',
  [disputeFact.kind]: 'dispute', [replyFact.kind]: 'signed reply', [reportOutcomeFact.kind]: 'outcome of an error report',
  [withholdingFact.kind]: 'removal by law', [awardFact.kind]: 'award', [letterFact.kind]: 'letter of commitment', [assessmentNoticeFact.kind]: 'notice of an assessment',
  [extensionFact.kind]: 'extension of a due day', [summaryReportFact.kind]: 'summary report', [planStandingFact.kind]: 'standing of an improvement plan',
}
const wordOf = (kind: string): string => WORDS[kind] ?? kind

/** Entries of one site. @param changes newest first */
export function entriesOfSite(siteId: SiteId, name: string, changes: readonly SiteChange[]): FeedEntry[] {
  return [...Map.groupBy(changes, ({ position }) => position)].slice(0, FEED_ENTRIES).map(([position, together]) => ({
    position, siteId, title: `${name}: ${together.length === 1 ? '1 change' : `${together.length} changes`}`,
    lines: together.map(({ kind, factId, change, reason, fields }) => {
      const what = change === 'changed' ? ` (${fields.map(({ field }) => field).join(', ')})` : reason === null ? '' : ` (${reason})`
      return `${wordOf(kind)} ${factId} ${change}${what}`
    }),
  }))
}

const siteOfSubject = (facts: FactSet, subject: string | undefined): SiteId | undefined =>
  subject === undefined ? undefined : lastingSite(facts, facts.of(productionUnitFact).get(subject)?.value.members[0] ?? subject)

const KINDS_OF_SITE = [
  milestoneFact, disputeFact, replyFact, reportOutcomeFact, awardFact, letterFact, assessmentNoticeFact, extensionFact, summaryReportFact, planStandingFact,
] as readonly FactKind<{ siteId?: SiteId | undefined }>[]
const KINDS_OF_SUBJECT = [productionFact, withholdingFact] as readonly FactKind<{ subject?: string | undefined }>[]

/** Entries of the whole registry, from the facts as they stand. */
export function entriesOfAll(index: SiteIndex): FeedEntry[] {
  const { facts } = index
  const byPosition = new Map<number, Map<SiteId, string[]>>()
  const tell = <T>(kind: FactKind<T>, subjectOf: (value: T, id: string) => string | undefined) => {
    for (const { id, value, recordedAt } of facts.of(kind).values()) {
      const siteId = siteOfSubject(facts, subjectOf(value, id))
      if (siteId === undefined) continue
      const sites = byPosition.get(recordedAt) ?? new Map<SiteId, string[]>()
      byPosition.set(recordedAt, sites)
      const lines = sites.get(siteId) ?? []
      sites.set(siteId, lines)
      lines.push(`${wordOf(kind.kind)} ${id} recorded`)
    }
  }
  tell(siteFact, (_, id) => id)
  for (const kind of KINDS_OF_SITE) tell(kind, ({ siteId }) => siteId)
  for (const kind of KINDS_OF_SUBJECT) tell(kind, ({ subject }) => subject)
  return [...byPosition].sort(([a], [b]) => b - a)
    .flatMap(([position, sites]) => entriesAt(index, position, sites)).slice(0, FEED_ENTRIES)
}

function entriesAt(index: SiteIndex, position: number, sites: ReadonlyMap<SiteId, readonly string[]>): FeedEntry[] {
  const named = [...sites].map(([siteId, lines]) => ({ siteId, name: index.bySiteId.get(siteId)?.value.name ?? siteId, lines }))
    .sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.siteId < b.siteId ? -1 : 1)
  if (named.length > SITES_TOLD_APART) {
    const first = named.slice(0, SITES_TOLD_APART).map(({ name }) => name).join(', ')
    return [{
      position, siteId: null, title: `${named.length} sites recorded or changed`,
      lines: [`${first} and ${named.length - SITES_TOLD_APART} more`],
    }]
  }
  return named.map(({ siteId, name, lines }) => ({
    position, siteId, lines, title: `${name}: ${lines.length === 1 ? '1 fact' : `${lines.length} facts`} recorded`,
  }))
}

/** XML 1.0 has no room for control characters, written out or not. */
// oxlint-disable-next-line no-control-regex
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD').toWellFormed()

export type Feed = {
  readonly title: string
  /** Addresses without the public address before them. */
  readonly self: string
  readonly page: string
  readonly entries: readonly FeedEntry[]
  readonly instants: ReadonlyMap<number, Instant>
  readonly publicUrl: string
}

export const COMPILED_NOTICE = 'Compiled from public sources, each named beside its fact. This is not the scheme\'s own register.'

export async function atomFeed({ title, self, page, entries, instants, publicUrl }: Feed): Promise<string> {
  const at = (position: number): Instant => instants.get(position) ?? '1970-01-01T00:00:00Z'
  const idOf = ({ position, siteId }: FeedEntry) => `${publicUrl}/log/${position}${siteId === null ? '' : `#${siteId}`}`
  const shown = entries.map((entry) => html`
  <entry>
    <id>${idOf(entry)}</id>
    <title>${printable(entry.title)}</title>
    <updated>${at(entry.position)}</updated>
    <link rel="alternate" type="text/html" href="${publicUrl}${entry.siteId === null ? '/sites' : `/sites/${entry.siteId}`}"/>
    <summary>${printable(entry.lines.join('\n'))}</summary>
  </entry>`)
  const updated = entries[0] === undefined ? '1970-01-01T00:00:00Z' : at(entries[0].position)
  return String(await html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${publicUrl}${self}</id>
  <title>${printable(title)}</title>
  <subtitle>${COMPILED_NOTICE}</subtitle>
  <updated>${updated}</updated>
  <author><name>Cupel</name></author>
  <link rel="self" type="application/atom+xml" href="${publicUrl}${self}"/>
  <link rel="alternate" type="text/html" href="${publicUrl}${page}"/>${shown}
</feed>
`)
}
