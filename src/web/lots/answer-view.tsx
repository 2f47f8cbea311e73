// The answer about a lot as sections: figures first, then origins with their ranges, what is unknown, footprint, evidence.
import { lazy, Suspense } from 'react'
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import { isWithheld, useAnswerWords, type Answer, type Share } from './answer-words.ts'
import { Footprint } from './lot-footprint.tsx'
import { ShareBar } from './share-bar.tsx'
import classes from './lots.module.css'

const OriginMap = lazy(() => import('./origin-map.tsx').then((module) => ({ default: module.OriginMap })))

function Figure({ name, share, more }: { readonly name: string; readonly share: Share; readonly more?: string }) {
  const words = useAnswerWords()
  const range = words.range(share)
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.big}>{words.share(share)}</span>
        {range === undefined ? null : <span className={classes.small}>{range}</span>}
        {more === undefined ? null : <span className={classes.small}>{more}</span>}
      </dd>
    </div>
  )
}

export function Figures({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const { list } = useFormat()
  const { awarded, recycled, unknown } = answer
  // Whoever handled it without a mark, as far as it may be told.
  const broken = [...new Set(answer.handling.flatMap(({ site, isAwarded }) => isAwarded === false && 'siteId' in site ? [site.name ?? site.siteId] : []))]
  return (
    <dl className={classes.figures}>
      <Figure name={t('awarded.mine')} share={awarded.mine} />
      <Figure name={t('awarded.chain')} share={awarded.chain} more={broken.length === 0 ? t('awarded.chain.meaning') : t('awarded.chain.broken', { sites: list(broken) })} />
      <Figure name={t('recycled.post')} share={recycled.postConsumer} />
      <Figure name={t('recycled.pre')} share={recycled.preConsumer} />
      <Figure name={t('unknown')} share={unknown.share} />
    </dl>
  )
}

type Line = Answer['origins'][number]

function Marks({ line }: { readonly line: Line }) {
  const t = useMessages('lots')
  if (line.origin.kind !== 'site') return null
  if (isWithheld(line.marks)) return t('withheld')
  if (line.marks.length === 0) return t('mark.none')
  return line.marks.map(({ mark, isSure }) => t(isSure ? 'mark.held' : 'mark.possibly', { mark: mark ?? '' })).join(', ')
}

function OriginCell({ line }: { readonly line: Line }) {
  const words = useAnswerWords()
  const { country } = useWords()
  const { origin } = line
  if (origin.kind !== 'site') return words.origin(origin)
  return (
    <>
      <Link to="/sites/$siteId" params={{ siteId: origin.siteId }}>
        {words.origin(origin)}
      </Link>
      <span className={classes.small}>{origin.country === null ? origin.siteId : `${country(origin.country)} · ${origin.siteId}`}</span>
    </>
  )
}

/** As its book calls it: the number of the book tells a reader nothing. */
const refOf = (lotId: string): string => lotId.slice(lotId.indexOf(':') + 1)

export function Origins({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  return (
    <section className={classes.section}>
      <h2>{t('origins')}</h2>
      <PlainTable label={t('origins.caption')}>
        <thead>
          <tr>
            <th scope="col">{t('column.origin')}</th>
            <th scope="col">{t('column.share')}</th>
            <th scope="col">{t('column.range')}</th>
            <th scope="col">{t('column.mass')}</th>
            <th scope="col">{t('column.marks')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.origins.map((line, index) => (
            <tr key={index}>
              <th scope="row">
                <OriginCell line={line} />
              </th>
              <td className="numeric">{words.share(line.share)}</td>
              <td>
                <ShareBar share={line.share} />
                <span className={classes.small}>{words.range(line.share)}</span>
                {line.share.state === 'exact' && line.share.firstIn !== null && Math.abs(line.share.firstIn - line.share.share) > 1e-9 ? (
                  <span className={classes.small}>{t('share.first-in', { share: words.percent(line.share.firstIn) })}</span>
                ) : null}
              </td>
              <td className="numeric">{line.quanta === null ? '' : words.mass(line.quanta, answer.metal)}</td>
              <td>
                <Marks line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <p className={classes.small}>{t('origins.method')}</p>
    </section>
  )
}

export function MapOfOrigins({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const hasPlace = answer.origins.some(({ origin }) => origin.kind === 'site' && origin.position !== null)
  return (
    <section className={classes.section}>
      <h2>{t('map')}</h2>
      {hasPlace ? (
        <Suspense fallback={<p role="status">{t('loading')}</p>}>
          <OriginMap answer={answer} />
        </Suspense>
      ) : (
        <p>{t('map.none')}</p>
      )}
    </section>
  )
}

export function Unknown({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { narrowing, unknown } = answer
  return (
    <>
      {unknown.parts.length === 0 ? null : (
        <section className={classes.section}>
          <h2>{t('unknown.parts')}</h2>
          <ul>
            {unknown.parts.map((part, index) => (
              <li key={index}>
                {words.share(part.share)}: {isWithheld(part.lotId) ? t('unknown.upstream') : t(`unknown.${part.because}`, { lot: refOf(part.lotId) })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {narrowing === null ? null : (
        <section className={classes.section}>
          <h2>{t('narrowing')}</h2>
          <p className={classes.refs}>
            {t(`narrowing.${narrowing.datum}`, {
              lot: isWithheld(narrowing.lotId) ? '' : refOf(narrowing.lotId),
              event: isWithheld(narrowing.event) ? '' : narrowing.event,
              width: words.percent(narrowing.width),
            })}
          </p>
        </section>
      )}
    </>
  )
}

export function Evidence({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const { day } = useFormat()
  const shown = answer.documents.filter((one) => !isWithheld(one))
  return (
    <section className={classes.section}>
      <h2>{t('documents')}</h2>
      {shown.length === 0 ? (
        <p>{t('documents.none')}</p>
      ) : (
        <PlainTable label={t('documents.caption')}>
          <thead>
            <tr>
              <th scope="col">{t('column.document')}</th>
              <th scope="col">{t('column.ref')}</th>
              <th scope="col">{t('column.sha256')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one, index) =>
              isWithheld(one) ? null : (
                <tr key={index}>
                  <th scope="row">{t.has(`document.${one.kind}`) ? t(`document.${one.kind}` as 'document.other') : one.kind}</th>
                  <td>
                    {one.ref}
                    {one.issuedOn === null ? null : <span className={classes.small}>{day(one.issuedOn)}</span>}
                  </td>
                  <td className={classes.refs}>{one.sha256 ?? ''}</td>
                </tr>
              ),
            )}
          </tbody>
        </PlainTable>
      )}
      {shown.length < answer.documents.length ? <p>{t('documents.withheld')}</p> : null}
    </section>
  )
}

export function Versions({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const { number } = useFormat()
  const { logPosition, factorVersion, engineVersion } = answer.versions
  return <p className={classes.versions}>{t('versions.line', { position: number(logPosition), factors: factorVersion, engine: engineVersion })}</p>
}

/** All of an answer, as preview and comparison show it. */
export function AnswerView({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  return (
    <>
      {answer.isSimulated ? <p className={classes.badge}>{t('simulated')}</p> : null}
      <Figures answer={answer} />
      <Origins answer={answer} />
      <Unknown answer={answer} />
      <Footprint footprint={answer.footprint} metal={answer.metal} />
      <Evidence answer={answer} />
      <Versions answer={answer} />
    </>
  )
}
