// A claim by its address: what is said, by whom, until when, and what stands behind it. Its own party reviews or withdraws it.
import { Button, Group, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { writtenNumbers } from '#src/kernel/text.ts'
import { holdsRole, useMe } from '../account/me.ts'
import { api, linkTo, type Result } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { reasonsOf, wordsFor } from './claim-words.ts'
import classes from './claims.module.css'

const route = getRouteApi('/claims/$claimId')
/** What it rests on is told to its own party alone. */
type Shown = Pick<Result<'readClaim'>, 'digest' | 'state' | 'issuedAt'> & { readonly body: Result<'readClaim'>['body'] & Partial<Pick<Result<'getClaim'>['claim']['body'], 'evidence'>> }

function Neutral({ of }: { readonly of: NonNullable<Shown['body']['neutral']> }) {
  const t = useMessages('claims')
  const { day, number } = useFormat()
  const tonnes = (text: string) => t('value.tonnes', { value: number(Number(text), 4) })
  const { terms, numbers } = of
  return (
    <section className={classes.section} aria-labelledby="neutral">
      <h2 id="neutral">{t('neutral.title')}</h2>
      <Facts>
        <Fact name={t('neutral.standard')}>{t(`standard.${terms.standard}`)}</Fact>
        <Fact name={t('neutral.gross')}>{tonnes(numbers.grossTonnes)}</Fact>
        <Fact name={t('neutral.reduced')}>{tonnes(numbers.reducedTonnes)}</Fact>
        <Fact name={t('neutral.baseline')}>{terms.baseline || '–'}</Fact>
        <Fact name={t('neutral.retired')}>{numbers.creditsRetired}</Fact>
        <Fact name={t('neutral.surplus')}>{tonnes(numbers.surplusTonnes)}</Fact>
      </Facts>
      <RowTable
        label={t('neutral.credits')}
        rows={terms.retirements}
        keyOf={({ series, serialFrom }) => `${series}${serialFrom}`}
        columns={[
          { heading: t('column.registry'), cell: ({ registry }) => registry },
          { heading: t('column.project'), cell: ({ project }) => project },
          { heading: t('column.serials'), cell: ({ series, serialFrom, serialTo }) => `${series} ${serialFrom}–${serialTo}`, className: 'numeric nowrap' },
          { heading: t('column.vintage'), cell: ({ vintage }) => vintage, className: 'numeric' },
          { heading: t('column.type'), cell: ({ type }) => t(`credit.${type}`) },
          { heading: t('column.retired-on'), cell: ({ retiredOn }) => day(retiredOn, 'short'), className: 'nowrap' },
          { heading: t('column.beneficiary'), cell: ({ beneficiary }) => beneficiary },
        ]}
      />
      <p className={classes.quiet}>{t('neutral.means')}</p>
    </section>
  )
}

function Said({ claim, isUnderReview }: { readonly claim: Shown; readonly isUnderReview: boolean }) {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { body, state, digest } = claim
  const { statement, means } = wordsFor(body.words, t.language)
  return (
    <>
      <div className={classes.said} data-state={state} {...(isUnderReview ? { 'data-review': '' } : {})}>
        {body.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
        <p className={classes.statement}>{statement}</p>
        <p className={classes.state}>{t(`state.${state}.long`, { day: day(body.validUntil) })}</p>
        {isUnderReview ? <p className={classes.state}>{t('review.public')}</p> : null}
        <p className={classes.quiet}>{means}</p>
      </div>
      <Facts>
        <Fact name={t('fact.claimant')}>{body.claimant.name ?? body.claimant.organisationId}</Fact>
        <Fact name={t('fact.subject')}>
          {t(`subject.${body.subject.kind}`)} {body.subject.label}
        </Fact>
        <Fact name={t('fact.audience')}>{body.audience.partner ?? t(`audience.${body.audience.kind}`)}</Fact>
        <Fact name={t('fact.issued')}>{day(body.issuedOn)}</Fact>
        <Fact name={t('fact.valid-until')}>{day(body.validUntil)}</Fact>
        {body.model === null ? null : <Fact name={t('fact.model')}>{t.has(`model.${body.model}`) ? t(`model.${body.model}` as 'model.segregated') : body.model}</Fact>}
        {body.recognisedBy === null ? null : <Fact name={t('fact.recognised')}>{`${body.recognisedBy.scheme}: ${body.recognisedBy.source}`}</Fact>}
        {body.account === null ? null : <Fact name={t('fact.account')}>{t('fact.account.value', { quantity: writtenNumbers(body.account.quantity, t.language), kind: t(`characteristic.${body.account.characteristic}`), site: body.account.siteId })}</Fact>}
        {body.evidence === undefined ? null : <Fact name={t('fact.evidence')}>{t('fact.evidence.value', { lots: body.evidence.lots, events: body.evidence.events })}</Fact>}
        <Fact name={t('fact.versions')}>{t('fact.versions.value', { log: body.versions.logPosition, factors: body.versions.factors.version, edition: body.versions.factors.edition })}</Fact>
        <Fact name={t('hash')}>
          <span className={classes.quiet}>{digest}</span>
        </Fact>
      </Facts>
      {body.gate.conditions.length === 0 ? null : (
        <section className={classes.section} aria-labelledby="conditions">
          <h2 id="conditions">{t('gate.conditions')}</h2>
          <ul>
            {body.gate.conditions.map((one) => (
              <li key={one}>{t(`gate.condition.${one}`)}</li>
            ))}
          </ul>
        </section>
      )}
      {body.neutral === null ? null : <Neutral of={body.neutral} />}
    </>
  )
}

function OwnActions({ own }: { readonly own: Result<'getClaim'> }) {
  const t = useMessages('claims')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const { claim, today, address } = own
  const { claimId } = claim.body
  const after = { onSuccess: () => queries.invalidateQueries() }
  const withdraw = useMutation({ mutationFn: () => api.withdrawClaim({ claimId, reason }), ...after })
  const confirm = useMutation({ mutationFn: () => api.reviewClaim({ claimId, reason }), ...after })
  const isMoved = today !== null && (today.faults.length > 0 || today.changed.length > 0)
  return (
    <section className={classes.section} aria-labelledby="own">
      <h2 id="own">{t('own.title')}</h2>
      <p className={classes.quiet}>{t('own.address', { address })}</p>
      {claim.review === null ? null : (
        <>
          <p>
            <strong>{t('review.because')}</strong>{' '}
            {reasonsOf(claim.review.reason).map((one) => (t.has(`review.reason.${one}`) ? t(`review.reason.${one}` as 'review.reason.award-changed') : one)).join(' ')}
          </p>
          <p>{t(isMoved ? 'review.moved' : 'review.same')}</p>
        </>
      )}
      {today === null || today.faults.length === 0 ? null : (
        <ul>
          {today.faults.map(({ code, detail }) => (
            <li key={code}><RefusalText refusal={{ code, detail }} /></li>
          ))}
        </ul>
      )}
      {claim.state !== 'issued' ? null : (
        <div className={classes.form}>
          <Textarea label={t('own.reason')} required autosize minRows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group>
            {claim.review === null ? null : (
              <Button loading={confirm.isPending} disabled={reason.trim().length < 3 || isMoved} onClick={() => confirm.mutate()}>
                {t('own.confirm')}
              </Button>
            )}
            <Button variant="default" loading={withdraw.isPending} disabled={reason.trim().length < 3} onClick={() => withdraw.mutate()}>
              {t('own.withdraw')}
            </Button>
            <Link to="/claims/new" search={{ kind: claim.body.subject.kind, id: claim.body.subject.id }}>
              {t('own.again')}
            </Link>
          </Group>
          <ProblemText error={withdraw.error ?? confirm.error} />
        </div>
      )}
    </section>
  )
}

export function Page() {
  const t = useMessages('claims')
  const { claimId } = route.useParams()
  const { key } = route.useSearch()
  const me = useMe()
  const isMember = holdsRole(me, 'site-owner', 'site-contributor', 'partner')
  const own = useLooseRead('getClaim', { claimId }, isMember)
  // Its holder reads it as their own; everybody else by the key, or because it is public.
  const open = useLooseRead('readClaim', { claimId, ...(key === undefined ? {} : { key }) }, me !== undefined && (!isMember || own.isError))
  const claim = own.data?.claim ?? open.data
  if (claim === undefined) {
    const isAsking = me === undefined || (isMember && own.isPending) || open.isFetching
    const failed = [own.error, open.error].find((error) => error !== null && !(error instanceof Problem && error.body.status === 404)) ?? null
    return (
      <Frame>
        <PageHeading title={t('claim.title')} />
        {isAsking ? <p role="status">{t('claim.loading')}</p> : failed !== null ? <ProblemText error={failed} /> : <Empty title={t('claim.absent')}>{<p>{t('claim.absent.meaning')}</p>}</Empty>}
      </Frame>
    )
  }
  const shareKey = own.data === undefined ? key : new URL(own.data.address).searchParams.get('key') ?? undefined
  return (
    <Frame>
      <PageHeading title={wordsFor(claim.body.words, t.language).title} lead={`${t(`subject.${claim.body.subject.kind}`)} ${claim.body.subject.label}`} />
      <Said claim={claim} isUnderReview={own.data === undefined ? (open.data?.isOpenForReview ?? false) : own.data.claim.review !== null} />
      <p>
        <a href={linkTo('printClaim', { claimId, language: t.language, ...(shareKey === undefined ? {} : { key: shareKey }) })}>{t('claim.pdf')}</a>
      </p>
      {own.data === undefined ? null : <OwnActions own={own.data} />}
    </Frame>
  )
}
