// What may I say? Name a lot, a shipment or a site: the statements that fit come first, the others with the reason against
// them. Then choose, see the gate and the sentence, and issue.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClaimAudience } from '#src/claims/claim-template.ts'
import type { ClaimPreview } from '#src/claims/claim.contract.ts'
import type { SubjectRef } from '#src/claims/claim-record.ts'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useKind } from '../balance/parts.tsx'
import { useBooks } from '../custody/books.ts'
import { LotField } from '../custody/lot-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { LookFirst } from '../ui/look-first.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { emptyNeutral, isFilled, NeutralForm, termsOf } from './neutral-form.tsx'
import classes from './claims.module.css'

const route = getRouteApi('/claims/new')
const KINDS = ['lot', 'shipment', 'site'] as const
const AUDIENCES: readonly ClaimAudience[] = ['named-partner', 'business', 'eu-consumer', 'other-consumer', 'public']
/** What is missing is asked for in the next step; it is no reason against the statement. */
const ASKED_LATER: ReadonlySet<string> = new Set(['claim-account-missing', 'claim-terms-missing', 'claim-partner-missing', 'claim-already-issued'])
/** Number of the claim of this kind that stands: a new one takes its place. */
const replacedBy = ({ faults, standing }: ClaimPreview): string | null => (faults.some(({ code }) => code === 'claim-already-issued') ? standing : null)
const canBegin = ({ faults }: ClaimPreview): boolean => faults.every(({ code }) => ASKED_LATER.has(code))

function Options({ items, mayIssue, onChoose }: { readonly items: readonly ClaimPreview[]; readonly mayIssue: boolean; readonly onChoose: (template: string) => void }) {
  const t = useMessages('claims')
  const sorted = items.toSorted((a, b) => Number(canBegin(b)) - Number(canBegin(a)))
  return (
    <ul className={classes.options}>
      {sorted.map((one) => (
        <li key={one.template} className={classes.option} data-possible={canBegin(one) ? 'yes' : 'no'}>
          <h3>{one.title}</h3>
          <p>{canBegin(one) ? one.statement : one.means}</p>
          {canBegin(one) ? (
            <>
              {replacedBy(one) === null ? null : <Standing claimId={replacedBy(one)!} />}
              {!mayIssue ? null : (
                <p>
                  <Button size="compact-md" onClick={() => onChoose(one.template)}>
                    {t(replacedBy(one) === null ? 'say.choose' : 'say.replace')}
                  </Button>
                </p>
              )}
            </>
          ) : (
            <>
              <p>
                <strong>{t('say.not')}</strong>
              </p>
              <Faults of={one} />
              {one.standing === null ? null : (
                <p>
                  <Link to="/claims/$claimId" params={{ claimId: one.standing }} search={{}}>
                    {t('say.standing')}
                  </Link>
                </p>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Says that it is said already, and leads there. */
function Standing({ claimId }: { readonly claimId: string }) {
  const t = useMessages('claims')
  return (
    <p>
      {t('fault.claim-already-issued')} {t('say.replaces')}{' '}
      <Link to="/claims/$claimId" params={{ claimId }} search={{}}>
        {t('say.standing')}
      </Link>
    </p>
  )
}

export function GateBox({ gate }: { readonly gate: ClaimPreview['gate'] }) {
  const t = useMessages('claims')
  const { day } = useFormat()
  return (
    <div className={classes.gate} data-result={gate.result} role="note">
      <p>
        <strong>{t(`gate.${gate.result}`)}</strong>
      </p>
      {gate.because.map((one) => (
        <p key={one}>{t(`gate.because.${one}`, { day: gate.blocksFrom === null ? '' : day(gate.blocksFrom) })}</p>
      ))}
      {gate.conditions.length === 0 ? null : (
        <ul className={classes.faults}>
          {gate.conditions.map((one) => (
            <li key={one}>{t(`gate.condition.${one}`)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The last step: who may rely on it, what is still asked for, how it will read, and the gate. */
function Issue({ subject, preview, audience }: { readonly subject: SubjectRef; readonly preview: ClaimPreview; readonly audience: ClaimAudience }) {
  const t = useMessages('claims')
  const { day } = useFormat()
  const [partner, setPartner] = useState('')
  const [validUntil, setValidUntil] = useState('')
  const [accountId, setAccountId] = useState('')
  const [quantity, setQuantity] = useState('')
  const [neutral, setNeutral] = useState(emptyNeutral)
  const [issued, setIssued] = useState<string | null>(null)
  const asks = (code: string) => preview.faults.some((fault) => fault.code === code)
  const replaced = replacedBy(preview)
  const asked: InputFor<'issueClaim'> = {
    subject, template: preview.template, audience,
    ...(replaced === null ? {} : { supersedes: replaced }), ...(partner.trim() === '' ? {} : { partner: partner.trim() }), ...(validUntil === '' ? {} : { validUntil }),
    ...(asks('claim-account-missing') && accountId !== '' ? { account: { accountId, quantity: quantity.trim() } } : {}), ...(asks('claim-terms-missing') ? { neutral: termsOf(neutral) } : {}),
  }
  const kindOf = useKind()
  const accounts = useLooseRead('listAccounts', { limit: 1000 }, asks('claim-account-missing'))
  if (issued !== null) {
    return (
      <p role="status">
        <strong>{t('issue.done')}</strong>{' '}
        <Link to="/claims/$claimId" params={{ claimId: issued }} search={{}}>
          {t('issue.open')}
        </Link>
      </p>
    )
  }
  const isReady = (!asks('claim-partner-missing') || partner.trim() !== '') && (!asks('claim-account-missing') || (accountId !== '' && quantity.trim() !== '')) && (!asks('claim-terms-missing') || isFilled(neutral))
  return (
    <LookFirst
      asked={asked}
      look={(ask) => api.previewClaim(ask)}
      // The number at once, for what the screen reads anew says already that the claim stands.
      save={async (ask) => setIssued((await api.issueClaim(ask)).claim.body.claimId)}
      labels={{ look: t('issue.look'), save: t('issue.submit') }}
      isReady={isReady}
      maySave={({ mayBeIssued }) => mayBeIssued}
      shown={(found) => <Reading of={found} />}>
      {replaced === null ? null : <Standing claimId={replaced} />}
      {audience === 'named-partner' ? <TextInput label={t('issue.partner')} required value={partner} maxLength={200} onChange={(event) => setPartner(event.currentTarget.value)} /> : null}
      {asks('claim-account-missing') ? (
        <div className={classes.row}>
          <NativeSelect
            label={t('issue.account')}
            value={accountId}
            onChange={(event) => setAccountId(event.currentTarget.value)}
            data={[{ value: '', label: t('issue.account.choose') }, ...(accounts.data?.items ?? []).map((one) => ({ value: one.account.accountId, label: `${one.siteName} · ${kindOf(one.account)} · ${one.meter.left}` }))]}
          />
          <TextInput label={t('issue.quantity')} description={t('issue.quantity.help')} required value={quantity} maxLength={30} onChange={(event) => setQuantity(event.currentTarget.value)} />
        </div>
      ) : null}
      {asks('claim-terms-missing') ? <NeutralForm draft={neutral} onChange={setNeutral} /> : null}
      <TextInput type="date" label={t('issue.valid-until')} description={t('issue.valid-until.help', { day: day(preview.validUntil) })} value={validUntil} onChange={(event) => setValidUntil(event.currentTarget.value)} />
    </LookFirst>
  )
}

/** How it will read, and whether it may be said. */
function Reading({ of }: { readonly of: ClaimPreview }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const { neutral } = of
  return (
    <>
      <div className={classes.said}>
        {of.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
        <p className={classes.statement}>{of.statement}</p>
        <p className={classes.quiet}>{of.means}</p>
      </div>
      {neutral === null ? null : <p>{t('issue.neutral', { gross: number(Number(neutral.grossTonnes), 4), needed: neutral.creditsNeeded, retired: neutral.creditsRetired, surplus: number(Number(neutral.surplusTonnes), 4) })}</p>}
      <GateBox gate={of.gate} />
      <Faults of={of} />
    </>
  )
}

function Faults({ of: { faults } }: { readonly of: ClaimPreview }) {
  const t = useMessages('claims')
  if (faults.length === 0) return null
  return (
    <ul className={classes.faults}>
      {faults.map(({ code, detail }, i) => (
        <li key={i}>{t.has(`fault.${code}`) ? t(`fault.${code}` as 'fault.claim-without-custody') : detail}</li>
      ))}
    </ul>
  )
}

const MOST_SHIPMENTS = 200

/** Shipments that left one's own books; the one in the address too where it is older than those listed. */
function ShipmentField({ shipmentId, onChange }: { readonly shipmentId: string; readonly onChange: (shipmentId: string) => void }) {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { data } = useLooseRead('listShipments', { direction: 'outgoing', limit: MOST_SHIPMENTS })
  const listed = data?.items.filter(({ state }) => state !== 'void').map((one) => ({ value: one.shipmentId, label: t('say.shipment', { ref: one.shipment, to: one.otherParty.name ?? one.otherParty.organisationId ?? '–', day: day(one.shippedAt, 'short') }) })) ?? []
  const isOlder = shipmentId !== '' && listed.every(({ value }) => value !== shipmentId)
  return (
    <NativeSelect
      label={t('say.name')}
      required
      value={shipmentId}
      {...(data?.next == null ? {} : { description: t('say.shipment.newest', { count: MOST_SHIPMENTS }) })}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: data !== undefined && listed.length === 0 ? t('say.shipment.none') : '–' }, ...(isOlder ? [{ value: shipmentId, label: shipmentId }] : []), ...listed]}
    />
  )
}

function Say() {
  const t = useMessages('claims')
  const { kind: asked, id } = route.useSearch()
  const navigate = route.useNavigate()
  const [kind, setKind] = useState(asked ?? 'lot')
  const [name, setName] = useState(id ?? '')
  const [audience, setAudience] = useState<ClaimAudience>('business')
  const [template, setTemplate] = useState<string | null>(null)
  const sites = useBooks().data?.items.flatMap((book) => book.sites) ?? []
  const subject = { kind: asked ?? 'lot', id: id ?? '' } as SubjectRef
  const mayIssue = holdsRole(useMe(), 'site-owner', 'partner')
  const read = useLooseRead('listPossibleClaims', { ...subject, audience }, id !== undefined)
  // What was asked before says nothing of this subject.
  const answer = read.isPlaceholderData ? undefined : read.data
  const chosen = answer?.items.find((one) => one.template === template)
  return (
    <>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault()
          setTemplate(null)
          void navigate({ search: { kind, id: name.trim() } })
        }}>
        <NativeSelect label={t('say.kind')} value={kind} onChange={(event) => { setKind(event.currentTarget.value); setName('') }} data={KINDS.map((value) => ({ value, label: t(`subject.${value}`) }))} />
        {kind === 'lot' ? <LotField label={t('say.name')} lotId={name} onChange={setName} />
          : kind === 'site' ? <NativeSelect label={t('say.name')} required value={name} onChange={(event) => setName(event.currentTarget.value)} data={[{ value: '', label: '–' }, ...sites.map(({ siteId, name: label }) => ({ value: siteId, label }))]} />
          : <ShipmentField shipmentId={name} onChange={setName} />}
        <NativeSelect label={t('say.audience')} value={audience} onChange={(event) => setAudience(event.currentTarget.value as ClaimAudience)} data={AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))} />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('say.ask')}
        </Button>
      </form>
      <div className={classes.section}>
        <ProblemText error={read.error} />
        {id === undefined || read.error !== null ? null : answer === undefined ? <p role="status">{t('claim.loading')}</p> : chosen === undefined ? (
          <section aria-labelledby="options">
            <h2 id="options">{t('say.options', { subject: `${t(`subject.${subject.kind}`)} ${answer.items[0]?.subject.label ?? ''}` })}</h2>
            {mayIssue ? null : <p>{t('say.owner-issues')}</p>}
            <Options items={answer.items} mayIssue={mayIssue} onChoose={setTemplate} />
          </section>
        ) : (
          <section aria-labelledby="issue">
            <h2 id="issue">{chosen.title}</h2>
            <p>
              <Button variant="subtle" size="compact-md" onClick={() => setTemplate(null)}>
                {t('say.back')}
              </Button>
            </p>
            <Issue key={`${chosen.template}/${audience}`} subject={subject} preview={chosen} audience={audience} />
          </section>
        )}
      </div>
    </>
  )
}

export function Page() {
  const t = useMessages('claims')
  return (
    <Frame>
      <PageHeading title={t('say.title')} lead={t('say.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Say />
      </NeedsAccount>
    </Frame>
  )
}
