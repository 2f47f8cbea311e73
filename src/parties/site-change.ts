// How a site changes when a directory speaks of it. A third party adds what was not known and its word is kept as listed;
// what differs stands beside the record, unresolved. The list that owns a record, and the owner of the mark, change it;
// a name that gives way stays as another name. Everything here gives the same site when it is done twice.
import { foldName } from '#src/kernel/text.ts'
import { countryName } from './country.ts'
import type { Directory, DirectoryRow } from './directory.ts'
import { identifierKey } from './matching.ts'
import { Site, type SiteAlias, type SiteIdentifier, type SiteType } from './site.ts'
import type { Citation } from './source.ts'

const limits = { aliases: 200, identifiers: 100, citations: 50 } as const

/** Several rows of a list that speak of one site, as one row: the first that says a thing is heard. */
export function joinRows(rows: readonly DirectoryRow[]): DirectoryRow {
  return rows.reduce((one, other) => ({
    ...other, ...one,
    aliases: uniteAliases([...one.aliases, ...other.aliases], other.isNameComposed ? [] : [{ name: other.name, kind: 'name' }], one.name),
    identifiers: uniteIdentifiers(one.identifiers, other.identifiers),
    types: uniteTypes(one.types, other.types),
    metals: [...new Set([...one.metals, ...other.metals])].sort(),
    statements: [...one.statements, ...other.statements],
  }))
}

function uniteAliases(known: readonly SiteAlias[], more: readonly SiteAlias[], name: string): SiteAlias[] {
  const keyOf = ({ kind, name: text, maker }: SiteAlias): string =>
    kind === 'brand' ? `brand ${foldName(text)} ${foldName(maker ?? '')}` : foldName(text)
  const united = new Map<string, SiteAlias>()
  for (const alias of [...known, ...more]) {
    const key = keyOf(alias)
    if (key !== '' && key !== foldName(name) && !united.has(key)) united.set(key, alias)
  }
  return [...united.values()].slice(0, limits.aliases)
}

export function uniteIdentifiers(known: readonly SiteIdentifier[], more: readonly SiteIdentifier[]): SiteIdentifier[] {
  const taken = new Set(known.map(identifierKey))
  const added = more.filter((one) => !taken.has(identifierKey(one)) && taken.add(identifierKey(one)))
  return [...known, ...added].slice(0, limits.identifiers)
}

const uniteMetals = (known: Site['metals'], more: Site['metals']): Site['metals'] => [...new Set([...known, ...more])]

const uniteTypes = (known: readonly SiteType[], more: readonly SiteType[]): SiteType[] => {
  const all = [...new Set([...known, ...more])]
  const precise = all.filter((type) => type !== 'unknown')
  return precise.length > 0 ? precise.slice(0, 8) : ['unknown']
}

/** Where a list says it: the list and its entry, not the line, which changes from edition to edition. */
export function citationOf(directory: Directory, row: DirectoryRow): Citation {
  const entry = row.identifiers[0] === undefined ? `entry "${row.name}"` : `${row.identifiers[0].scheme} ${row.identifiers[0].value}`
  const url = row.sourceUrl ?? directory.url
  return { text: `${directory.title}, ${entry}`.slice(0, 600).toWellFormed(), ...(url === undefined ? {} : { url }), note: asListed(row) }
}

function asListed(row: DirectoryRow): string {
  const parts = [
    row.isNameComposed ? undefined : row.name, countryName(row.country), row.place,
    row.position === undefined ? undefined : `${row.position.latitude}, ${row.position.longitude}`,
    row.types.join(', '), row.operator === undefined ? undefined : `operator ${row.operator}`,
    row.owners === undefined ? undefined : `owners ${row.owners}`, row.activity,
  ]
  return `Listed as: ${parts.filter((part) => part !== undefined && part !== '').join('; ')}`.slice(0, 800).toWellFormed()
}

/** The same list cited again takes the place of what it said before. */
const cite = (known: readonly Citation[], citation: Citation): Citation[] =>
  (known.some(({ text }) => text === citation.text)
    ? known.map((one) => (one.text === citation.text ? citation : one)) : [...known, citation]).slice(0, limits.citations)

export function newSite(row: DirectoryRow, directory: Directory): Site {
  return compact({
    name: row.name, aliases: uniteAliases(row.aliases, [], row.name), identifiers: row.identifiers, types: row.types, country: row.country,
    place: row.place, position: row.position, metals: row.metals, operator: row.operator, owners: row.owners, activity: row.activity,
    dataset: directory.datasetId, citations: [citationOf(directory, row)], note: row.note,
  })
}

/** @returns the site as it stands once this list has spoken of it */
export function changedSite(site: Site, row: DirectoryRow, directory: Directory): Site {
  const isOwn = directory.kind === 'mark-owner' || site.dataset === directory.datasetId
  return isOwn ? overrule(site, row, directory) : complement(site, row, directory)
}

function overrule(site: Site, row: DirectoryRow, directory: Directory): Site {
  const name = row.isNameComposed ? site.name : row.name
  const former: SiteAlias[] = name === site.name ? [] : [{ name: site.name, kind: 'name' }]
  return compact({
    ...site,
    name,
    aliases: uniteAliases(site.aliases, [...former, ...row.aliases], name),
    identifiers: uniteIdentifiers(site.identifiers, row.identifiers),
    types: row.types.includes('unknown') ? site.types : row.types,
    country: row.country,
    place: row.place ?? site.place,
    position: row.position ?? site.position,
    metals: directory.kind === 'mark-owner' || row.metals.length === 0 ? uniteMetals(site.metals, row.metals) : row.metals,
    operator: row.operator ?? site.operator,
    // An organisation that was linked to the former operator says nothing of another.
    organisationId: row.operator === undefined || site.operator === row.operator ? site.organisationId : undefined,
    owners: row.owners ?? site.owners,
    activity: row.activity ?? site.activity,
    dataset: directory.datasetId,
    citations: cite(site.citations, citationOf(directory, row)),
    note: row.note ?? site.note,
  })
}

function complement(site: Site, row: DirectoryRow, directory: Directory): Site {
  const citation = citationOf(directory, row)
  const source = { text: citation.text }
  const names: SiteAlias[] = row.isNameComposed ? [] : [{ name: row.name, kind: 'directory-name' }]
  const ownPosition = site.position === undefined || site.position.citation?.text === source.text
  return compact({
    ...site,
    aliases: uniteAliases(site.aliases, [...names, ...row.aliases].map((alias) => ({ ...alias, citation: source })), site.name),
    identifiers: uniteIdentifiers(site.identifiers, row.identifiers),
    types: site.types.every((type) => type === 'unknown') ? row.types : site.types,
    place: site.place ?? row.place,
    position: ownPosition && row.position !== undefined ? { ...row.position, citation: source } : site.position,
    metals: uniteMetals(site.metals, row.metals),
    operator: site.operator ?? row.operator,
    owners: site.owners ?? row.owners,
    activity: site.activity ?? row.activity,
    citations: cite(site.citations, citation),
  })
}

/** One record in place of two: the other keeps its address, which leads here, and gives its names and identifiers away. */
export function mergedSites(into: Site, from: Site, intoId: string): { into: Site; from: Site } {
  return {
    into: compact({
      ...into,
      aliases: uniteAliases(into.aliases, [{ name: from.name, kind: 'name' }, ...from.aliases], into.name),
      identifiers: uniteIdentifiers(into.identifiers, from.identifiers),
      types: uniteTypes(into.types, from.types),
      place: into.place ?? from.place,
      position: into.position ?? from.position,
      metals: uniteMetals(into.metals, from.metals),
      operator: into.operator ?? from.operator,
      organisationId: into.organisationId ?? from.organisationId,
      owners: into.owners ?? from.owners,
      activity: into.activity ?? from.activity,
      citations: from.citations.reduce(cite, into.citations),
    }),
    from: { ...from, aliases: [], identifiers: [], mergedInto: intoId },
  }
}

type Loose<T> = { [K in keyof T]: T[K] | undefined }

/** Leaves out what is not known, so that the canonical text of a site has no empty members. */
const compact = (site: Loose<Site>): Site =>
  Site.parse(Object.fromEntries(Object.entries(site).filter(([, value]) => value !== undefined)))
