// One lot of one's own book: what is left, what happened to it, both weights, and its papers.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, linkTo, upload, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { READERS } from './book-choice.tsx'
import classes from './custody.module.css'
import { SiteName } from './names.tsx'
import { PAPERS } from './quantities.ts'
import { useAmount } from './use-amount.ts'

type Lot = Result<'getLot'>

export function Page() {
  const t = useMessages('custody')
  const { lotId } = useParams({ strict: false }) as { lotId: string }
  const ref = lotId.slice(lotId.indexOf(':') + 1)
  return (
    <Frame>
      <PageHeading title={t('title.lot', { lot: ref })} />
      <NeedsAccount roles={READERS}><OneLot lotId={lotId} /></NeedsAccount>
    </Frame>
  )
}

function OneLot({ lotId }: { readonly lotId: string }) {
  const t = useMessages('custody')
  const { instant } = useFormat()
  const { amounts } = useAmount()
  const asked = useLooseRead('getLot', { lotId })
  const lot = asked.data
  if (lot === undefined) return asked.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={asked.error} />
  const search = { book: lot.organisationId }
  return (
    <div className={classes.history}>
      {lot.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      {lot.isVoid ? <p className={classes.over}>{t('void-lot')}</p> : null}
      <p className={classes.total}>{t('left')}: {amounts(lot.left, lot.metal)}</p>
      <Facts>
        <Fact name={t('amount')}>{amounts(lot.amount, lot.metal)}</Fact>
        <Fact name={t('material')}>{t(`material.${lot.material}`)}{lot.scrapClass === null ? '' : `, ${t(`scrap.${lot.scrapClass}`)}`}</Fact>
        <Fact name={t('site')}>{lot.siteName}</Fact>
        <Fact name={t('model')}>{t(`model.${lot.model}`)}</Fact>
        <Fact name={t('since')}>{instant(lot.bornAt)}</Fact>
        <Fact name={t('born-by')}>{lot.bornBy}</Fact>
        <Fact name={t('origin')}><Origin origin={lot.origin} /></Fact>
        {lot.firstMeasured === null ? null : <Fact name={t('weights.first')}>{lot.firstMeasured.gross}</Fact>}
      </Facts>
      {lot.isVoid ? null : <p><Link to="/lots/$lotId" params={{ lotId: lot.lotId }}>{t('lot.origins')}</Link></p>}
      {lot.mayWrite && !lot.isVoid ? (
        <p className={classes.row}>
          <Link to="/custody/record" search={{ ...search, kind: 'ship', lot: lot.lot }}>{t('kind.ship')}</Link>
          <Link to="/custody/record" search={{ ...search, kind: 'transform', lot: lot.lot }}>{t('kind.transform')}</Link>
          <Link to="/custody/record" search={{ ...search, kind: 'adjust', lot: lot.lot }}>{t('kind.adjust')}</Link>
        </p>
      ) : null}
      <History lot={lot} />
      <Papers lot={lot} />
    </div>
  )
}

function Origin({ origin }: { readonly origin: Lot['origin'] }) {
  const t = useMessages('custody')
  const { country } = useWords()
  if (origin === null) return t('origin.made')
  return origin.kind === 'unknown' ? t('origin.unknown') : origin.kind === 'site' ? <SiteName siteId={origin.siteId} /> : origin.kind === 'country' ? country(origin.country) : `${t('origin.scrap')}, ${t(`scrap.${origin.scrapClass}`)}`
}

function History({ lot }: { readonly lot: Lot }) {
  const t = useMessages('custody')
  const { instant } = useFormat()
  const { amount } = useAmount()
  return (
    <>
      <section>
        <h2>{t('history')}</h2>
        {lot.changes.length === 0 ? <p className="quiet">{t('history.none')}</p> : (
          <PlainTable label={t('history')}>
            <thead><tr><th scope="col">{t('event')}</th><th scope="col">{t('kind')}</th><th scope="col">{t('when')}</th><th scope="col" data-numeric>{t('change')}</th></tr></thead>
            <tbody>{lot.changes.map((change, i) => <tr key={i}><th scope="row">{change.event}</th><td>{t(`kind.${change.kind}`)}</td><td className="nowrap">{instant(change.at)}</td><td data-numeric>{change.delta > 0 ? '+' : ''}{amount(change.delta, change.substance)}</td></tr>)}</tbody>
          </PlainTable>
        )}
      </section>
      {lot.measurements.length === 0 ? null : (
        <section>
          <h2>{t('weights')}</h2>
          <PlainTable label={t('weights')}>
            <thead><tr><th scope="col">{t('event')}</th><th scope="col">{t('basis')}</th><th scope="col">{t('by')}</th><th scope="col" data-numeric>{t('amount')}</th><th scope="col">{t('state')}</th></tr></thead>
            <tbody>{lot.measurements.map((one, i) => <tr key={i}><th scope="row">{one.event}</th><td>{t.has(`basis.${one.basis}`) ? t(`basis.${one.basis}` as 'basis.weight') : one.basis}</td><td>{t.has(`by.${one.by}`) ? t(`by.${one.by}` as 'by.own') : one.by}</td><td data-numeric>{amount(one.amount, one.substance)}</td><td>{one.isVoid ? t('void-lot') : t(one.isSettlement ? 'weights.settles' : 'weights.kept')}</td></tr>)}</tbody>
          </PlainTable>
        </section>
      )}
    </>
  )
}

function Papers({ lot }: { readonly lot: Lot }) {
  const t = useMessages('custody')
  const queries = useQueryClient()
  const [kind, setKind] = useState<string>('certificate-of-analysis')
  const [ref, setRef] = useState('')
  const again = () => queries.invalidateQueries({ queryKey: ['getLot'] })
  const attach = useMutation({ mutationFn: (file: File) => upload('attachLotDocument', { lotId: lot.lotId, filename: file.name, kind: kind as 'other', ref: ref.trim() === '' ? file.name.slice(0, 120) : ref.trim() }, file), onSuccess: again })
  const remove = useMutation({ mutationFn: (documentId: string) => api.removeLotDocument({ documentId }), onSuccess: again })
  return (
    <section>
      <h2>{t('papers')}</h2>
      {lot.documents.length + lot.namedDocuments.length === 0 ? <p className="quiet">{t('papers.none')}</p> : (
        <ul>
          {lot.documents.map((one) => (
            <li key={one.documentId}>
              <a href={linkTo('getLotDocumentFile', { documentId: one.documentId })} download>{t(`paper.${one.kind}`)} {one.ref}</a>{' '}
              {lot.mayWrite ? <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate(one.documentId)}>{t('papers.remove')}<span className="visually-hidden"> {one.ref}</span></Button> : null}
            </li>
          ))}
          {lot.namedDocuments.map((one, i) => <li key={i}>{t(`paper.${one.kind}`)} {one.ref}</li>)}
        </ul>
      )}
      {lot.mayWrite ? (
        <>
          <div className={classes.row}>
            <NativeSelect label={t('papers.kind')} value={kind} data={PAPERS.map((one) => ({ value: one, label: t(`paper.${one}`) }))} onChange={(event) => setKind(event.currentTarget.value)} />
            <TextInput label={t('papers.ref')} value={ref} maxLength={120} onChange={(event) => setRef(event.currentTarget.value)} />
          </div>
          <FileDrop label={t('papers.attach')} accept=".pdf,.xlsx,.csv,.png,.jpg,.jpeg" isBusy={attach.isPending} onFile={(file) => attach.mutate(file)} />
          <ProblemText error={attach.error ?? remove.error} />
        </>
      ) : null}
    </section>
  )
}
