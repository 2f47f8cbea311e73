// The fonts that documents are printed with, read from the packages that carry them, each file when it is first needed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FontFile, FontShelf } from '#src/exchange/document/font.ts'

const packages = fileURLToPath(new URL('../../node_modules/@fontsource/', import.meta.url))
const SCRIPTS = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext']

/** `U+0-FF,U+131`: ranges as the packages write them, by part of the family. */
const rangesOf = (family: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(join(packages, family, 'unicode.json'), 'utf8')) as Record<string, string>
const parsed = (text: string): [number, number][] => text.split(',').map((range) => {
  const [from, to] = range.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from!, 16), Number.parseInt(to ?? from!, 16)]
})

const file = (family: string, part: string, weight: number, ranges?: string): FontFile => ({
  name: `${family}-${part}-${weight}`, ...(ranges === undefined ? {} : { ranges: parsed(ranges) }),
  read: () => readFileSync(join(packages, family, 'files', `${family}-${part}-${weight}-normal.woff`)),
})

const [latin, chinese] = [rangesOf('noto-sans'), rangesOf('noto-sans-sc')]
/** Characters too rare for the first Chinese file come in numbered ones. */
const numbered = Object.entries(chinese).flatMap(([key, ranges]) => /^\[\d+\]$/.test(key) ? [[key.slice(1, -1), ranges] as const] : [])

const shelfOf = (weight: number): FontFile[] => [
  ...SCRIPTS.map((script) => file('noto-sans', script, weight, latin[script])),
  file('noto-sans-sc', 'chinese-simplified', weight),
  ...numbered.map(([part, ranges]) => file('noto-sans-sc', part, weight, ranges)),
]

export const fontShelf: FontShelf = { regular: shelfOf(400), bold: shelfOf(700) }
