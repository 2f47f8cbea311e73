// The parameters of a chain-of-custody profile, each with its grounds.
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { Basis, type Grounds } from './grounds.tsx'
import type { StandardView } from './standard-page.tsx'

type Profile = NonNullable<StandardView['custodyProfile']>
type Parameter = keyof Profile

const MONTHS: ReadonlySet<Parameter> = new Set(['periodMonths', 'reconciliationMonths', 'conversionReviewMonths'])
const SHARES: ReadonlySet<Parameter> = new Set(['floorAtCloseShare', 'overdrawShare'])

export function CustodyParameters({ profile }: { readonly profile: Profile }) {
  const t = useMessages('standards')
  const { list, percent, number } = useFormat()
  const word = (value: string): string => {
    const key = `custody.value.${value}`
    return t.has(key) ? t(key) : value
  }
  const written = (name: Parameter): string => {
    const { value } = profile[name]
    if (Array.isArray(value)) return list(value.map(word))
    if (typeof value === 'number')
      return MONTHS.has(name) ? t('months', { count: value }) : SHARES.has(name) ? percent(value) : number(value)
    return word(value as string)
  }
  return (
    <section aria-labelledby="custody">
      <h2 id="custody">{t('custody.title')}</h2>
      <Facts>
        {(Object.keys(profile) as Parameter[]).map((name) => (
          <Fact key={name} name={t(`custody.${name}`)}>
            {written(name)} <Basis grounds={profile[name] as Grounds} about={t(`custody.${name}`)} />
          </Fact>
        ))}
      </Facts>
    </section>
  )
}
