import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messagesOf } from '../messages/use-messages.ts'
import { makeFormat, type DatedValue } from './format.ts'

const formatOf = (language: string) =>
  makeFormat(
    language,
    messagesOf<'shell'>(
      language,
      JSON.parse(readFileSync(`languages/${language}/shell.json`, 'utf8')) as Record<string, string>,
    ),
  )
const dated = (precision: string, from: string | null, to: string | null): DatedValue => ({
  precision,
  from,
  to,
  printed: '',
})

describe('a date known in part', () => {
  const { dated: written } = formatOf('en')
  it.each([
    ['day', '2021-04-26', '2021-04-26', '26 April 2021'],
    ['month', '2023-12-01', '2023-12-31', 'December 2023'],
    ['quarter', '2022-04-01', '2022-06-30', 'Q2 2022'],
    ['year', '2025-01-01', '2025-12-31', '2025'],
    ['by', null, '2023-02-28', 'by February 2023'],
    ['by', '2020-03-30', '2021-12-18', 'by 18 December 2021'],
    ['by', null, '2024-02-29', 'by February 2024'],
    ['by', null, '2024-02-28', 'by 28 February 2024'],
    ['after', '2024-07-31', null, 'after 31 July 2024'],
    ['range', '2022-05-02', '2022-08-30', 'between 2 May 2022 and 30 August 2022'],
    ['undated', null, null, 'date not stated'],
  ])('%s from %s to %s is written "%s"', (precision, from, to, text) => {
    expect(written(dated(precision, from, to))).toBe(text)
  })
  it('is written by the rules of the language', () => {
    expect(formatOf('es').dated(dated('by', null, '2023-02-28'))).toBe('a más tardar febrero de 2023')
    expect(formatOf('zh').dated(dated('quarter', '2022-04-01', '2022-06-30'))).toBe('2022 年第 2 季度')
    expect(formatOf('fr').dated(dated('day', '2021-04-26', '2021-04-26'))).toBe('26 avril 2021')
  })
  it('does not move with the time zone of the reader', () => {
    expect(written(dated('day', '2024-01-01', '2024-01-01'))).toBe('1 January 2024')
  })
})

describe('quantities', () => {
  const format = formatOf('en')
  it('carry their unit and do not break before it', () => {
    expect(format.tonnes(81159, 'Cu')).toBe('81,159\u00a0t\u00a0Cu')
    expect(format.tonnes(9.5)).toBe('9.5\u00a0t')
  })
  it('keep one digit after the point in shares, so that two of them can be compared', () => {
    expect([0.24, 0.361].map((share) => format.percent(share))).toEqual(['24.0%', '36.1%'])
  })
  it('name the hemisphere instead of a sign', () => {
    expect(format.degrees(-22.619, -69.8647)).toBe('22.619°\u00a0S, 69.8647°\u00a0W')
  })
})
