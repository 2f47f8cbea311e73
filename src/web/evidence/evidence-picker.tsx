// The evidence of one criterion in a case: what is linked and whether it still holds, and a dialog that links more, from
// the library or by a new file. A private item is shown to assessors first, by a step that says so.
import { ActionIcon, Button, Modal, Tabs, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { EvidenceForm } from './evidence-form.tsx'
import { CauseNote, LayerMark, StateMark, type EvidenceItem } from './evidence-words.tsx'
import classes from './evidence.module.css'

type Linked = Result<'listCaseEvidence'>['items'][number]
type Props = { readonly caseId: string; readonly standard: string; readonly criterion: string; readonly isReadOnly?: boolean; readonly onChange?: () => void }

/** What reads evidence of a case is read anew. */
function useRefresh(onChange?: () => void): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all(['listCaseEvidence', 'listEvidence', 'getEvidence', 'listLeanings', 'getWorkbook'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
    onChange?.()
  }
}

function LinkedItem({ caseId, one, isReadOnly, onDone }: { readonly caseId: string; readonly one: Linked; readonly isReadOnly: boolean; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const { evidence, cause } = one
  const unlink = useMutation({ mutationFn: () => api.unlinkEvidence({ caseId, linkId: one.linkId }), onSuccess: onDone })
  const replace = useMutation({
    mutationFn: async (successorId: string) => {
      await api.linkEvidence({ caseId, evidenceId: successorId, standard: one.standard, criterion: one.criterion })
      if (!one.isRated) await api.unlinkEvidence({ caseId, linkId: one.linkId })
    },
    onSuccess: onDone,
  })
  return (
    <li className={classes.linked} data-cause={cause === null ? undefined : ''}>
      <div className={classes.linkedHead}>
        <Link to="/evidence/$evidenceId" params={{ evidenceId: evidence.evidenceId }}>
          {evidence.title}
        </Link>
        {isReadOnly || one.isRated ? null : (
          <ActionIcon variant="subtle" color="gray" size={28} loading={unlink.isPending} aria-label={t('picker.unlink', { title: evidence.title })} onClick={() => unlink.mutate()}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className={classes.marks}>
        <StateMark item={evidence} />
        <LayerMark layer={evidence.layer} />
        {one.isRated ? <span className="quiet">{t('picker.rated')}</span> : null}
      </div>
      {cause === null ? null : <CauseNote cause={cause} />}
      {cause?.supersededBy === undefined || cause.supersededBy === null || isReadOnly ? null : (
        <Button size="xs" variant="default" loading={replace.isPending} onClick={() => replace.mutate(cause.supersededBy!)}>
          {t('picker.use-successor')}
        </Button>
      )}
      <ProblemText error={unlink.error ?? replace.error} />
    </li>
  )
}

function Choice({ item, onPick, isBusy }: { readonly item: EvidenceItem; readonly onPick: (item: EvidenceItem) => void; readonly isBusy: boolean }) {
  const t = useMessages('evidence')
  return (
    <li className={classes.choice}>
      <div>
        <strong>{item.title}</strong>
        <div className={classes.marks}>
          <span className="quiet">{t(`kind.${item.kind}`)}</span>
          <StateMark item={item} />
          <LayerMark layer={item.layer} />
        </div>
      </div>
      <Button size="xs" variant="default" disabled={isBusy} onClick={() => onPick(item)}>
        {t(item.layer === 'private' ? 'picker.show-and-link' : 'picker.link')}
      </Button>
    </li>
  )
}

function FromLibrary({ caseId, standard, criterion, linked, onDone }: Props & { readonly linked: ReadonlySet<string>; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const one = useLooseRead('getCase', { caseId }).data
  const [words, setWords] = useState('')
  const text = useDeferredValue(words.trim())
  const found = useLooseRead(
    'listEvidence',
    { limit: 50, ...(one === undefined ? {} : { organisationId: one.organisationId, siteId: one.siteId }), ...(text === '' ? {} : { text }) },
    one !== undefined,
  )
  const pick = useMutation({
    mutationFn: async (item: EvidenceItem) => {
      if (item.layer === 'private') await api.updateEvidence({ evidenceId: item.evidenceId, version: item.version, layer: 'assessor' })
      await api.linkEvidence({ caseId, evidenceId: item.evidenceId, standard, criterion })
    },
    onSuccess: onDone,
  })
  const items = found.data?.items.filter((item) => !linked.has(item.evidenceId) && item.state !== 'withdrawn' && item.state !== 'superseded') ?? []
  return (
    <>
      <TextInput type="search" label={t('picker.search')} data-autofocus value={words} onChange={(event) => setWords(event.currentTarget.value)} mb="sm" />
      <ProblemText error={pick.error ?? found.error} />
      {found.data === undefined ? (
        <p role="status" className="quiet">{t('loading')}</p>
      ) : items.length === 0 ? (
        <p className="quiet">{t(text === '' ? 'picker.none' : 'picker.nothing-found')}</p>
      ) : (
        <ul className={classes.choices}>
          {items.map((item) => (
            <Choice key={item.evidenceId} item={item} isBusy={pick.isPending} onPick={(chosen) => pick.mutate(chosen)} />
          ))}
        </ul>
      )}
      {found.data?.next == null ? null : <p className="quiet">{t('picker.more')}</p>}
    </>
  )
}

function NewFile({ caseId, standard, criterion, onDone }: Props & { readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const one = useLooseRead('getCase', { caseId }).data
  if (one === undefined) return null
  return (
    <EvidenceForm
      places={[{ organisationId: one.organisationId, siteId: one.siteId, label: one.siteName }]}
      defaultLayer="assessor"
      layers={['assessor', 'partner', 'public']}
      submitLabel={t('picker.add-and-link')}
      onAdded={async ({ evidenceId }) => {
        await api.linkEvidence({ caseId, evidenceId, standard, criterion })
        await onDone()
      }}
    />
  )
}

export function EvidencePicker({ caseId, standard, criterion, isReadOnly = false, onChange }: Props) {
  const t = useMessages('evidence')
  const { list } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const refresh = useRefresh(onChange)
  const read = useLooseRead('listCaseEvidence', { caseId, standard, criterion })
  const items = (read.data?.items ?? []).filter((one) => one.standard === standard && one.criterion === criterion)
  const unsound = items.filter(({ cause }) => cause !== null).map(({ evidence }) => evidence.title)
  const parts = { caseId, standard, criterion }
  return (
    <section aria-label={t('picker.label')} className={classes.picker}>
      <ProblemText error={read.error} />
      {unsound.length === 0 ? null : <p className="visually-hidden">{t('picker.unsound', { titles: list(unsound) })}</p>}
      {items.length === 0 ? (
        <p className="quiet">{t(read.data === undefined ? 'loading' : 'picker.empty')}</p>
      ) : (
        <ul className={classes.linkedList}>
          {items.map((one) => (
            <LinkedItem key={one.linkId} caseId={caseId} one={one} isReadOnly={isReadOnly} onDone={refresh} />
          ))}
        </ul>
      )}
      {isReadOnly ? null : (
        <Button size="sm" variant="default" leftSection={<IconPaperclip size={16} aria-hidden />} onClick={() => setOpen(true)}>
          {t('picker.add')}
        </Button>
      )}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('picker.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        <Tabs defaultValue="library" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="library">{t('picker.library')}</Tabs.Tab>
            <Tabs.Tab value="new">{t('picker.new')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="library">
            <FromLibrary {...parts} linked={new Set(items.map(({ evidence }) => evidence.evidenceId))} onDone={refresh} />
          </Tabs.Panel>
          <Tabs.Panel value="new">
            <NewFile
              {...parts}
              onDone={async () => {
                await refresh()
                setOpen(false)
              }}
            />
          </Tabs.Panel>
        </Tabs>
      </Modal>
    </section>
  )
}
