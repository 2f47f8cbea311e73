// Codes of an authenticator app: turned on with the password and a first code, recovered from by codes kept on paper. The
// picture is drawn here; the key leaves the browser for nobody.
import { Button, CopyButton, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import makePicture from 'qrcode-generator'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { AccountForm, CodeField, PasswordField } from './account-form.tsx'
import { beginCodes, endCodes, enterCode, newRecoveryCodes, type NewCodes } from './session.ts'
import classes from './account.module.css'

function useReason(error: Error | null, wrong: string): string | undefined {
  const t = useMessages('account')
  if (error === null) return undefined
  const code = error instanceof Problem ? error.code : 'failed'
  if (code === 'wrong' || code === 'late') return wrong
  return t(code === 'often' ? 'sign-in.often' : code === 'unreachable' ? 'problem.unreachable' : 'sign-in.failed')
}

function Picture({ text }: { readonly text: string }) {
  const t = useMessages('account')
  const code = makePicture(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const dark: string[] = []
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++) if (code.isDark(row, column)) dark.push(`M${column} ${row}h1v1h-1z`)
  return (
    <div className={classes.picture}>
      <svg viewBox={`0 0 ${count} ${count}`} role="img" aria-label={t('codes.picture')} shapeRendering="crispEdges">
        <path d={dark.join('')} fill="#000" />
      </svg>
    </div>
  )
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const t = useMessages('account')
  return (
    <div className={classes.secret} role="status">
      <h3>{t('codes.recovery')}</h3>
      <p>{t('codes.recovery.meaning')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton value={codes.join('\n')}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" onClick={copy}>
            {t(copied ? 'key.copied' : 'key.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

function ConfirmCodes({ made, onDone }: { readonly made: NewCodes; readonly onDone: () => void }) {
  const t = useMessages('account')
  const [code, setCode] = useState('')
  const confirm = useMutation({ mutationFn: () => enterCode(code.replace(/\s+/g, ''), false), onSuccess: onDone })
  return (
    <>
      <p>{t('codes.scan')}</p>
      <Picture text={made.totpURI} />
      <p>
        {t('codes.key')}: <code>{new URL(made.totpURI).searchParams.get('secret')}</code>
      </p>
      <RecoveryCodes codes={made.backupCodes} />
      <AccountForm
        act={t('codes.confirm')}
        isBusy={confirm.isPending}
        reason={useReason(confirm.error, t('sign-in.code.wrong'))}
        onSubmit={() => confirm.mutate()}>
        <CodeField label={t('codes.check')} value={code} onChange={setCode} />
      </AccountForm>
    </>
  )
}

type Step = 'begin' | 'renew' | 'end'

export function Codes({ isOn, hasPassword }: { readonly isOn: boolean; readonly hasPassword: boolean }) {
  const t = useMessages('account')
  const queries = useQueryClient()
  const [step, setStep] = useState<Step>()
  const [password, setPassword] = useState('')
  const [made, setMade] = useState<NewCodes>()
  const [recovery, setRecovery] = useState<readonly string[]>()
  const again = () => queries.invalidateQueries({ queryKey: ['getSecurity'] })
  const act = useMutation({
    mutationFn: async () => {
      if (step === 'begin') setMade(await beginCodes(password))
      else if (step === 'renew') setRecovery((await newRecoveryCodes(password)).backupCodes)
      else await endCodes(password)
    },
    onSuccess: async () => {
      setPassword('')
      setStep(undefined)
      await again()
    },
  })
  const reason = useReason(act.error, t('password.wrong'))
  const label: Record<Step, string> = { begin: t('codes.begin'), renew: t('codes.renew'), end: t('codes.end') }
  return (
    <section className={classes.part} aria-labelledby="codes">
      <h2 id="codes">{t('codes')}</h2>
      <p>{t(isOn ? 'codes.on' : 'codes.off')}</p>
      {recovery === undefined ? null : <RecoveryCodes codes={recovery} />}
      {made !== undefined && !isOn ? (
        <ConfirmCodes
          made={made}
          onDone={() => {
            setMade(undefined)
            void again()
          }}
        />
      ) : step === undefined ? (
        <Group>
          {(isOn ? (['renew', 'end'] as const) : (['begin'] as const)).map((one) => (
            <Button key={one} variant="default" disabled={!hasPassword} onClick={() => setStep(one)}>
              {label[one]}
            </Button>
          ))}
        </Group>
      ) : (
        <AccountForm act={label[step]} isBusy={act.isPending} reason={reason} onSubmit={() => act.mutate()}>
          <PasswordField label={t('password.current')} value={password} onChange={setPassword} />
        </AccountForm>
      )}
    </section>
  )
}
