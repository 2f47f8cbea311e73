// The form of a passport: what the product is called, and what of it everybody may see. A preview shows it before it is out.
import { Button, Checkbox, Group, Radio, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PassportRelease } from '#src/claims/passport.ts'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { PassportFigures, PassportOrigins } from './passport-figures.tsx'
import classes from './passports.module.css'

export type ProductForm = { readonly product: string; readonly description: string; readonly release: PassportRelease }
export const emptyForm: ProductForm = {
  product: '', description: '',
  release: { holder: false, mass: false, madeAt: false, origins: 'nothing', awardedShare: true, recycled: true, footprint: true, identifiers: true },
}
export const bodyOfForm = ({ product, description, release }: ProductForm) => ({ product: product.trim(), description: description.trim() === '' ? null : description.trim(), release })

const SWITCHES = ['awardedShare', 'recycled', 'footprint', 'identifiers', 'madeAt', 'holder', 'mass'] as const
const ORIGINS = ['nothing', 'country', 'site'] as const

type Props = {
  readonly lotId: string
  readonly form: ProductForm
  readonly onChange: (form: ProductForm) => void
  readonly submit: { readonly label: string; readonly onSubmit: () => void; readonly isBusy: boolean; readonly isReady: boolean; readonly error: Error | null }
  readonly children?: React.ReactNode
}

export function ReleaseForm({ lotId, form, onChange, submit, children }: Props) {
  const t = useMessages('passports')
  const [shown, setShown] = useState('')
  const preview = useMutation({ mutationFn: () => api.previewPassport({ lotId, ...bodyOfForm(form) }), onSuccess: () => setShown(JSON.stringify([lotId, form])) })
  const { release } = form
  const set = (change: Partial<PassportRelease>) => onChange({ ...form, release: { ...release, ...change } })
  const isCurrent = shown === JSON.stringify([lotId, form])
  return (
    <div className={classes.beside}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit.onSubmit()
        }}>
        {children}
        <TextInput label={t('issue.product')} required value={form.product} maxLength={120} onChange={(event) => onChange({ ...form, product: event.currentTarget.value })} />
        <TextInput label={t('issue.description')} value={form.description} maxLength={400} onChange={(event) => onChange({ ...form, description: event.currentTarget.value })} />
        <fieldset>
          <legend>{t('release.title')}</legend>
          {SWITCHES.map((field) => (
            <Checkbox key={field} label={t(`release.${field}`)} checked={release[field]} onChange={(event) => set({ [field]: event.currentTarget.checked })} />
          ))}
          <Radio.Group label={t('release.origins')} value={release.origins} onChange={(value) => set({ origins: value as PassportRelease['origins'] })}>
            <Group mt="xs">
              {ORIGINS.map((level) => (
                <Radio key={level} value={level} label={t(`release.origins.${level}`)} />
              ))}
            </Group>
          </Radio.Group>
        </fieldset>
        <Group>
          <Button variant="default" loading={preview.isPending} disabled={form.product.trim() === '' || lotId === ''} onClick={() => preview.mutate()}>
            {t('issue.preview')}
          </Button>
          <Button type="submit" loading={submit.isBusy} disabled={!submit.isReady}>
            {submit.label}
          </Button>
        </Group>
        <ProblemText error={preview.error ?? submit.error} />
      </form>
      <div role="status">
        {preview.data === undefined || !isCurrent ? null : (
          <section aria-labelledby="preview">
            <h2 id="preview">{t('preview.title')}</h2>
            <div className={classes.headline}>
              {preview.data.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
              <PassportFigures content={preview.data} />
            </div>
            <h3>{t('origins')}</h3>
            <PassportOrigins origins={preview.data.origins} />
          </section>
        )}
      </div>
    </div>
  )
}
