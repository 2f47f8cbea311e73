// Lists that the project ships and code reads as they stand: emission factors and templates of claims. A list is read once at
// the start; a wrong one stops it with file and place.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { ClaimTemplate } from '#src/claims/claim-template.ts'
import { ShippedFactors } from '#src/footprint/emission-factor.ts'

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}/`, import.meta.url))
const texts = (name: string): { file: string; value: unknown }[] => readdirSync(folder(name)).filter((file) => file.endsWith('.yaml')).sort()
  .map((file) => ({ file: `${name}/${file}`, value: parse(readFileSync(folder(name) + file, 'utf8')) as unknown }))

function shaped<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } } }, { file, value }: { file: string; value: unknown }): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]!
  throw new Error(`${file}: ${issue.path.join('.')}: ${issue.message}`)
}

/** Earlier editions stay in the folder as the record of what was shipped. */
const editions = texts('emission-factors').map((one) => shaped(ShippedFactors, one))
export const shippedFactors: ShippedFactors = { ...editions.at(-1)!, earlier: editions.slice(0, -1) }
export const claimTemplates: readonly ClaimTemplate[] = texts('claim-templates').map((one) => shaped(ClaimTemplate, one))
