// What only some lots need said: a second metal, where a received lot is from by a paper, the numbers the trade gives it.
import { NativeSelect, TextInput } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import { COUNTRY_CODES, countryName } from '../ui/countries.ts'
import classes from './custody.module.css'
import { IDENTIFIERS, type OutputDraft } from './event-draft.ts'
import { BELOW } from './field-order.ts'
import { METALS } from './quantities.ts'
import type { Wrong } from './record-fields.tsx'
import { SiteField } from './site-field.tsx'

type Props = { readonly output: OutputDraft; readonly at: string; readonly isReceived: boolean; readonly wrong: Wrong; readonly onChange: (more: Partial<OutputDraft>) => void }

export function MoreOfLot(props: Props) {
  const t = useMessages('custody')
  const { output, at, isReceived, wrong, onChange } = props
  const second = `${at}/measured/assay/${output.metal2}`
  const pointers = [second, `${at}/contained/${output.metal2}`, `${at}/sentAs`, `${at}/origin`, `${at}/origin/siteId`, ...IDENTIFIERS.map((name) => `${at}/identifiers/${name}`)]
  const isSaid = output.metal2 !== '' || output.originKind !== '' || output.sentAs !== '' || Object.values(output.identifiers).some((one) => one !== '')
  return (
    <details open={isSaid || pointers.some((pointer) => wrong(pointer) !== undefined)}>
      <summary>{t('more.lot')}</summary>
      <div className={classes.fields}>
        <NativeSelect label={t('metal2')} value={output.metal2} data={[{ value: '', label: t('metal2.none') }, ...METALS.filter((one) => one !== output.metal).map((one) => ({ value: one, label: t(`metal.${one}`) }))]} onChange={(event) => onChange({ metal2: event.currentTarget.value, ...(event.currentTarget.value === '' ? { grade2: '', contained2: '' } : {}) })} />
        {output.metal2 === '' ? null : (
          <>
            <TextInput label={t('grade2')} value={output.grade2} error={wrong(second)} onChange={(event) => onChange({ grade2: event.currentTarget.value })} />
            <TextInput label={t('contained2')} description={t('unit.meaning')} inputWrapperOrder={BELOW} value={output.contained2} error={wrong(`${at}/contained/${output.metal2}`)} onChange={(event) => onChange({ contained2: event.currentTarget.value })} />
          </>
        )}
        {isReceived ? <Origin {...props} /> : null}
        {IDENTIFIERS.map((name) => (
          <TextInput key={name} label={t(`identifier.${name}`)} maxLength={80} value={output.identifiers[name] ?? ''} error={wrong(`${at}/identifiers/${name}`)} onChange={(event) => onChange({ identifiers: { ...output.identifiers, [name]: event.currentTarget.value } })} />
        ))}
      </div>
    </details>
  )
}

function Origin({ output, at, wrong, onChange }: Props) {
  const t = useMessages('custody')
  const countries = COUNTRY_CODES.map((code) => ({ value: code, label: countryName(code, t.language) ?? code })).sort((a, b) => a.label.localeCompare(b.label, t.language))
  return (
    <>
      <TextInput label={t('sent-as')} maxLength={80} value={output.sentAs} error={wrong(`${at}/sentAs`)} onChange={(event) => onChange({ sentAs: event.currentTarget.value })} />
      <NativeSelect
        label={t('origin.by-paper')} description={t('origin.by-paper.meaning')} inputWrapperOrder={BELOW} value={output.originKind} error={wrong(`${at}/origin`)}
        data={[{ value: '', label: t('origin.none') }, { value: 'site', label: t('origin.site') }, { value: 'country', label: t('origin.country') }]}
        onChange={(event) => onChange({ originKind: event.currentTarget.value as OutputDraft['originKind'] })}
      />
      {output.originKind === 'site' ? <SiteField label={t('site')} siteId={output.originSite} error={wrong(`${at}/origin/siteId`)} onChange={(originSite) => onChange({ originSite })} /> : null}
      {output.originKind === 'country' ? <NativeSelect label={t('country')} required value={output.originCountry} data={[{ value: '', label: t('country.choose') }, ...countries]} onChange={(event) => onChange({ originCountry: event.currentTarget.value })} /> : null}
    </>
  )
}
