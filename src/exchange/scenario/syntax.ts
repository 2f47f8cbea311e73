// Small pieces of grammar that can be read and written: what a phrase reads it also writes, and the guide prints. So the
// printer cannot forget what the parser knows.
import { tokensOf, type Token } from './token.ts'

/** Where reading a line stands, and how far any attempt came: that is where the mistake is told. */
export type Cursor = { readonly tokens: readonly Token[]; at: number; furthest: number; expected: Set<string> }
export const cursorOn = (line: string): Cursor => ({ tokens: tokensOf(line), at: 0, furthest: 0, expected: new Set() })

/** Thrown inside a line only; `parse.ts` makes it a fault with line and column. */
export class Unexpected extends Error { constructor() { super('unexpected') } }

export type Syntax<T> = {
  /** @throws Unexpected, having noted what was expected where */
  read(cursor: Cursor): T
  write(value: T): string
  /** As the guide shows it. */
  readonly shown: string
}

export const here = (cursor: Cursor): Token => cursor.tokens[cursor.at]!

export function fail(cursor: Cursor, expected: string): never {
  if (cursor.at > cursor.furthest) { cursor.furthest = cursor.at; cursor.expected = new Set() }
  if (cursor.at === cursor.furthest) cursor.expected.add(expected)
  throw new Unexpected()
}

/** The value, or undefined with the cursor where it was. */
export function attempt<T>(cursor: Cursor, read: () => T): T | undefined {
  const { at } = cursor
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error
    cursor.at = at
    return undefined
  }
}

export function readWord(cursor: Cursor, word: string): void {
  const token = here(cursor)
  if (token.text !== word || token.kind === 'text' || token.kind === 'end') fail(cursor, `"${word}"`)
  cursor.at += 1
}

export function token<T = string>(kinds: readonly Token['kind'][], shown: string, convert: (text: string) => T | undefined, write: (value: T) => string): Syntax<T> {
  return {
    shown, write,
    read: (cursor) => {
      const found = here(cursor)
      const value = kinds.includes(found.kind) ? convert(found.text) : undefined
      if (value === undefined) return fail(cursor, shown)
      cursor.at += 1
      return value
    },
  }
}

/** One of several words. */
export const oneOf = <const W extends string>(words: readonly W[], shown: string = words.join(' | ')): Syntax<W> =>
  token(['word'], words.length > 8 ? shown : words.map((word) => `"${word}"`).join(' or '), (text) => words.find((word) => word === text), (word) => word)

/** Several, divided by commas or by `and`. */
export const listOf = <T>(one: Syntax<T>, separators: readonly string[] = [',', 'and']): Syntax<readonly T[]> => ({
  shown: `${one.shown} …`,
  write: (values) => values.map((value) => one.write(value)).join(separators[0] === ',' ? ', ' : ` ${separators[0]!} `),
  read: (cursor) => {
    const values = [one.read(cursor)]
    for (;;) {
      const next = attempt(cursor, () => {
        if (!separators.includes(here(cursor).text) || here(cursor).kind === 'text') fail(cursor, separators.map((sign) => `"${sign}"`).join(' or '))
        cursor.at += 1
        return one.read(cursor)
      })
      if (next === undefined) return values
      values.push(next)
    }
  },
})

/** The first that can be read; the one whose value it is writes. */
export const choice = <T>(options: readonly { readonly syntax: Syntax<T>; readonly is: (value: T) => boolean }[], shown: string): Syntax<T> => ({
  shown,
  write: (value) => options.find(({ is }) => is(value))!.syntax.write(value),
  read: (cursor) => {
    for (const { syntax } of options) {
      const value = attempt(cursor, () => syntax.read(cursor))
      if (value !== undefined) return value
    }
    throw new Unexpected()
  },
})

// Phrases -------------------------------------------------------------------------------------------------------------

type Part = { readonly word: string } | { readonly slot: string } | { readonly group: readonly Part[]; readonly flag: string | null }
export type Fields = Readonly<Record<string, Syntax<never>>>
const PIECE = /\{(\w+)\}|<(\w+)\||([[\]>])|([^\s{}[\]<>|]+)/g

/** `ships {inputs} to {to}[ by {legs}]<isLate| late>`: words, slots, parts that may be left out, and words that mean yes. */
function partsOf(template: string): readonly Part[] {
  const stack: { parts: Part[]; flag: string | null }[] = [{ parts: [], flag: null }]
  for (const [, slot, flag, bracket, word] of template.matchAll(PIECE)) {
    const top = stack.at(-1)!
    if (slot !== undefined) top.parts.push({ slot })
    else if (flag !== undefined) stack.push({ parts: [], flag })
    else if (bracket === '[') stack.push({ parts: [], flag: null })
    else if (bracket !== undefined) { stack.pop(); stack.at(-1)!.parts.push({ group: top.parts, flag: top.flag }) }
    else for (const piece of word!.match(/[,:%()]|[^,:%()]+/g)!) top.parts.push({ word: piece })
  }
  return stack[0]!.parts
}

const slotsIn = (parts: readonly Part[]): string[] => parts.flatMap((part) => 'slot' in part ? [part.slot] : 'group' in part ? part.flag === null ? slotsIn(part.group) : [part.flag] : [])

/**
 * A phrase of words and slots as an object of its slots. A part in brackets begins with a word, and is written where its
 * first slot has a value.
 */
export function phrase<T extends object>(template: string, fields: { readonly [K in keyof T]?: Syntax<Exclude<T[K], undefined>> }, fixed: Partial<T> = {}): Syntax<T> {
  const parts = partsOf(template)
  const syntaxOf = (slot: string) => (fields as Record<string, Syntax<unknown>>)[slot]!
  const readParts = (cursor: Cursor, list: readonly Part[], into: Record<string, unknown>): void => {
    for (const part of list) {
      if ('word' in part) readWord(cursor, part.word)
      else if ('slot' in part) into[part.slot] = syntaxOf(part.slot).read(cursor)
      else {
        const found: Record<string, unknown> = {}
        const isThere = attempt(cursor, () => { readParts(cursor, part.group, found); return true }) === true
        if (part.flag !== null) into[part.flag] = isThere
        else if (isThere) Object.assign(into, found)
      }
    }
  }
  const writeParts = (list: readonly Part[], value: Record<string, unknown>): string[] => list.flatMap((part) => {
    if ('word' in part) return [part.word]
    if ('slot' in part) return [syntaxOf(part.slot).write(value[part.slot])]
    const isThere = part.flag === null ? value[slotsIn(part.group)[0]!] !== undefined : value[part.flag] === true
    return isThere ? writeParts(part.group, value) : []
  })
  return {
    shown: shownOf(parts, syntaxOf),
    read: (cursor) => { const into: Record<string, unknown> = { ...fixed }; readParts(cursor, parts, into); return into as T },
    write: (value) => joined(writeParts(parts, value as Record<string, unknown>)),
  }
}

/** No space before a comma, a colon and a closing bracket, none after an opening one. */
export const joined = (pieces: readonly string[]): string =>
  pieces.reduce((line, piece, i) => i === 0 || [',', ':', ')'].includes(piece) || pieces[i - 1] === '(' ? line + piece : `${line} ${piece}`, '')

const shownOf = (parts: readonly Part[], syntaxOf: (slot: string) => Syntax<unknown>): string =>
  joined(parts.map((part) => 'word' in part ? part.word : 'slot' in part ? `‹${syntaxOf(part.slot).shown}›` : `[${shownOf(part.group, syntaxOf)}]`))
