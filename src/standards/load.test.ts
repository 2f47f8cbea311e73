import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locator, readStandardFile } from './load.ts'

const PATH = 'example-performance-areas/draft-1.yaml'
const good = readFileSync(fileURLToPath(new URL(`../../standards/${PATH}`, import.meta.url)), 'utf8')

/** The line of the good file on which a text first stands. */
const lineOf = (text: string): number => good.slice(0, good.indexOf(text)).split('\n').length

const refusal = (text: string, path = PATH) => {
  const outcome = readStandardFile(path, text)
  if (outcome.accepted) throw new Error('the file was accepted')
  expect(outcome.refusal.code).toBe('standard-file-invalid')
  return outcome.refusal
}
/** One edit of the good file, and the faults it gives. */
const faultsAfter = (from: string, to: string) => {
  expect(good).toContain(from)
  return refusal(good.replace(from, to)).errors
}

describe('a standard file', () => {
  it('is accepted as it is shipped', () => {
    expect(readStandardFile(PATH, good)).toMatchObject({ accepted: true, value: { kind: 'standard', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) } })
  })

  it.each([
    ['a misspelt key', 'register: mark', 'registre: mark', 'register: mark', '/registre', 'there is no "registre" here in this form; check its spelling or leave it out'],
    ['a wrong value', 'slug: good', 'slug: Good!', 'slug: good', '/ratingScale/levels/2/slug', 'a slug is lower-case words joined by hyphens'],
    ['a version that is no text', 'version: "draft-1"', 'version: 2.0', 'version: "draft-1"', '/version', 'a version is text: write it in quotes, such as "2.0"'],
    ['a level that is not on the scale', 'atLeast: good', 'atLeast: great', 'rule:', '/awardRule/rule', 'there is no level great on the rating scale'],
    ['a rule that asks for nothing', 'atLeast: foundational', 'atLeast: not-reached', 'rule:', '/awardRule/rule', 'everything reaches not-reached, the lowest level: a rule asks for more'],
    ['a group that is not there', 'group: { slug: place', 'group: { slug: planet', 'group: { slug: place', '/criteria/5/group/slug', 'there is no group planet in this file'],
    ['a source that is not there', '[threshold-draft]', '[hearsay]', '[threshold-draft]', '/ratingScale/sources/0', 'there is no source hearsay in this file'],
    ['a finding without a source', 'sdgs: { goals: [16], basis: inferred }', 'sdgs: { goals: [16], basis: found }', 'sdgs: { goals: [16]', '/criteria/0/sdgs/basis', 'a statement that was found names its source; say inferred if it was deduced'],
    ['a site type nobody has', 'siteTypes: [mine', 'siteTypes: [moon', 'siteTypes: [mine', '/criteria/6/applicability/siteTypes/0', expect.stringContaining('Invalid option')],
    ['a slug given twice', 'slug: open-books', 'slug: honest-dealing', 'slug: open-books', '/criteria/1/slug', 'honest-dealing stands in criteria twice; each slug is given once'],
    ['a number given twice', 'number: 2', 'number: 1', 'number: 2', '/criteria/1/number', '1 stands in criteria twice; each number is given once'],
    ['warnings out of order', '[90, 30, 7, 1, 0]', '[1, 90]', '[90, 30, 7, 1, 0]', '/clocks/0/warnings/daysBefore', 'the days run down, such as [90, 30, 7, 1, 0]'],
    ['a relation to nothing', '    sdgs: { goals: [6], basis: inferred }', '    sdgs: { goals: [6], basis: inferred }\n    relation: { kind: new, basis: inferred }', 'sdgs: { goals: [6]', '/criteria/5/relation', 'this file names no predecessor version, so that a relation speaks of nothing'],
    ['a claim of due diligence', 'register: mark', 'register: due-diligence', 'claim:', '/claim/level', 'stand-alone due diligence yields no claim'],
  ])('names file, line and path of %s', (_, from, to, where, pointer, detail) => {
    const shift = pointer === '/criteria/5/relation' ? 1 : 0
    expect(faultsAfter(from, to)).toContainEqual({ pointer: `${PATH}:${lineOf(where) + shift} ${pointer}`, detail })
  })

  it('names what is missing at the line of what should hold it', () => {
    expect(faultsAfter('    meaning: Nobody buys a decision, and nobody sells one.\n', ''))
      .toEqual([{ pointer: `${PATH}:${lineOf('slug: honest-dealing')} /criteria/0/meaning`, detail: '"meaning" is missing' }])
  })

  it('names the line of broken YAML, and a key given twice', () => {
    expect(faultsAfter('register: mark', 'register: mark: x')).toContainEqual({ pointer: `${PATH}:${lineOf('register: mark')} /`, detail: expect.stringContaining('Nested mappings') })
    expect(faultsAfter('register: mark', 'register: mark\nregister: mark')).toContainEqual({ pointer: `${PATH}:${lineOf('register: mark') + 1} /`, detail: 'Map keys must be unique' })
  })

  it('says how many faults there are, and gives the first in full', () => {
    const { detail, errors } = refusal(good.replaceAll('basis: inferred', 'basis: guessed'))
    expect(errors!.length).toBeGreaterThan(10)
    expect(detail).toMatch(/^example-performance-areas\/draft-1\.yaml:\d+ \/.*\(and \d+ more\)\. Correct the file and load it again\.$/)
  })

  it('lies where it says it belongs', () => {
    expect(refusal(good, 'example-performance-areas/2.yaml').errors).toEqual([{
      pointer: `example-performance-areas/2.yaml:${lineOf('standard: example')} /standard`,
      detail: 'by what it says of itself this file belongs at example-performance-areas/draft-1.yaml',
    }])
  })

  it('is refused where it holds no map, nothing, a NUL, an alias, or far too much', () => {
    for (const text of ['', '- a\n- b', 'just words', `form: cupel-standard-1\ntitle: "a\u0000b"`, 'x: &a [1]\ny: *a', '#'.repeat(2_000_001)]) refusal(text)
  })

  it('refuses aliases at their line, and brackets without end', () => {
    expect(refusal('a: &b [1]\nc: *b').errors).toEqual([{ pointer: `${PATH}:2 /`, detail: 'the alias *b is not read here; write out what it stands for' }])
    expect(refusal('['.repeat(500_000)).errors!.length).toBeGreaterThan(0)
  })

  it('meets any text with an answer, never with a fault of its own', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('form: cupel-standard-1', 'form: cupel-standard-language-1', 'criteria: [', '  - slug: a', '? {a: b}', '*x', '&x', '!!set {a}', '<<: *a', '---'))
    fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (lines) => { expect(readStandardFile('a/1.yaml', lines.join('\n')).accepted).toBe(false) }))
  })
})

describe('relations', () => {
  const file = 'risk-readiness-assessment/3.0.yaml'
  const text = readFileSync(fileURLToPath(new URL(`../../standards/${file}`, import.meta.url)), 'utf8')
  it.each([
    ['same', 'kind: same, predecessors: [pollution]', 'kind: same, predecessors: [pollution, child-labor]', 'continues exactly one criterion of the version before; 2 are named'],
    ['new', 'kind: new, basis', 'kind: new, predecessors: [pollution], basis', 'continues no criterion of the version before; 1 are named'],
    ['merged', 'kind: merged, predecessors: [working-hours, remuneration]', 'kind: merged, predecessors: [remuneration]', 'continues two or more criteria of the version before; 1 are named'],
    ['split', 'kind: same, predecessors: [pollution]', 'kind: split, predecessors: [pollution]', 'pollution is said to be split, but only this criterion comes from it'],
  ])('continue as many criteria as %s means', (_, from, to, detail) => {
    expect(text).toContain(from)
    expect(refusal(text.replace(from, to), file).errors).toEqual([{ pointer: expect.stringMatching(/3\.0\.yaml:\d+ \/criteria\/\d+\/relation/), detail: expect.stringContaining(detail) }])
  })
})

describe('a language pack', () => {
  const file = 'example-performance-areas/draft-1.es.yaml'
  const text = readFileSync(fileURLToPath(new URL(`../../standards/${file}`, import.meta.url)), 'utf8')
  it('is read as one, and lies beside its standard', () => {
    expect(readStandardFile(file, text)).toMatchObject({ accepted: true, value: { kind: 'language-pack', pack: { language: 'es', reviewed: false } } })
    expect(refusal(text, 'example-performance-areas/draft-1.fr.yaml').errors![0]!.detail).toContain('draft-1.es.yaml')
  })
  it('finds its statements by line', () => {
    expect(locator(text)(['criteria', 'open-books', 'title'])).toBe(text.split('\n').findIndex((line) => line.startsWith('  open-books:')) + 2)
  })
})
