// Reads a standard file or a language pack and says precisely what is wrong with it: file, line, path. Pure: text in,
// outcome out. Who may store it, and when, is `load-standards.ts`.
import { LineCounter, isMap, isScalar, parseDocument, visit, type Document } from 'yaml'
import { z } from 'zod'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { isStorable } from '#src/kernel/text.ts'
import { LanguagePack } from './language-pack.ts'
import { Standard } from './standard.ts'

/** A standard with four hundred criteria has not half of it. */
export const FILE_CHARACTERS = 2_000_000
const SHOWN_FAULTS = 50

export type StandardFile = { readonly path: string; readonly contentHash: string; readonly text: string } & (
  | { readonly kind: 'standard'; readonly standard: Standard }
  | { readonly kind: 'language-pack'; readonly pack: LanguagePack }
)

/** Where a statement of a file stands, for faults that only show beside another file. */
export type Locate = (path: readonly PropertyKey[]) => number

/** Parses and validates one file. `path` is relative to `standards/`, and has to agree with what the file says of itself. */
export function readStandardFile(path: string, text: string): Outcome<StandardFile> {
  if (text.length > FILE_CHARACTERS) return invalid(path, [{ line: 1, path: [], detail: `the file has more than ${FILE_CHARACTERS} characters` }])
  if (!isStorable(text)) return invalid(path, [{ line: 1, path: [], detail: 'the file holds a NUL or a broken character; save it as UTF-8' }])
  const tree = treeOf(text)
  if (!tree.accepted) return invalid(path, tree.spots)
  const { value, lineOf } = tree
  const isPack = typeof value === 'object' && value !== null && 'form' in value && value.form === LanguagePack.shape.form.value
  const parsed = (isPack ? LanguagePack : Standard).safeParse(value)
  if (!parsed.success) return invalid(path, parsed.error.issues.flatMap(spell).map((fault) => ({ ...fault, line: lineOf(fault.path) })))
  const contentHash = sha256Hex(text)
  const file: StandardFile = isPack
    ? { kind: 'language-pack', pack: parsed.data as LanguagePack, path, contentHash, text }
    : { kind: 'standard', standard: parsed.data as Standard, path, contentHash, text }
  const home = homeOf(file)
  if (path === home) return accept(file)
  return invalid(path, [{ line: lineOf(['standard']), path: ['standard'], detail: `by what it says of itself this file belongs at ${home}` }])
}

/** The one path of a file: `<standard>/<version>.yaml`, or `<standard>/<version>.<language>.yaml` for a language pack. */
export const homeOf = (file: StandardFile): string => file.kind === 'standard'
  ? `${file.standard.standard}/${file.standard.version}.yaml`
  : `${file.pack.standard}/${file.pack.version}.${file.pack.language}.yaml`

type Spot = { readonly line: number; readonly path: readonly PropertyKey[]; readonly detail: string }

/** The refusal that names every spot as `file:line /path`. */
export function invalid(file: string, spots: readonly Spot[]): Outcome<never> {
  const faults: Fault[] = spots.slice(0, SHOWN_FAULTS)
    .map((spot) => ({ pointer: `${file}:${spot.line} ${pointerOf(spot.path)}`, detail: spot.detail }))
  const [first] = faults
  const more = spots.length > 1 ? ` (and ${spots.length - 1} more)` : ''
  return deny(refuse('standard-file-invalid', `${first!.pointer}: ${first!.detail}${more}. Correct the file and load it again.`, faults))
}

/** Names statements of an accepted file by their line, for faults found beside another file. */
export const locator = (text: string): Locate => parse(text).lineOf

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') || '/'

type Tree =
  | { readonly accepted: true; readonly value: unknown; readonly lineOf: Locate }
  | { readonly accepted: false; readonly spots: Spot[] }

/** The plain values of the file. Aliases are refused: a few lines of them can stand for more than there is memory. */
function treeOf(text: string): Tree {
  const refusedAt = (line: number, detail: string) => ({ line, path: [], detail })
  try {
    const { document, lines, lineOf } = parse(text)
    const spots = document.errors.map((error) => refusedAt(error.linePos?.[0].line ?? 1, firstLineOf(error.message)))
    visit(document, {
      Alias: (_, alias) => {
        const { line } = lines.linePos(alias.range?.[0] ?? 0)
        spots.push(refusedAt(line, `the alias *${alias.source} is not read here; write out what it stands for`))
      },
    })
    return spots.length > 0 ? { accepted: false, spots } : { accepted: true, value: document.toJS(), lineOf }
  } catch (error) {
    // The parser descends once per bracket, and a file of brackets alone is deeper than its stack.
    if (error instanceof RangeError) return { accepted: false, spots: [refusedAt(1, 'the file is nested too deeply')] }
    throw error
  }
}

/** The parser's message shows the place again below; ours is already named. */
const firstLineOf = (message: string): string => message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')

function parse(text: string): { document: Document; lines: LineCounter; lineOf: Locate } {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines, version: '1.2', strict: true, uniqueKeys: true, stringKeys: true, customTags: [],
  })
  return { document, lines, lineOf: (path) => lines.linePos(offsetOf(document, path)).line || 1 }
}

/** The offset of a key, or of the nearest thing above it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((one) => isScalar(one.key) && one.key.value === key)
      if (pair !== undefined && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return node.range[0] as number
  }
  return document.contents?.range?.[0] ?? 0
}

/** One fault per misspelt key, and words in place of the checker's where they do not say what to do. */
function spell(issue: z.core.$ZodIssue): { path: PropertyKey[]; detail: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const detail = (key: string) => `there is no "${key}" here in this form; check its spelling or leave it out`
    return issue.keys.map((key) => ({ path: [...issue.path, key], detail: detail(key) }))
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [{ path: issue.path, detail: isMissing ? `"${String(issue.path.at(-1))}" is missing` : issue.message }]
}
