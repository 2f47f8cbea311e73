// How the starter registry was compiled from open data: `node data/compile/compile.ts <folder of open data> [out]`.
// Run by hand by a maintainer who has that folder; the CSV files it wrote are what the product reads, and what counts.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { areaProductionTable } from './area-production.ts'
import { emissionTables } from './emissions.ts'
import { figureTable } from './figures.ts'
import { foundMilestones, milestoneTable, type Found } from './milestones.ts'
import { openData } from './open-data.ts'
import { organisationTables } from './organisations.ts'
import { productionTables } from './production.ts'
import { aliasTable } from './site-aliases.ts'
import { namedSite } from './site-names.ts'
import { siteIds, siteTable } from './sites.ts'
import { csvOf, type Source } from './table.ts'

const [folder, out = fileURLToPath(new URL('../', import.meta.url))] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('Say where the open data is: node data/compile/compile.ts <folder of open data> [folder to write to]\n')
  process.exit(2)
}

/** The first page found for each site and for each company, in the order of the tables. */
function firstPages(found: readonly Found[]): { sites: Map<string, Source>; companies: Map<string, Source> } {
  const sites = new Map<string, Source>()
  const companies = new Map<string, Source>()
  for (const { siteKey, subject, source } of found) {
    const organisation = siteKey === undefined
      ? (subject.startsWith('Brazilian Nickel') ? 'org-brazilian-nickel' : undefined) : namedSite(siteKey)!.organisation
    if (siteKey !== undefined && !sites.has(siteKey)) sites.set(siteKey, source)
    if (organisation !== undefined && !companies.has(organisation)) companies.set(organisation, source)
  }
  return { sites, companies }
}

const data = openData(folder)
const ids = siteIds(data)
const found = foundMilestones(data)
const pages = firstPages(found)
const tables = [
  ...organisationTables(pages.companies), siteTable(data, pages.sites), aliasTable(data), milestoneTable(found, ids),
  ...productionTables(data, ids), areaProductionTable(data), figureTable(data), ...emissionTables(data, ids),
]
for (const table of tables) {
  writeFileSync(`${out.replace(/\/$/, '')}/${table.file}`, csvOf(table))
  process.stdout.write(`${table.file}: ${table.rows.length} rows\n`)
}
