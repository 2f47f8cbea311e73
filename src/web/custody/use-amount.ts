// Amounts by metal in the reader's language.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { amountText, METALS } from './quantities.ts'

export function useAmount() {
  const t = useMessages('custody')
  const { number, list } = useFormat()
  const metal = (substance: string): string => { const key = `metal.${substance}`; return t.has(key) ? t(key) : substance }
  const amount = (quanta: number, substance: string): string => amountText(quanta, substance, metal(substance), number)
  /** All metals of a lot, the one it is traded for first. */
  const amounts = (contained: Readonly<Record<string, number | undefined>>, first?: string): string =>
    list([...METALS].sort((a, b) => Number(b === first) - Number(a === first)).filter((one) => contained[one] !== undefined).map((one) => amount(contained[one]!, one)))
  return { amount, amounts, metal }
}
