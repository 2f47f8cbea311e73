// What a slot of a phrase holds: names, days, numbers, masses, facts of a lot. Each reads and writes itself.
import { isCalendarDay } from '#src/kernel/time.ts'
import type { Drawn, Figure, Leg, LotFact, Lost, Made, ScenarioWords, WrittenMass } from './scenario.ts'
import { attempt, choice, fail, here, listOf, oneOf, phrase, readWord, token, type Cursor, type Syntax } from './syntax.ts'

/** Words of phrases: a thing that is called so is written in quotation marks. */
const RESERVED = new Set(('and at as by brand buys claims declared exclusive expires for from in instead into is keeps kg lot of on or per pre scope sent ships t the then to under wet with '
  + 'loses moisture measured period periods output other book').split(' '))
const PLAIN = /^[\p{L}_][\p{L}\p{N}_./-]*$/u
const HYPHENED = /^[\p{N}][\p{L}\p{N}_./-]*$/u

/** `12345.60` as `12,345.60`. */
export function withCommas(figure: Figure): string {
  const [whole, part] = figure.split('.') as [string, string?]
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}

export const day: Syntax<string> = token(['day'], 'a day such as 2026-03-31', (text) => isCalendarDay(text) ? text : undefined, (value) => value)
export const time: Syntax<string> = token(['time'], 'a time such as 14:30', (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : undefined, (value) => value)
export const figure: Syntax<Figure> = token(['number'], 'a number', (text) => text, withCommas)

/** A name or a reference: one word, or anything in quotation marks. */
export const nameAmong = (words: ReadonlySet<string>): Syntax<string> => token(['word', 'text'], 'a name', (text) => text === '' ? undefined : text,
  (value) => (PLAIN.test(value) || HYPHENED.test(value) && !/^\d{4}-\d{2}-\d{2}|^\d+([.,]\d+)*$/.test(value)) && !RESERVED.has(value) && !words.has(value) ? value : `"${value}"`)

const UNITS = ['t', 'kg', 'g', 'mg', 'lb', 'oz'] as const
const unit = oneOf(UNITS)
export const mass: Syntax<WrittenMass> = { ...phrase<WrittenMass>('{amount} {unit}', { amount: figure, unit }), shown: 'mass' }

export type Slots = ReturnType<typeof slotsOf>

export function slotsOf(words: ScenarioWords) {
  const known = new Set([...Object.values(words).flat(), 'unknown', 'scheme'])
  const named = nameAmong(known)
  const name = (shown: string): Syntax<string> => ({ ...named, shown })
  const substance = oneOf(words.substances, 'metal')
  const material = oneOf(words.materials, 'material')
  const model = oneOf(words.models, 'model')
  const scrapClass = oneOf(words.scrapClasses, 'scrap class')
  const percent = figure

  const fact = choice<LotFact>([
    { is: (value) => value.fact === 'contained', syntax: phrase<LotFact & { fact: 'contained' }>('{mass} {substance}', { mass, substance }, { fact: 'contained' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'gross', syntax: phrase<LotFact & { fact: 'gross' }>('{mass}<isWet|wet>', { mass }, { fact: 'gross' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'moisture', syntax: phrase<LotFact & { fact: 'moisture' }>('{percent} % moisture', { percent }, { fact: 'moisture' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'assay', syntax: phrase<LotFact & { fact: 'assay' }>('{percent} % {substance}', { percent, substance }, { fact: 'assay' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'scrap', syntax: phrase<LotFact & { fact: 'scrap' }>('{scrapClass}', { scrapClass }, { fact: 'scrap' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'model', syntax: phrase<LotFact & { fact: 'model' }>('{model}', { model }, { fact: 'model' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'declared', syntax: phrase<LotFact & { fact: 'declared' }>('declared from {origin}', { origin: name('place or country') }, { fact: 'declared' }) as Syntax<LotFact> },
    { is: (value) => value.fact === 'brand', syntax: phrase<LotFact & { fact: 'brand' }>('brand {brand}', { brand: name('name') }, { fact: 'brand' }) as Syntax<LotFact> },
  ], 'fact')
  const facts = { ...listOf(fact, [',']), shown: 'fact, fact …' }

  const drawn: Syntax<Drawn> = { ...phrase<Drawn>('[{take} of] {lot}[at {recovery} %]', { take: mass, lot: name('lot'), recovery: percent }), shown: '[mass of] lot [at number %]' }
  const lost: Syntax<Lost> = { ...phrase<Lost>('{mass}[{substance}]', { mass, substance }), shown: 'mass [metal]' }
  const leg: Syntax<Leg> = phrase<Leg>('{mode} {km} km', { mode: oneOf(words.modes, 'mode'), km: figure })
  const made = madeSyntax(material, name('lot'), facts)
  return {
    name, substance, material, model, scrapClass, facts, made, percent,
    drawn: { ...listOf(drawn), shown: 'lots' }, outputs: { ...listOf(made, ['and']), shown: 'lot and lot …' }, losses: listOf(lost, ['and']), legs: { ...listOf(leg, ['then']), shown: 'mode number km then …' },
    names: listOf(name('name')), stage: oneOf(words.stages, 'stage'), characteristic: oneOf(words.characteristics, 'characteristic'), unitWord: oneOf(words.units, 'unit'), register: oneOf(words.registers, 'mark'),
  }
}

/** `cathode K1: 25 t copper, brand NORTE`; the words `lot` and the colon may be left out. */
function madeSyntax(material: Syntax<string>, lot: Syntax<string>, facts: Syntax<readonly LotFact[]>): Syntax<Made> {
  return {
    shown: '[material] lot [sent as lot][: facts]',
    write: (value) => {
      const head = [value.material === undefined ? 'lot' : material.write(value.material), lot.write(value.lot), ...(value.sentAs === undefined ? [] : ['sent as', lot.write(value.sentAs)])].join(' ')
      return value.facts === undefined ? head : `${head}: ${facts.write(value.facts)}`
    },
    read: (cursor: Cursor) => {
      const what = attempt(cursor, () => material.read(cursor))
      attempt(cursor, () => readWord(cursor, 'lot'))
      const name = lot.read(cursor)
      const sentAs = attempt(cursor, () => { readWord(cursor, 'sent'); readWord(cursor, 'as'); return lot.read(cursor) })
      const hasColon = attempt(cursor, () => { readWord(cursor, ':'); return true }) === true
      const told = hasColon ? facts.read(cursor) : attempt(cursor, () => here(cursor).kind === 'end' ? fail(cursor, 'a fact') : facts.read(cursor))
      return { ...(what === undefined ? {} : { material: what }), lot: name, ...(sentAs === undefined ? {} : { sentAs }), ...(told === undefined ? {} : { facts: told }) }
    },
  }
}
