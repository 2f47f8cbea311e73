// What the shape of a standard file alone cannot say: every reference leads somewhere, every found statement names where
// it was found, and a relation continues as many criteria as its kind means.
import { leaves } from './award-rule.ts'
import type { RelationKind, Standard } from './standard.ts'

export type Inconsistency = { readonly path: readonly (string | number)[]; readonly message: string }

export const inconsistencies = (standard: Standard): Inconsistency[] => [
  ...repetitions(standard), ...groupless(standard), ...danglingSources(standard, standard.sources),
  ...wrongRules(standard), ...wrongRelations(standard), ...wrongDiscontinued(standard), ...wrongRegister(standard),
]

function repetitions(standard: Standard): Inconsistency[] {
  const { groups, marks, clocks, criteria, sources, ratingScale } = standard
  const slugs = ({ slug }: { slug: string }) => slug
  return [
    ...repeated(['groups'], 'slug', groups.map(slugs)),
    ...repeated(['marks'], 'slug', marks.map(slugs)),
    ...repeated(['clocks'], 'slug', clocks.map(slugs)),
    ...repeated(['criteria'], 'slug', criteria.map(slugs)),
    ...repeated(['criteria'], 'number', criteria.map(({ number }) => String(number))),
    ...repeated(['sources'], 'id', sources.map(({ id }) => id)),
    ...repeated(['ratingScale', 'levels'], 'slug', ratingScale.levels.map(slugs)),
  ]
}

const repeated = (list: readonly string[], key: string, values: readonly string[]): Inconsistency[] =>
  values.flatMap((value, index) => values.indexOf(value) === index ? []
    : [{ path: [...list, index, key], message: `${value} stands in ${list.join('.')} twice; each ${key} is given once` }])

function groupless(standard: Standard): Inconsistency[] {
  const groups = new Set(standard.groups.map((group) => group.slug))
  return standard.criteria.flatMap(({ group }, index) => groups.has(group.slug) ? []
    : [{ path: ['criteria', index, 'group', 'slug'], message: `there is no group ${group.slug} in this file` }])
}

/** Walks the whole file: a statement may carry its grounds at any depth. */
function danglingSources(value: unknown, known: Standard['sources'], path: readonly (string | number)[] = []): Inconsistency[] {
  if (Array.isArray(value)) return value.flatMap((part, index) => danglingSources(part, known, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  const below = Object.entries(value).flatMap(([key, part]) => danglingSources(part, known, [...path, key]))
  const { basis, sources } = value as { basis?: unknown; sources?: unknown }
  if (basis === undefined || !Array.isArray(sources)) return below
  const missing = sources.flatMap((id, index) => known.some((source) => source.id === id) ? []
    : [{ path: [...path, 'sources', index], message: `there is no source ${String(id)} in this file` }])
  return basis === 'found' && sources.length === 0
    ? [{ path: [...path, 'basis'], message: 'a statement that was found names its source; say inferred if it was deduced' }, ...below]
    : [...missing, ...below]
}

function wrongRules(standard: Standard): Inconsistency[] {
  const known = {
    levels: new Set(standard.ratingScale.levels.map((level) => level.slug)),
    groups: new Set(standard.groups.map((group) => group.slug)),
    criteria: new Set(standard.criteria.map((criterion) => criterion.slug)),
  }
  const lowest = standard.ratingScale.levels[0]!.slug
  return (['awardRule', 'fullRule'] as const).flatMap((name) => leavesOf(standard, name).flatMap((leaf) => [
    ...(known.levels.has(leaf.atLeast) ? [] : [`there is no level ${leaf.atLeast} on the rating scale`]),
    ...(leaf.atLeast === lowest ? [`everything reaches ${leaf.atLeast}, the lowest level: a rule asks for more`] : []),
    ...(leaf.over.groups ?? []).filter((slug) => !known.groups.has(slug)).map((slug) => `there is no group ${slug} in this file`),
    ...(leaf.over.criteria ?? []).filter((slug) => !known.criteria.has(slug)).map((slug) => `there is no criterion ${slug} in this file`),
  ]).map((message) => ({ path: [name, 'rule'], message })))
}

const leavesOf = (standard: Standard, name: 'awardRule' | 'fullRule') => {
  const stated = standard[name]
  return stated === undefined ? [] : leaves(stated.rule)
}

/** How many criteria of the version before each kind of relation continues. */
const CONTINUES: Readonly<Record<RelationKind, { readonly least: number; readonly most: number; readonly words: string }>> = {
  new: { least: 0, most: 0, words: 'no criterion' },
  same: { least: 1, most: 1, words: 'exactly one criterion' },
  merged: { least: 2, most: 20, words: 'two or more criteria' },
  split: { least: 1, most: 1, words: 'exactly one criterion' },
  widened: { least: 1, most: 1, words: 'exactly one criterion' },
}

function wrongRelations({ criteria, predecessor }: Standard): Inconsistency[] {
  const splitFrom = criteria.flatMap(({ relation }) => relation?.kind === 'split' ? relation.predecessors : [])
  return criteria.flatMap(({ relation }, index): Inconsistency[] => {
    const path = ['criteria', index, 'relation']
    if (predecessor === undefined) {
      return relation === undefined ? [] : [{ path, message: 'this file names no predecessor version, so that a relation speaks of nothing' }]
    }
    if (relation === undefined) return [{ path: ['criteria', index], message: `the relation to version ${predecessor.version} is missing` }]
    const { least, most, words } = CONTINUES[relation.kind]
    const count = relation.predecessors.length
    if (count < least || count > most) {
      const message = `a criterion that is ${relation.kind} continues ${words} of the version before; ${count} are named`
      return [{ path: [...path, 'predecessors'], message }]
    }
    const [origin] = relation.predecessors
    return relation.kind === 'split' && splitFrom.filter((slug) => slug === origin).length < 2
      ? [{ path, message: `${origin} is said to be split, but only this criterion comes from it` }] : []
  })
}

function wrongDiscontinued({ criteria, predecessor }: Standard): Inconsistency[] {
  const known = new Set(criteria.map((criterion) => criterion.slug))
  return (predecessor?.discontinued ?? []).flatMap((gone, index): Inconsistency[] => {
    const path = ['predecessor', 'discontinued', index]
    if (gone.kind === 'spread' && gone.over.length === 0) return [{ path, message: 'a criterion that is spread says over which' }]
    return gone.over.filter((slug) => !known.has(slug))
      .map((slug) => ({ path: [...path, 'over'], message: `there is no criterion ${slug} in this file` }))
  })
}

/** Marks, stand-alone due diligence and chain of custody are three registers; due diligence yields no claim. */
function wrongRegister({ register, marks, claim, custodyProfile }: Standard): Inconsistency[] {
  const faults: Inconsistency[] = []
  if (register === 'due-diligence' && claim.level !== 'none') {
    faults.push({ path: ['claim', 'level'], message: 'stand-alone due diligence yields no claim' })
  }
  if (register !== 'mark' && marks.length > 0) {
    faults.push({ path: ['marks'], message: `a standard of the register ${register} yields no mark` })
  }
  if (register === 'chain-of-custody' && custodyProfile === undefined) {
    faults.push({ path: [], message: 'a chain-of-custody standard has a custodyProfile' })
  }
  return faults
}
