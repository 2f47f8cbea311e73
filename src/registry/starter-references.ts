// What must hold between the rows of the starter registry: every id leads to a row, no id is given twice, the name
// beside a number is the name of that site, and one value of a subject, year, metal and stage is preferred.
import { SiteId } from '#src/kernel/id.ts'
import type { Milestone } from '#src/awards/milestone.ts'
import type { EmissionFigure } from '#src/footprint/emission-figure.ts'
import type { Partner } from '#src/parties/organisation.ts'
import type { AreaProduction, Production, ProductionUnit } from '#src/parties/production.ts'
import type { Site } from '#src/parties/site.ts'
import { faultAt, type Faults, type StarterRow } from './starter-table.ts'

/** One row and the fact it became, kept together until the references are checked. */
export type RowFact = { readonly row: StarterRow; readonly holds: string; readonly id: string; readonly value: unknown }

type Reference = { readonly column: string; readonly to: readonly string[]; readonly id: string }

export function checkReferences(facts: readonly RowFact[], faults: Faults): void {
  const ids = idsOf(facts, faults)
  const preferred = new Set<string>()
  for (const fact of facts) {
    const { row } = fact
    for (const { column, to, id } of referencesOf(fact)) {
      if (to.some((holds) => ids.get(holds)?.has(id))) continue
      faults.push(faultAt(row, column, `“${id}” leads to no row of the ${to.join(' or ')}.`))
    }
    const key = preferredKey(fact)
    if (key !== undefined && preferred.has(key)) {
      const detail = 'Two values of one subject, year, metal and stage are preferred. Prefer one of them.'
      faults.push(faultAt(row, 'is_preferred', detail))
    }
    if (key !== undefined) preferred.add(key)
  }
  checkNames(facts, faults)
}

/** The ids of each kind of file. */
function idsOf(facts: readonly RowFact[], faults: Faults): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>()
  for (const { holds, id, row } of facts) {
    const column = holds === 'sites' ? 'site_id' : 'id'
    const known = ids.get(holds) ?? new Set()
    if (known.has(id)) {
      faults.push(faultAt(row, column, `“${id}” stands in two rows. An id is given once and never changed.`))
    }
    if (holds === 'sites' && !SiteId.safeParse(id).success) {
      faults.push(faultAt(row, column, `“${id}” is no site number, or a character of it is wrong.`))
    }
    ids.set(holds, known.add(id))
  }
  return ids
}

/** A name beside a number is there for the reader, and must not drift from the name of the site. */
function checkNames(facts: readonly RowFact[], faults: Faults): void {
  const names = new Map(facts.filter(({ holds }) => holds === 'sites' || holds === 'production-units')
    .map(({ id, value }) => [id, (value as { name: string }).name]))
  for (const { row } of facts) {
    const stated = row.cells['site']
    const name = names.get(row.cells['site_id'] || row.cells['subject'] || '')
    if (stated && name !== undefined && name !== stated) {
      faults.push(faultAt(row, 'site', `“${stated}” is not the name of that site, which is “${name}”.`))
    }
  }
}

function referencesOf({ holds, value }: RowFact): Reference[] {
  const some = (column: string, to: readonly string[], ...found: readonly (string | undefined)[]): Reference[] =>
    found.flatMap((id) => id === undefined ? [] : [{ column, to, id }])
  switch (holds) {
    case 'sites': return some('organisation_id', ['organisations'], (value as Site).organisationId)
    case 'partners': return some('organisation_id', ['organisations'], (value as Partner).organisationId)
    case 'milestones': return some('site_id', ['sites'], (value as Milestone).siteId)
    case 'emission-figures': return some('site_id', ['sites'], (value as EmissionFigure).siteId)
    case 'production-units': return some('members', ['sites'], ...(value as ProductionUnit).members)
    case 'production': return some('subject', ['sites', 'production-units'], (value as Production).subject)
    default: return []
  }
}

function preferredKey({ holds, value }: RowFact): string | undefined {
  if (holds === 'production') {
    const { subject, year, metal, stage, isPreferred } = value as Production
    return isPreferred ? ['site', subject, year, metal, stage].join(' ') : undefined
  }
  if (holds !== 'area-production') return undefined
  const { area, year, metal, stage, isPreferred } = value as AreaProduction
  return isPreferred ? ['area', area, year, metal, stage].join(' ') : undefined
}
