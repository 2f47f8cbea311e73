// Signing: what becomes public and what stays private stand before the button. On paper, the scan comes first.
import { Button, Checkbox, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, upload, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import type { CaseOfView } from './case-frame.tsx'
import type { Letter } from './letter-page.tsx'
import classes from './cases.module.css'

type Scan = Result<'uploadLetterFile'>

function Consequences() {
  const t = useMessages('cases')
  const list = (text: string) => text.split('|').map((line) => <li key={line}>{line}</li>)
  return (
    <div className={classes.two}>
      <div>
        <h3>{t('letter.sign.public')}</h3>
        <ul>{list(t('letter.sign.public.list'))}</ul>
      </div>
      <div>
        <h3>{t('letter.sign.private')}</h3>
        <ul>{list(t('letter.sign.private.list'))}</ul>
      </div>
    </div>
  )
}

type PaperProps = {
  readonly caseId: string
  readonly scan: Scan | undefined
  readonly onScan: (scan: Scan) => void
  readonly signedOn: string
  readonly onSignedOn: (day: string) => void
}

function Paper({ caseId, scan, onScan, signedOn, onSignedOn }: PaperProps) {
  const t = useMessages('cases')
  const send = useMutation({
    mutationFn: (file: File) => upload('uploadLetterFile', { caseId, filename: file.name }, file),
    onSuccess: onScan,
  })
  return (
    <>
      <FileDrop label={t('letter.upload')} accept=".pdf,.png,.jpg,.jpeg" isBusy={send.isPending} onFile={(file) => send.mutate(file)}>
        <p>{t('letter.upload.meaning')}</p>
      </FileDrop>
      {scan === undefined ? null : <p role="status">{t('letter.upload.done', { file: scan.filename })}</p>}
      <ProblemText error={send.error} />
      <TextInput
        type="date"
        label={t('letter.signed-on')}
        required
        value={signedOn}
        onChange={(event) => onSignedOn(event.currentTarget.value)}
      />
    </>
  )
}

export function LetterSigning({ one, letter }: { readonly one: CaseOfView; readonly letter: Letter }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [way, setWay] = useState('here')
  const [name, setName] = useState('')
  const [role, setRole] = useState('')
  const [may, setMay] = useState(false)
  const [scan, setScan] = useState<Scan>()
  const [signedOn, setSignedOn] = useState(letter.today)
  const isPaper = way === 'paper'
  const sign = useMutation({
    mutationFn: async () => {
      // A letter of an earlier day is the text that was in force then.
      const documentHash = isPaper ? (await api.getLetter({ caseId: one.caseId, on: signedOn })).documentHash : letter.documentHash
      return api.signLetter({
        caseId: one.caseId,
        documentHash,
        name: name.trim(),
        role: role.trim(),
        ...(isPaper && scan !== undefined ? { fileHash: scan.sha256, signedOn } : {}),
      })
    },
    onSuccess: () => queries.invalidateQueries(),
  })
  const isReady = name.trim() !== '' && role.trim() !== '' && may && (!isPaper || scan !== undefined)
  return (
    <section aria-labelledby="sign" className="no-print">
      <h2 id="sign">{t('letter.sign')}</h2>
      <Consequences />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          sign.mutate()
        }}>
        <Stack gap="sm">
          <Radio.Group label={t('letter.way.label')} value={way} onChange={setWay}>
            <Stack gap={6} mt={6}>
              <Radio value="here" label={t('letter.way.here')} />
              <Radio value="paper" label={t('letter.way.paper')} />
            </Stack>
          </Radio.Group>
          {isPaper ? <Paper caseId={one.caseId} scan={scan} onScan={setScan} signedOn={signedOn} onSignedOn={setSignedOn} /> : null}
          <TextInput label={t('letter.name')} autoComplete="name" required maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput label={t('letter.role')} autoComplete="organization-title" required maxLength={200} value={role} onChange={(event) => setRole(event.currentTarget.value)} />
          <Checkbox label={t('letter.may', { participant: one.participantName })} checked={may} onChange={(event) => setMay(event.currentTarget.checked)} />
          <ProblemText error={sign.error} />
          <Button type="submit" loading={sign.isPending} disabled={!isReady} className={classes.submit}>
            {t('letter.sign')}
          </Button>
        </Stack>
      </form>
    </section>
  )
}
