import { describe, expect, it } from 'vitest'
import { linesOf } from './flow-name.ts'

describe('a name in a flow', () => {
  it('stands on one line where there is room, else on two', () => {
    expect(linesOf('Tarn Ridge Mine, Concentrate', 250)).toEqual(['Tarn Ridge Mine, Concentrate'])
    expect(linesOf('Received of a party that is withheld', 150)).toEqual(['Received of a party', 'that is withheld'])
  })
  it('breaks Chinese between any letters, each twice as wide', () => {
    expect(linesOf('收自未披露的一方', 60)).toEqual(['收自未披', '露的一方'])
  })
  it('is cut after the second line, and a single word never', () => {
    expect(linesOf('one two three four five six', 60)).toEqual(['one two', 'three…'])
    expect(linesOf('Unbreakableword', 30)).toEqual(['Unbreakableword'])
    expect(linesOf('', 30)).toEqual([''])
  })
})
