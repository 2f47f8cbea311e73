// One item of evidence: its file and revisions, what is said of it, what leans on it, and the ways in which it can change.
// Each way says what it does to those who lean on it.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { linkTo, type Result } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { EvidenceActions } from './evidence-actions.tsx'
import { CauseNote, LayerMark, PlaceMark, StateMark } from './evidence-words.tsx'
import { sizeOf } from './upload-evidence.ts'
import classes from './evidence.module.css'

const route = getRouteApi('/evidence/$evidenceId')
export type EvidenceDetail = Result<'getEvidence'>

function Revisions({ one, actions }: { readonly one: EvidenceDetail; readonly actions: (revision: number) => React.ReactNode }) {
  const t = useMessages('evidence')
  const { instant, day } = useFormat()
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">{t('revisions')}</h2>
      <PlainTable label={t('revisions')}>
        <thead>
          <tr>
            <th scope="col" data-numeric>{t('column.revision')}</th>
            <th scope="col">{t('column.file')}</th>
            <th scope="col">{t('column.added')}</th>
            <th scope="col">{t('column.scan')}</th>
            <th scope="col">{t('column.hash')}</th>
            <th scope="col"><span className="visually-hidden">{t('column.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {one.revisions.map((file) => (
            <tr key={file.revision}>
              <td data-numeric>{file.revision}</td>
              <th scope="row">{file.filename} <span className="quiet nowrap">{t(sizeOf(file.byteCount).key, sizeOf(file.byteCount).values)}</span></th>
              <td className="nowrap">{instant(file.addedAt)}</td>
              <td>{t(`scan.${file.scan}`)}</td>
              <td><code className={classes.hash} title={file.sha256}>{file.sha256.slice(0, 12)}…</code></td>
              <td>
                {file.erasedOn !== null ? (
                  <span className="quiet">{t('erased', { day: day(file.erasedOn, 'short') })}</span>
                ) : (
                  <span className={classes.row}>
                    <Button component="a" size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />} href={linkTo('downloadEvidence', { evidenceId: one.evidenceId, revision: file.revision })}>
                      {t('download')}<span className="visually-hidden"> {file.filename}</span>
                    </Button>
                    {actions(file.revision)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

type LeaningRow = Result<'listLeanings'>['items'][number]

function LeaningPlace({ row }: { readonly row: LeaningRow }) {
  const t = useMessages('evidence')
  const name = row.cycle === null ? row.siteName : t('leaning.cycle', { site: row.siteName, cycle: row.cycle })
  if (row.caseId === null) return name
  const below = row.kind === 'rating' ? '' : row.kind === 'recognition' ? '/recognition' : row.kind === 'plan-closure' ? '/improvement-plan' : '/workbook'
  return <Link to={`/cases/${row.caseId}${below}` as '/'}>{name}</Link>
}

function Leanings({ evidenceId }: { readonly evidenceId: string }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const read = useLooseRead('listLeanings', { evidenceId })
  if (read.data === undefined) return <ProblemText error={read.error} />
  const { items, cause } = read.data
  return (
    <section aria-labelledby="leanings">
      <h2 id="leanings">{t('leanings')}</h2>
      {items.length === 0 ? (
        <p className="quiet">{t('leanings.none')}</p>
      ) : (
        <>
          {cause === null ? null : <p className={classes.causeLine}><CauseNote cause={cause} /></p>}
          <PlainTable label={t('leanings')}>
            <thead>
              <tr>
                <th scope="col">{t('leaning.what')}</th>
                <th scope="col">{t('leaning.where')}</th>
                <th scope="col">{t('leaning.criterion')}</th>
                <th scope="col">{t('leaning.until')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((row, index) => (
                <tr key={index} data-cause={cause === null ? undefined : ''} className={classes.leaning}>
                  <th scope="row">{t(`leaning.${row.kind}`)}</th>
                  <td><LeaningPlace row={row} /></td>
                  <td>
                    {row.standard === null || row.standardVersion === null || row.criterion === null ? '–' : (
                      <Link to="/standards/$standard/$version/$criterion" params={{ standard: row.standard, version: row.standardVersion, criterion: row.criterion }}>
                        {row.criterion}
                      </Link>
                    )}
                  </td>
                  <td className="nowrap">{row.until === null ? '–' : day(row.until, 'short')}</td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </>
      )}
    </section>
  )
}

function Known({ one }: { readonly one: EvidenceDetail }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  return (
    <Facts>
      <Fact name={t('column.state')}><StateMark item={one} /></Fact>
      {one.validFrom === null ? null : <Fact name={t('field.valid-from')}>{day(one.validFrom)}</Fact>}
      <Fact name={t('field.valid-until')}>{one.validUntil === null ? t('no-end') : day(one.validUntil)}</Fact>
      <Fact name={t('column.layer')}><LayerMark layer={one.layer} /><br /><span className="quiet">{t(`layer.${one.layer}.meaning`)}</span></Fact>
      <Fact name={t('field.kind')}>{t(`kind.${one.kind}`)}</Fact>
      <Fact name={t('field.language')}>{one.writtenIn}</Fact>
      <Fact name={t('field.place')}><PlaceMark item={one} /></Fact>
      {one.ownerName === null ? null : <Fact name={t('column.owner')}>{one.ownerName}</Fact>}
      {one.withdrawalReason === null ? null : <Fact name={t('withdrawal.reason')}>{one.withdrawalReason}</Fact>}
      {one.successor === null ? null : (
        <Fact name={t('successor')}>
          <Link to="/evidence/$evidenceId" params={{ evidenceId: one.successor.evidenceId }}>{one.successor.title}</Link>
        </Fact>
      )}
    </Facts>
  )
}

function Item({ one }: { readonly one: EvidenceDetail }) {
  const t = useMessages('evidence')
  const queries = useQueryClient()
  const refresh = async (): Promise<void> => {
    await Promise.all(['getEvidence', 'listEvidence', 'listLeanings', 'listCaseEvidence'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
  }
  return (
    <>
      {one.cause === null ? null : <p className={classes.causeLine}><CauseNote cause={one.cause} /></p>}
      <Known one={one} />
      {one.mayWrite ? <EvidenceActions one={one} onDone={refresh} /> : <p className="quiet">{t('read-only')}</p>}
      <Revisions one={one} actions={(revision) => (one.mayWrite ? <EvidenceActions.Erase one={one} revision={revision} onDone={refresh} /> : null)} />
      <Leanings evidenceId={one.evidenceId} />
    </>
  )
}

export function Page() {
  const t = useMessages('evidence')
  const { evidenceId } = route.useParams()
  const read = useLooseRead('getEvidence', { evidenceId })
  const isAbsent = read.error instanceof Problem && read.error.body.status === 404
  return (
    <Frame>
      <PageHeading title={t('item.title', { title: read.data?.title ?? t('item') })}>{read.data?.title ?? t('item')}</PageHeading>
      <NeedsAccount>
        <p><Link to="/evidence">{t('item.back')}</Link></p>
        {read.data !== undefined ? <Item one={read.data} /> : isAbsent ? (
          <Empty title={t('item.absent')}><p>{t('item.absent.meaning')}</p></Empty>
        ) : read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={read.error} />}
      </NeedsAccount>
    </Frame>
  )
}
