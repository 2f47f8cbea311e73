// What a report, a reply or a dispute is about: a site under its lasting number, and a fact of its record.
import { z } from 'zod'
import type { SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { survivorOf } from '#src/awards/holding.ts'
import { productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { factKind, type FactSet } from '#src/transparency/fact.ts'
import type { AboutFact } from './published.ts'

/** Follows merges to the record that holds the facts now; undefined where the number is of no site. */
export function lastingSite(facts: FactSet, siteId: SiteId): SiteId | undefined {
  const sites = facts.of(siteFact)
  const lasting = survivorOf(sites, siteId)
  return sites.has(lasting) ? lasting : undefined
}

export function findSite(facts: FactSet, siteId: SiteId): Outcome<SiteId> {
  const found = lastingSite(facts, siteId)
  return found === undefined ? deny(siteUnknown(siteId)) : accept(found)
}

export const siteUnknown = (siteId: SiteId) =>
  refuse('site-unknown', `No site of this registry has the number ${siteId}. Look for it by name in the list of sites.`)

/** A kind that is only named: enough to look a fact up, not to read into it. */
export const namedKind = (kind: string) => factKind(kind, z.unknown())

/** Whether a fact is shown in the record of a site. */
export function isOfSite(facts: FactSet, siteId: SiteId, about: AboutFact): boolean {
  const value = facts.of(namedKind(about.kind)).get(about.factId)?.value as { siteId?: unknown; subject?: unknown } | undefined
  if (value === undefined) return false
  if (about.kind === siteFact.kind) return lastingSite(facts, about.factId) === siteId
  const named = value.siteId ?? value.subject
  if (typeof named !== 'string') return false
  const unit = facts.of(productionUnitFact).get(named)
  return unit ? unit.value.members.includes(siteId) : lastingSite(facts, named) === siteId
}

export const findFact = (facts: FactSet, siteId: SiteId, about: AboutFact | undefined): Outcome<AboutFact | undefined> =>
  about === undefined || isOfSite(facts, siteId, about) ? accept(about)
    : deny(refuse('fact-unknown',
      `The record of ${siteId} holds no ${about.kind} "${about.factId}". Leave "about" out to speak of the whole record.`))
