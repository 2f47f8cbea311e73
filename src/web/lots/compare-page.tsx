// Two lots of one's own book side by side.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call, type Result } from '../api/client.ts'
import { LotField } from '../custody/lot-field.tsx'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { AnswerView } from './answer-view.tsx'
import { isWithheld } from './answer-words.ts'
import classes from './lots.module.css'

const route = getRouteApi('/lots/compare')

function Compared() {
  const t = useMessages('lots')
  const { a, b, asOf } = route.useSearch()
  const navigate = route.useNavigate()
  const [one, setOne] = useState(a ?? '')
  const [other, setOther] = useState(b ?? '')
  return (
    <>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault()
          if (one !== '' && other !== '') void navigate({ search: { a: one, b: other, ...(asOf === undefined ? {} : { asOf }) } })
        }}>
        <LotField label={t('column.lot')} lotId={one} onChange={setOne} />
        <LotField label={t('lot.compare')} lotId={other} onChange={setOther} />
        <Button type="submit" variant="default">
          {t('lot.compare.go')}
        </Button>
      </form>
      {a === undefined || b === undefined ? null : <Sides key={`${a} ${b}`} a={a} b={b} asOf={asOf} />}
    </>
  )
}

function Sides({ a, b, asOf }: { readonly a: string; readonly b: string; readonly asOf: string | undefined }) {
  const t = useMessages('lots')
  const read = useQuery({
    queryKey: ['compareLots', a, b, asOf ?? '', useLanguage()],
    queryFn: ({ signal }) => call('compareLots', { lotId: a, otherLotId: b, ...(asOf === undefined ? {} : { asOf }) }, { signal }),
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      {read.data.isComparable ? null : <p role="alert">{t('compare.not')}</p>}
      {read.data.differs.length === 0 ? null : <Differences {...read.data} />}
      <div className={classes.sides}>
        {read.data.lots.map((answer, index) => (
          <section key={index}>
            <h2 className={classes.refs}>{t('lot.title', { lot: answer.lotId.slice(answer.lotId.indexOf(':') + 1) })}</h2>
            <AnswerView answer={answer} />
          </section>
        ))}
      </div>
    </>
  )
}

type Compared = Result<'compareLots'>
type Footprint = Exclude<Compared['lots'][number]['footprint'], null | { withheld: true }>

/** Beside the numbers, what makes them numbers of two methods. */
function Differences({ lots, differs }: Pick<Compared, 'lots' | 'differs'>) {
  const t = useMessages('lots')
  const { number } = useFormat()
  const list = new Intl.ListFormat(t.language, { type: 'conjunction' })
  const named = (prefix: 'rule' | 'basis', value: string): string => (t.has(`${prefix}.${value}`) ? t(`${prefix}.${value}` as 'rule.mass') : value)
  const told = ({ method, isAtLeast }: Footprint, field: Compared['differs'][number]): string => {
    if (field === 'missing-parts') return t(isAtLeast ? 'differs.missing-parts' : 'compare.whole')
    if (method === null) return t('compare.untold')
    switch (field) {
      case 'boundary': return method.boundaries.join('; ')
      case 'gwp': return method.gwp.join(', ') || '–'
      case 'electricity-basis': return named('basis', method.basis)
      case 'allocation-rule': return method.rules.map((rule) => named('rule', rule)).join(', ') || '–'
      case 'value-ratio-cut-off': return method.valueRatioCutOff
      case 'factor-version': return String(method.factorVersion)
      default: return method.edition
    }
  }
  const footprints = lots.flatMap(({ footprint }) => (footprint === null || isWithheld(footprint) ? [] : [footprint]))
  const kg = ({ kgCo2ePerTonne, isAtLeast }: Footprint): string => (isAtLeast ? t('compare.least', { kg: number(kgCo2ePerTonne, 1) }) : number(kgCo2ePerTonne, 1))
  return (
    <>
      <p role="alert">{t('compare.differs', { fields: list.format(differs.map((field) => t(`differs.${field}`))) })}</p>
      <PlainTable label={t('compare.methods')}>
        <thead>
          <tr>
            <th scope="col">{t('compare.method')}</th>
            {lots.map(({ lotId }) => (
              <th key={lotId} scope="col" className={classes.refs}>
                {lotId.slice(lotId.indexOf(':') + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('compare.kg')}</th>
            {footprints.map((one, index) => (
              <td key={index} className="numeric">
                {kg(one)}
              </td>
            ))}
          </tr>
          {differs.map((field) => (
            <tr key={field}>
              <th scope="row">{t(field === 'missing-parts' ? 'compare.parts' : `differs.${field}`)}</th>
              {footprints.map((one, index) => (
                <td key={index}>{told(one, field)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  return (
    <Frame>
      <PageHeading title={t('compare.title')} />
      <NeedsAccount>
        <Compared />
      </NeedsAccount>
    </Frame>
  )
}
