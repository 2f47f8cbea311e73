// What a person decides about a row of an import, and when the decision cannot stand.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { DirectoryRow, RowProblem } from './directory.ts'
import type { RowState } from './import-plan.ts'
import type { SiteIndex } from './site-index.ts'

export const RowDecision = z.enum(['match', 'new', 'reject', 'merge', 'undecided'])
export type RowDecision = z.infer<typeof RowDecision>

export type Choice = {
  readonly decision: Exclude<RowDecision, 'undecided'>
  readonly siteId?: string | undefined
  readonly mergedSiteId?: string | undefined
}
export type Decided = { readonly state: RowState; readonly siteId: string | null; readonly mergedSiteId: string | null }

/** Only a rejection may be given to a row that cannot be read. */
export function decideRow(
  line: number, clean: DirectoryRow | null, problems: readonly RowProblem[], choice: Choice, index: SiteIndex,
): Outcome<Decided> {
  if (choice.decision === 'reject') return accept({ state: 'rejected', siteId: null, mergedSiteId: null })
  const fault = problems.find(({ severity }) => severity === 'error')
  if (clean === null || fault !== undefined) {
    return deny(refuse('row-has-errors',
      `Line ${line}: ${fault?.detail ?? 'the row cannot be read'} Correct the row, or reject it.`))
  }
  const chosen = chosenSites(choice, index)
  if (!chosen.accepted) return chosen
  const { siteId, mergedSiteId } = chosen.value
  for (const identifier of clean.identifiers) {
    const carrier = index.withIdentifier(identifier)
    if (carrier !== undefined && carrier !== siteId && carrier !== mergedSiteId) {
      return deny(refuse('identifier-elsewhere',
        `${index.site(carrier)!.name} (${carrier}) carries ${identifier.scheme} ${identifier.value}. `
        + `Match line ${line} to it, or merge the two.`))
    }
  }
  return accept({ state: choice.decision === 'new' ? 'new' : choice.decision === 'match' ? 'matched' : 'merging', siteId, mergedSiteId })
}

function chosenSites(
  { decision, siteId, mergedSiteId }: Choice, index: SiteIndex,
): Outcome<{ siteId: string | null; mergedSiteId: string | null }> {
  if (decision === 'new') return accept({ siteId: null, mergedSiteId: null })
  if (siteId === undefined || (decision === 'merge' && mergedSiteId === undefined)) {
    return deny(refuse('site-needed', decision === 'match'
      ? 'Say by `siteId` which site the row speaks of.'
      : 'Say by `siteId` which site stays, and by `mergedSiteId` which record leads to it.'))
  }
  const stays = index.resolve(siteId)
  if (stays === undefined) {
    return deny(refuse('site-unknown',
      `No site has the number ${siteId}. Check it, or search by name.`))
  }
  if (decision === 'match') return accept({ siteId: stays, mergedSiteId: null })
  const goes = index.resolve(mergedSiteId!)
  if (goes === undefined) {
    return deny(refuse('site-unknown',
      `No site has the number ${mergedSiteId}. Check it, or search by name.`))
  }
  if (goes === stays) {
    return deny(refuse('merge-with-itself',
      `${siteId} and ${mergedSiteId} lead to one record, ${stays}. Name two different sites.`))
  }
  return accept({ siteId: stays, mergedSiteId: goes })
}
