// Language packs: the bundled ones and those an operator put into the data folder under `languages/<tag>/`. An operator's
// pack may add a language or correct one; a message it lacks falls back to English in the screen.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256Hex } from '#src/kernel/merkle.ts'

const Pack = z.object({ name: z.string().min(1).max(80), reviewed: z.boolean() })
const Messages = z.record(z.string().max(120), z.string().max(5000))
const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/
const AREA = /^[a-z][a-z-]{0,40}$/

export type Languages = {
  readonly tags: ReadonlySet<string>
  /** Changes when any pack changes. */
  readonly digest: string
  list(): readonly { tag: string; name: string; reviewed: boolean }[]
  /** The messages of one area, the operator's over the bundled; undefined where there are none. */
  messages(tag: string, area: string): Readonly<Record<string, string>> | undefined
}

/**
 * @param written areas whose English stands in the program itself: a pack may correct it like every message
 * @throws Error that names the file where a pack is not well-formed
 */
export function openLanguages(folders: readonly string[], written: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Languages {
  const packs = new Map<string, { name: string; reviewed: boolean; folders: string[] }>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const tag of readdirSync(folder).filter((name) => TAG.test(name) && statSync(join(folder, name)).isDirectory()).sort()) {
      const file = join(folder, tag, 'pack.json')
      const read = existsSync(file) ? readPack(file) : undefined
      const before = packs.get(tag)
      packs.set(tag, { name: read?.name ?? before?.name ?? tag, reviewed: read?.reviewed ?? before?.reviewed ?? false, folders: [...before?.folders ?? [], join(folder, tag)] })
    }
  }
  const kept = new Map<string, Readonly<Record<string, string>> | undefined>()
  return {
    tags: new Set(packs.keys()),
    digest: sha256Hex([...packs.values()].flatMap((pack) => pack.folders).flatMap(textsIn).join('\n')),
    list: () => [...packs].map(([tag, { name, reviewed }]) => ({ tag, name, reviewed })),
    messages: (tag, area) => {
      if (!AREA.test(area)) return undefined
      const key = `${tag}/${area}`
      if (!kept.has(key)) kept.set(key, joined(packs.get(tag)?.folders ?? [], area, tag === 'en' ? written[area] : undefined))
      return kept.get(key)
    },
  }
}

const textsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)

function readPack(file: string): z.infer<typeof Pack> {
  const parsed = Pack.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file}: ${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}`)
  return parsed.data
}

function joined(folders: readonly string[], area: string, written: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> | undefined {
  const files = folders.map((folder) => join(folder, `${area}.json`)).filter((file) => existsSync(file))
  if (files.length === 0) return written
  return Object.assign({}, written, ...files.map((file) => Messages.parse(JSON.parse(readFileSync(file, 'utf8'))))) as Record<string, string>
}
