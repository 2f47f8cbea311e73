// Times of EPCIS events by values.
import { expect, it } from 'vitest'
import { Timestamp } from './event.ts'

it('takes a time that the calendar and the database have', () => {
  const taken = (text: string): boolean => Timestamp.safeParse(text).success
  expect(['2026-06-15T08:30:00+02:00', '2024-02-29T00:00:00Z', '1900-01-01T00:00:00Z'].filter(taken)).toHaveLength(3)
  expect(['0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-06-15'].filter(taken)).toEqual([])
})
