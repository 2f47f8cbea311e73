// The bundled languages say the same things: the same keys, the same values asked for, and every message can be formatted.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'

const FOLDER = 'languages'
const read = (tag: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(join(FOLDER, tag, area), 'utf8')) as Record<string, string>
const areas = readdirSync(join(FOLDER, 'en')).filter((name) => name.endsWith('.json') && name !== 'pack.json')
const tags = readdirSync(FOLDER).filter((name) => name !== 'en')

type Part = {
  readonly type: number
  readonly value?: string
  readonly options?: Record<string, { readonly value: readonly Part[] }>
  readonly children?: readonly Part[]
}

/** Names of the values a message asks for, and of the elements it marks. */
function asked(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => [
    ...(part.type === 0 || part.type === 7 ? [] : [String(part.value)]),
    ...Object.values(part.options ?? {}).flatMap((option) => asked(option.value)),
    ...asked(part.children ?? []),
  ])
}
const valuesOf = (message: string, tag: string): string[] =>
  [...new Set(asked(new IntlMessageFormat(message, tag).getAst() as Part[]))].sort()

describe.each(areas)('%s', (area) => {
  const english = read('en', area)
  it('is well-formed in English', () => {
    for (const message of Object.values(english)) expect(() => new IntlMessageFormat(message, 'en')).not.toThrow()
  })
  it.each(tags)('says in %s what it says in English', (tag) => {
    const messages = read(tag, area)
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort())
    for (const [key, message] of Object.entries(messages)) {
      expect(message.trim(), key).not.toBe('')
      expect({ key, values: valuesOf(message, tag) }).toEqual({ key, values: valuesOf(english[key]!, 'en') })
    }
  })
})
