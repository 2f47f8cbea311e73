// data/datasets.yaml: every file of the starter registry, what it holds, and under which licence.
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { Dataset } from '#src/parties/source.ts'
import { SITE_NAMES, STARTER_KINDS } from './starter-kinds.ts'
import type { Faults } from './starter-table.ts'

export const STARTER_LIST = 'datasets.yaml'

const StarterDataset = Dataset.extend({
  id: z.string().regex(/^[a-z0-9-]+$/, 'an id is lower-case letters, digits and hyphens'),
  holds: z.enum([...STARTER_KINDS.keys(), SITE_NAMES]),
})
export type StarterDataset = z.infer<typeof StarterDataset>

/** Text by file name. */
export type StarterFiles = Readonly<Record<string, string>>

export function readDatasets(files: StarterFiles, faults: Faults): StarterDataset[] {
  const atList = (detail: string, pointer = STARTER_LIST): void => { faults.push({ pointer, detail }) }
  const text = files[STARTER_LIST]
  if (text === undefined) {
    atList('The file is missing. It lists every file with its licence; restore it from the release.')
    return []
  }
  const listed = parsed(text, atList)
  if (listed === undefined) return []
  const result = z.array(StarterDataset).safeParse(listed)
  if (!result.success) {
    for (const { path, message } of result.error.issues) atList(`${message}.`, `${STARTER_LIST}, /${path.join('/')}`)
    return []
  }
  const seen = new Set<string>()
  for (const { id, file } of result.data) {
    if (seen.has(id)) atList(`The dataset ${id} is listed twice. Give each its own id.`)
    if (files[file] === undefined) atList(`The file ${file} of ${id} is missing. Restore it from the release.`)
    seen.add(id)
  }
  return result.data
}

function parsed(text: string, atList: (detail: string) => void): unknown {
  try {
    return parseYaml(text) as unknown
  } catch (error) {
    atList(`This is not readable as YAML: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
