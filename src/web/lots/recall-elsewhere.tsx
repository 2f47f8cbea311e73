// What the owner of a site is told of its metal in the books of others: figures in bands, or that they are withheld.
import { useQuery } from '@tanstack/react-query'
import { call, type InputFor, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { quantumOf } from '../ui/mass.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAnswerWords } from './answer-words.ts'
import classes from './lots.module.css'

type Total = Result<'getRecallTotal'>
type Metal = NonNullable<InputFor<'getRecallTotal'>['substance']>
const COUNTS = ['lots', 'organisations'] as const
const MASSES = ['tonnes', 'tonnesSold'] as const

function Figures({ total, metal }: { readonly total: Total; readonly metal: Metal }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { number } = useFormat()
  const mass = (tonnes: number): string => words.mass(tonnes * (quantumOf(metal) === 'mg' ? 1e9 : 1e6), metal)
  const told = (figure: Total['lots'], word: (value: number) => string): string => figure.state === 'withheld' ? t('elsewhere.withheld') : t('elsewhere.band', { from: word(figure.from), to: word(figure.to) })
  return (
    <PlainTable label={t('elsewhere')}>
      <tbody>
        {COUNTS.map((name) => <tr key={name}><th scope="row">{t(`elsewhere.${name}`)}</th><td>{told(total[name], (value) => number(value))}</td></tr>)}
        {MASSES.map((name) => <tr key={name}><th scope="row">{t(`elsewhere.${name}`)}</th><td>{told(total[name], mass)}</td></tr>)}
      </tbody>
    </PlainTable>
  )
}

export function Elsewhere({ organisationId, siteId, metal }: { readonly organisationId: string; readonly siteId: string; readonly metal: Metal }) {
  const t = useMessages('lots')
  const read = useQuery({ queryKey: ['getRecallTotal', organisationId, siteId, metal], queryFn: ({ signal }) => call('getRecallTotal', { organisationId, siteId, substance: metal }, { signal }) })
  return (
    <section className={classes.section}>
      <h2>{t('elsewhere')}</h2>
      <p className={classes.small}>{t('elsewhere.lead')}</p>
      {read.data === undefined ? read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} /> : (
        <>
          <Figures total={read.data} metal={metal} />
          {read.data.isWhole ? null : <p role="note">{t('elsewhere.cut')}</p>}
        </>
      )}
    </section>
  )
}
