// JSON-LD contexts of EPCIS documents: read for the prefixes that extensions use, never fetched. What the official context
// says is known here; another address is accepted beside it and stands for itself (EPCIS 2.0 section 10).
import { STANDARD_PREFIXES } from './vocabulary.ts'

export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld'
const OFFICIAL = /^https:\/\/(ref\.gs1\.org\/standards\/epcis|gs1\.github\.io\/EPCIS)\/(2\.0\.\d\/)?epcis-context\.jsonld$/

/** Extensions of this program: fields that metal needs and EPCIS has no place for. */
export const CUPEL_NAMESPACE = 'urn:cupel:custody:'
export const CUPEL_CONTEXT = { cupel: CUPEL_NAMESPACE } as const

export type JsonLdContext = string | readonly (string | Readonly<Record<string, unknown>>)[] | Readonly<Record<string, unknown>>
export type Prefixes = Readonly<Record<string, string>>

const partsOf = (context: unknown): readonly unknown[] => context === undefined ? [] : Array.isArray(context) ? context as unknown[] : [context]

/** Whether the official context is named: without it the words of a document mean nothing. */
export const isEpcisContext = (context: unknown): boolean => partsOf(context).some((part) => typeof part === 'string' && OFFICIAL.test(part))

/** What is wrong with a context, in words; nothing where it is well formed. */
export function contextFault(context: unknown): string | undefined {
  if (context === undefined) return 'an EPCIS document names its JSON-LD context'
  for (const part of partsOf(context)) {
    if (typeof part === 'string') { if (!/^(https?:\/\/|urn:)\S+$/.test(part) || part.length > 2000) return `"${part.slice(0, 80)}" is no address of a context` ; continue }
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return 'a context is an address, an object, or a list of these'
    if (Object.keys(part).length > 200) return 'a context has at most 200 terms'
    for (const [term, meaning] of Object.entries(part)) if (typeof meaning === 'string' && meaning.length > 2000) return `the meaning of the term ${term} is too long`
  }
  return isEpcisContext(context) ? undefined : `the context does not name ${EPCIS_CONTEXT}`
}

/** Prefixes and what they stand for, the later declaration winning. */
export function prefixesOf(...contexts: readonly unknown[]): Prefixes {
  const found: Record<string, string> = { ...STANDARD_PREFIXES }
  for (const part of contexts.flatMap(partsOf)) {
    if (typeof part !== 'object' || part === null) continue
    for (const [term, meaning] of Object.entries(part)) if (typeof meaning === 'string' && !term.startsWith('@') && term !== '__proto__') found[term] = meaning
  }
  return found
}

/** Splits `prefix:name` where the prefix is declared. */
export function splitCurie(text: string, prefixes: Prefixes): { readonly namespace: string; readonly name: string } | undefined {
  const cut = text.indexOf(':')
  if (cut < 1) return undefined
  const prefix = text.slice(0, cut)
  return Object.hasOwn(prefixes, prefix) ? { namespace: prefixes[prefix]!, name: text.slice(cut + 1) } : undefined
}

/** One context for events that came under several; an event whose prefixes mean something else keeps its own. */
export function joinedContext(contexts: readonly unknown[]): { readonly context: JsonLdContext; readonly fits: (context: unknown) => boolean } {
  const addresses = new Set<string>([EPCIS_CONTEXT])
  const terms: Record<string, unknown> = {}
  const clashes = new Set<string>()
  for (const part of contexts.flatMap(partsOf)) {
    if (typeof part === 'string') { if (!OFFICIAL.test(part)) addresses.add(part); continue }
    for (const [term, meaning] of Object.entries(part as object)) {
      if (!Object.hasOwn(terms, term)) terms[term] = meaning
      else if (JSON.stringify(terms[term]) !== JSON.stringify(meaning)) clashes.add(term)
    }
  }
  const fits = (context: unknown): boolean => partsOf(context).every((part) => typeof part === 'string'
    || Object.entries(part as object).every(([term, meaning]) => !clashes.has(term) || JSON.stringify(terms[term]) === JSON.stringify(meaning)))
  return { context: [...addresses, ...(Object.keys(terms).length === 0 ? [] : [terms])], fits }
}

/** Reads a field of an extension by namespace, whatever its prefix is called. */
export function extension(holder: Readonly<Record<string, unknown>> | undefined, name: string, prefixes: Prefixes): unknown {
  if (holder === undefined) return undefined
  const key = Object.keys(holder).find((one) => { const parts = splitCurie(one, prefixes); return parts?.namespace === CUPEL_NAMESPACE && parts.name === name })
  return key === undefined ? holder[CUPEL_NAMESPACE + name] : holder[key]
}
