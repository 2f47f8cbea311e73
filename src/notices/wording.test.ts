// Mails as people read them: whole letters in four languages as text files in test/goldens, read in review.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterOf, worded, wrapped, type Pack } from './wording.ts'

const packOf = (language: string): Pack => ({ ...read('en'), ...read(language) })
const read = (language: string): Pack => JSON.parse(readFileSync(join('languages', language, 'notices.json'), 'utf8')) as Pack
const golden = (name: string): string => join(import.meta.dirname, '..', '..', 'test', 'goldens', name)

const TODAY = '2026-06-15'
const by = { publicUrl: 'https://registry.example.org', sender: 'Halmoor Scheme', name: 'Ana Rojas' }
const clock = { kind: 'reminder.clock', params: { site: 'Halmoor Smelter', what: '@clock.self-assessment' }, link: '/cases/cas_0000000000000000000000001/workbook', dueOn: '2026-07-15' }
const late = { ...clock, params: { site: 'Wyreford Mine', what: '@clock.site-assessment' }, link: '/cases/cas_0000000000000000000000002/assessment', dueOn: '2026-06-01' }
const action = { kind: 'reminder.action', params: { site: 'Halmoor Smelter', title: 'Measure dust at the furnace' }, link: '/cases/cas_0000000000000000000000001/improvement-plan', dueOn: TODAY }
const test = { kind: 'mail.test', params: {}, link: '/settings', dueOn: null }

const shown = ({ subject, text }: { subject: string; text: string }): string => `Subject: ${subject}\n\n${text}`

describe.each(['en', 'es', 'zh', 'fr'])('a mail in %s', (language) => {
  it('of one matter', async () => {
    await expect(shown(letterOf([clock], packOf(language), language, TODAY, by))).toMatchFileSnapshot(golden(`mail-reminder.${language}.txt`))
  })
  it('of a day with several', async () => {
    await expect(shown(letterOf([late, action, clock, test], packOf(language), language, TODAY, by))).toMatchFileSnapshot(golden(`mail-digest.${language}.txt`))
  })
  it('has words for every notice: no key and no open bracket is left', () => {
    const pack = packOf(language)
    const kinds = new Set(Object.keys(pack).flatMap((key) => key.endsWith('.subject') ? [key.slice(0, -'.subject'.length)] : []))
    for (const kind of kinds) {
      if (kind === 'mail.digest') continue
      expect(pack[`${kind}.text`], kind).toBeDefined()
    }
  })
})

describe('the words of a notice', () => {
  const english = packOf('en')
  it('count the days from today', () => {
    expect(worded(clock, english, 'en', TODAY).subject).toBe('Halmoor Smelter: self-assessment is due on 15 July 2026')
    expect(worded(clock, english, 'en', '2026-07-15').subject).toBe('Halmoor Smelter: self-assessment is due today')
    expect(worded(clock, english, 'en', '2026-07-16').text).toContain('was due on 15 July 2026, 1 day ago.')
  })
  it('keep a subject on one line, whatever a name holds', () => {
    const { subject } = worded({ ...clock, params: { site: 'Halmoor\r\nBcc: everybody@example.org', what: '@clock.self-assessment' } }, english, 'en', TODAY)
    expect(subject).toBe('Halmoor Bcc: everybody@example.org: self-assessment is due on 15 July 2026')
  })
  it('take values as values: braces and tags in a name are shown as they are', () => {
    expect(worded({ ...clock, params: { site: '<b>{site}</b>', what: '@clock.self-assessment' } }, english, 'en', TODAY).subject).toContain('<b>{site}</b>:')
  })
  it('name a clock that no language knows by its own name', () => {
    expect(worded({ ...clock, params: { site: 'Halmoor', what: '@clock.annual-statement' } }, english, 'en', TODAY).subject).toBe('Halmoor: annual statement is due on 15 July 2026')
  })
  it('are wrapped without losing a word', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{1,90}$/), { maxLength: 60 }), (words) => {
      const text = words.join(' ')
      const lines = wrapped(text, '  ').split('\n')
      expect(lines.map((line) => line.trim()).join(' ')).toBe(text)
      expect(lines.every((line) => line.length <= 76 || !line.trim().includes(' '))).toBe(true)
    }))
  })
})
