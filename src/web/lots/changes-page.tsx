// What corrections after the fact changed for the lots of a book: before and now, and what was issued meanwhile.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { BookChoice, READERS } from '../custody/book-choice.tsx'
import { SiteName } from '../custody/names.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useAnswerWords } from './answer-words.ts'
import classes from './lots.module.css'

const route = getRouteApi('/lots/changes')
type Impact = Result<'listImpacts'>['items'][number]
const FIGURES = [['awardedMine', 'awarded.mine'], ['awardedChain', 'awarded.chain'], ['postConsumer', 'recycled.post'], ['preConsumer', 'recycled.pre'], ['unknown', 'unknown']] as const

function BeforeAndNow({ impact }: { readonly impact: Impact }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { before, after } = impact
  if (impact.cause === 'factor-revised') return <p>{t('changes.footprint', { version: impact.factorVersion ?? 0 })}</p>
  if (before === null || after === null) return <p>{t('changes.untold')}</p>
  if (!impact.hasChanged) return <p>{t('changes.same')}</p>
  return (
    <PlainTable label={t('changes.title')}>
      <thead>
        <tr>
          <th scope="col">{t('column.figure')}</th>
          <th scope="col">{t('column.before')}</th>
          <th scope="col">{t('column.after')}</th>
        </tr>
      </thead>
      <tbody>
        {FIGURES.map(([name, label]) => {
          const [was, is] = [words.share(before[name]), words.share(after[name])]
          return (
            <tr key={name} className={was === is ? undefined : classes.changedRow}>
              <th scope="row">{t(label)}</th>
              <td className="numeric">{was}</td>
              <td className="numeric">{is}</td>
            </tr>
          )
        })}
      </tbody>
    </PlainTable>
  )
}

/** What happened, where, as of which day, and when it was entered. */
function Cause({ impact }: { readonly impact: Impact }) {
  const t = useMessages('lots')
  const { day } = useFormat()
  return (
    <>
      {t(`cause.${impact.cause}`)}
      {impact.siteId === null ? impact.cause === 'award-changed' ? `: ${t('withheld.upstream')}` : null : (
        <>
          {': '}
          <Link to="/sites/$siteId" params={{ siteId: impact.siteId }}>
            <SiteName siteId={impact.siteId} />
          </Link>
        </>
      )}
      {impact.effectiveOn === null ? null : ` (${t('changes.on', { day: day(impact.effectiveOn) })})`}
      {' · '}
      {day(impact.changedAt)}
    </>
  )
}

function LotLink({ lotId }: { readonly lotId: string }) {
  return (
    <Link to="/lots/$lotId" params={{ lotId }}>
      {lotId.slice(lotId.indexOf(':') + 1)}
    </Link>
  )
}

function IssuedLink({ kind, id }: Pick<Impact['issued'][number], 'kind' | 'id'>) {
  const t = useMessages('lots')
  const words = t(`issued.${kind}`, { id })
  if (kind === 'passport') return <Link to="/passports/$passportId" params={{ passportId: id }}>{words}</Link>
  if (kind === 'claim') return <Link to="/claims/$claimId" params={{ claimId: id }} search={{}}>{words}</Link>
  return <Link to="/transfer-statements/$number" params={{ number: id }}>{words}</Link>
}

function Change({ impact }: { readonly impact: Impact }) {
  const t = useMessages('lots')
  const { day } = useFormat()
  return (
    <article className={classes.change}>
      <h2>
        <LotLink lotId={impact.lotId} />
      </h2>
      <p>
        <Cause impact={impact} />
      </p>
      <BeforeAndNow impact={impact} />
      {impact.issued.length === 0 ? null : (
        <>
          <p>{t('changes.issued')}</p>
          <ul className={classes.refs}>
            {impact.issued.map(({ kind, id, issuedAt }) => (
              <li key={`${kind} ${id}`}>
                <IssuedLink kind={kind} id={id} /> · {day(issuedAt)}
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  )
}

/** Looked at again without another answer: told in a line each, below what did change. */
function Unchanged({ impacts }: { readonly impacts: readonly Impact[] }) {
  const t = useMessages('lots')
  if (impacts.length === 0) return null
  return (
    <section className={classes.change}>
      <h2>{t('changes.unchanged')}</h2>
      <ul>
        {impacts.map((impact) => (
          <li key={`${impact.changeNo} ${impact.lotId}`}>
            <LotLink lotId={impact.lotId} />: <Cause impact={impact} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const mattered = ({ hasChanged, issued }: Impact): boolean => hasChanged || issued.length > 0

function Changes({ organisationId, lotId }: { readonly organisationId: string; readonly lotId: string | undefined }) {
  const t = useMessages('lots')
  const read = useLoosePages('listImpacts', { organisationId, ...(lotId === undefined ? {} : { lotId }) }, 10)
  const { items: impacts } = read
  if (impacts === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  if (impacts.length === 0) return <p>{t('changes.none')}</p>
  return (
    <>
      {impacts.filter(mattered).map((impact) => (
        <Change key={`${impact.changeNo} ${impact.lotId}`} impact={impact} />
      ))}
      <Unchanged impacts={impacts.filter((impact) => !mattered(impact))} />
      <ShowMore of={read} />
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { book, lot } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Frame>
      <PageHeading title={t('changes.title')} lead={t('changes.lead')} />
      <NeedsAccount roles={READERS}>
        <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots/changes', search: { book: next }, replace: true })}>
          {({ organisationId }) => <Changes organisationId={organisationId} lotId={lot} />}
        </BookChoice>
      </NeedsAccount>
    </Frame>
  )
}
