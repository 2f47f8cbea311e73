// Message packs, fetched by language and area and kept for the life of the page. English is the reference: where a pack
// an operator added lacks a message, the English one is shown.
import type { MessageArea } from './areas.ts'

export type Pack = Readonly<Record<string, string>>

const arriving = new Map<string, Promise<Pack>>()
const arrived = new Map<string, Pack>()

async function fetchPack(tag: string, area: string): Promise<Pack> {
  const response = await fetch(`/languages/${tag}/${area}.json`)
  return response.ok ? ((await response.json()) as Pack) : {}
}

async function wholePack(tag: string, area: MessageArea): Promise<Pack> {
  if (tag === 'en') return fetchPack(tag, area)
  const [reference, pack] = await Promise.all([loadMessages('en', area), fetchPack(tag, area)])
  return { ...reference, ...pack }
}

/** The same promise for the same language and area, so that React can wait for it. A failed load is tried again. */
export function loadMessages(tag: string, area: MessageArea): Promise<Pack> {
  const key = `${tag}/${area}`
  let pack = arriving.get(key)
  if (!pack) {
    pack = wholePack(tag, area).then((messages) => {
      arrived.set(key, messages)
      return messages
    })
    arriving.set(key, pack)
    pack.catch(() => arriving.delete(key))
  }
  return pack
}

export const loadedMessages = (tag: string, area: MessageArea): Pack | undefined => arrived.get(`${tag}/${area}`)

/** Fetches every area now in use in another language, so that switching shows no gap. */
export async function warmLanguage(tag: string): Promise<void> {
  const areas = new Set([...arriving.keys()].map((key) => key.slice(key.indexOf('/') + 1) as MessageArea))
  await Promise.all([...areas].map((area) => loadMessages(tag, area)))
}
