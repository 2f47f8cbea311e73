// The rules that accounts may stand under, each parameter with its ground: found, known, or assumed.
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { BookPage } from './book-page.tsx'
import { Waiting } from './parts.tsx'

type Profile = Result<'listCustodyProfiles'>['items'][number]
type Parameter = keyof Profile['rules']

function useValue(): (rules: Profile['rules'], name: Parameter) => string {
  const t = useMessages('balance')
  const { percent, list } = useFormat()
  const registers = (all: readonly ('mark' | 'chain-of-custody' | 'due-diligence')[]): string => all.length === 0 ? t('value.none') : list(all.map((one) => t(`value.register.${one}`)))
  return (rules, name) => {
    switch (name) {
      case 'method': return t(`method.${rules.method}`)
      case 'models': return list(rules.models.map((one) => t(`model.${one}`)))
      case 'periodMonths': case 'reconciliationMonths': case 'recoveryReviewMonths': return t('value.months', { count: rules[name] })
      case 'windowMonths': return rules.windowMonths === null ? t('value.window.none') : t('value.months', { count: rules.windowMonths })
      case 'carryOverPeriods': return rules.carryOverPeriods === null ? t('value.forever') : t('value.periods', { count: rules.carryOverPeriods })
      case 'overdraw': return rules.overdraw.kind === 'share' ? t('value.overdraw.share', { percent: percent(Number(rules.overdraw.share), 0) }) : t(`value.overdraw.${rules.overdraw.kind}`)
      case 'floorAtCloseShare': return Number(rules.floorAtCloseShare) === 0 ? t('value.floor') : t('value.floor.share', { percent: percent(Number(rules.floorAtCloseShare), 0) })
      case 'level': return t(`value.level.${rules.level}`)
      case 'recovery': return t(`value.recovery.${rules.recovery}`)
      case 'supplierNeeds': case 'ownerNeeds': return registers(rules[name])
      case 'toleranceShare': return percent(Number(rules.toleranceShare), 1)
    }
  }
}

function One({ profile }: { readonly profile: Profile }) {
  const t = useMessages('balance')
  const valueOf = useValue()
  return (
    <section aria-labelledby={profile.name}>
      <h2 id={profile.name}>{profile.title}</h2>
      <p>{profile.about} <span className="quiet">({profile.name} {profile.version})</span></p>
      <PlainTable label={profile.title}>
        <thead><tr><th scope="col">{t('column.parameter')}</th><th scope="col">{t('column.value')}</th><th scope="col">{t('column.basis')}</th></tr></thead>
        <tbody>
          {profile.parameters.map((one) => (
            <tr key={one.name}>
              <th scope="row">{t(`parameter.${one.name as Parameter}`)}</th>
              <td>{valueOf(profile.rules, one.name as Parameter)}</td>
              <td><strong>{t(`basis.${one.basis}`)}</strong>{one.source === null ? '' : <>: <span lang="en">{one.source}</span></>}{one.note === null ? null : <><br /><span className="quiet">{one.note}</span></>}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Content() {
  const t = useMessages('balance')
  const { data, error } = useLooseRead('listCustodyProfiles')
  return (
    <>
      <PageHeading title={t('profiles.title')} lead={t('profiles.lead')} />
      {data === undefined ? <Waiting error={error} /> : data.items.map((profile) => <One key={`${profile.name} ${profile.version}`} profile={profile} />)}
    </>
  )
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
