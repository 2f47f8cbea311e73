// Amounts by metal in the reader's language.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { massWords } from '../ui/mass.ts'
import { METALS } from './quantities.ts'

export function useAmount() {
  const t = useMessages('custody')
  const { number, list } = useFormat()
  const metal = (substance: string): string => { const key = `metal.${substance}`; return t.has(key) ? t(key) : substance }
  const amount = (quanta: number, substance: string): string => `${massWords(quanta, substance, number)}\u00a0${metal(substance)}`
  /** Without the name of the metal, where it stands beside. */
  const quantity = (quanta: number, substance: string): string => massWords(quanta, substance, number)
  /** All metals of a lot, the one it is traded for first. */
  const each = (contained: Readonly<Record<string, number | undefined>>, first?: string): string[] =>
    [...METALS].sort((a, b) => Number(b === first) - Number(a === first)).filter((one) => contained[one] !== undefined).map((one) => amount(contained[one]!, one))
  const amounts = (contained: Readonly<Record<string, number | undefined>>, first?: string): string => list(each(contained, first))
  return { amount, amounts, each, metal, quantity }
}
