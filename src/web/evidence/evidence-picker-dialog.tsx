// The dialog that links evidence to a criterion: from the library, or by a new file. It is loaded when it is opened.
import { Button, Modal, Tabs, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { EvidenceForm } from './evidence-form.tsx'
import { LayerMark, StateMark, type EvidenceItem } from './evidence-words.tsx'
import classes from './evidence.module.css'

type Place = { readonly caseId: string; readonly standard: string; readonly criterion: string }

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

function FromLibrary({ caseId, standard, criterion, linked, onDone }: Place & { readonly linked: ReadonlySet<string>; readonly onDone: () => Promise<void> }) {
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

function NewFile({ caseId, standard, criterion, onDone }: Place & { readonly onDone: () => Promise<void> }) {
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

type Props = Place & { readonly linked: ReadonlySet<string>; readonly onDone: () => Promise<void>; readonly onClose: () => void }

export function EvidencePickerDialog({ linked, onDone, onClose, ...place }: Props) {
  const t = useMessages('evidence')
  return (
    <Modal opened onClose={onClose} title={t('picker.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Tabs defaultValue="library" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="library">{t('picker.library')}</Tabs.Tab>
          <Tabs.Tab value="new">{t('picker.new')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="library">
          <FromLibrary {...place} linked={linked} onDone={onDone} />
        </Tabs.Panel>
        <Tabs.Panel value="new">
          <NewFile
            {...place}
            onDone={async () => {
              await onDone()
              onClose()
            }}
          />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  )
}
