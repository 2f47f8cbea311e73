// A mass as it is typed into an account: as the screens print it in any language, and in the unit of the account where none is given.
import { typedMass } from '../custody/quantities.ts'

/** The unit that the masses of an account are written in. */
export type Unit = 't' | 'kg'
export const unitOf = ({ unit }: { readonly unit: 'g' | 'mg' }): Unit => unit === 'g' ? 't' : 'kg'

/** Thousands set apart: by both signs, of which the last is the decimal one, or by one sign twice. */
const GROUPED = /^(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(\.\d{3}){2,}|\d{1,3}(,\d{3}){2,})(?![.,\d])/
const ungrouped = (number: string): string => number.includes('.') && number.includes(',') ? number.replace(/[.,](?=.*[.,])/g, '').replace(',', '.') : number.replace(/[.,]/g, '')

const decimalSign = (language: string): string => new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')!.value

/**
 * What could be two numbers, or none, stays as it is typed, and is refused.
 * @param language of the reader: where masses are printed with a decimal comma, `185,671` is one number and not two
 */
export function massIn(text: string, unit: Unit, language: string): string {
  const [, number = '', given = ''] = /^([\d.,\s]+)([a-z]*)$/i.exec(text.trim()) ?? []
  if (number === '') return text.trim()
  const plain = number.trim().replace(/(?<=\d)\s(?=\d{3}(\D|$))/g, '').replace(GROUPED, ungrouped)
  return typedMass(`${decimalSign(language) === ',' ? plain.replace(/^(\d+),(\d+)$/, '$1.$2') : plain} ${given || unit}`)
}
