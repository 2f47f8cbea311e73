// All standards in three registers that are kept apart: marks, due diligence without a claim, chain of custody.
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './standards.module.css'

type Row = Result<'listStandards'>['items'][number]
const REGISTERS = ['mark', 'due-diligence', 'chain-of-custody'] as const

export function ForceWord({ standard }: { readonly standard: Pick<Row, 'status' | 'isInForce' | 'isExample'> }) {
  const t = useMessages('standards')
  const word =
    standard.status === 'draft' ? 'draft' : standard.isInForce === null ? 'open' : standard.isInForce ? 'yes' : 'no'
  return (
    <>
      <span className={classes.tag} data-force={word}>
        {t(`force.${word}`)}
      </span>
      {standard.isExample ? <span className={classes.tag}>{t('example')}</span> : null}
    </>
  )
}

function Card({ row }: { readonly row: Row }) {
  const t = useMessages('standards')
  const { dated } = useFormat()
  const address = { standard: row.standard, version: row.version }
  return (
    <li className={classes.card}>
      <h3>
        <Link to="/standards/$standard/$version" params={address}>
          {row.title}
        </Link>
      </h3>
      <p>
        <ForceWord standard={row} />
      </p>
      <p className="quiet">
        {[t('criteria.count', { count: row.criterionCount }), t('published', { date: dated(row.published.date) })].join(
          ' · ',
        )}
      </p>
      {row.marks.length === 0 ? null : <p>{t('yields', { marks: row.marks.map(({ title }) => title).join(', ') })}</p>}
      {row.predecessor === null ? null : (
        <p>
          <Link
            to="/standards/$standard/compare"
            params={{ standard: row.standard }}
            search={{ from: row.predecessor, to: row.version }}>
            {t('compare.link', { version: row.predecessor })}
          </Link>
        </p>
      )}
    </li>
  )
}

export function Page() {
  const t = useMessages('standards')
  const { items } = useRead('listStandards', { language: t.language, limit: 200, ...useTimes() })
  return (
    <Frame>
      <PageHeading title={t('title')} lead={t('lead')} />
      {items.length === 0 ? (
        <Empty title={t('none')}>
          <p>{t('none.next')}</p>
        </Empty>
      ) : (
        REGISTERS.map((register) => {
          const rows = items
            .filter((row) => row.register === register)
            .toSorted(
              (a, b) =>
                Number(a.isExample) - Number(b.isExample) ||
                a.standard.localeCompare(b.standard) ||
                b.version.localeCompare(a.version, 'en', { numeric: true }),
            )
          return (
            <section key={register} aria-labelledby={register} className={classes.register}>
              <h2 id={register}>{t(`register.${register}`)}</h2>
              <p className={classes.lead}>{t(`register.${register}.meaning`)}</p>
              {rows.length === 0 ? (
                <p className="quiet">{t('register.none')}</p>
              ) : (
                <ul className={classes.cards}>
                  {rows.map((row) => (
                    <Card key={row.uri} row={row} />
                  ))}
                </ul>
              )}
            </section>
          )
        })
      )}
    </Frame>
  )
}
