// The fields of a form: lots that are drawn from, lots that come in. What a lot contains is shown as it is typed.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import classes from './custody.module.css'
import { BELOW } from './field-order.ts'
import { containedQuanta, emptyInput, emptyOutput, type InputDraft, type OutputDraft } from './event-draft.ts'
import { MoreOfLot } from './more-of-lot.tsx'
import { MATERIALS, METALS, MODELS, SCRAP } from './quantities.ts'
import { useAmount } from './use-amount.ts'

/** What is wrong at a place of the line, by its pointer. */
export type Wrong = (pointer: string) => string | undefined
const changed = <T,>(list: readonly T[], index: number, more: Partial<T>): T[] => list.map((one, i) => i === index ? { ...one, ...more } : one)

type InputProps = { readonly inputs: readonly InputDraft[]; readonly isOne: boolean; readonly withTake: boolean; readonly withRecovery: boolean; readonly wrong: Wrong; readonly onChange: (inputs: InputDraft[]) => void }
export function InputFields({ inputs, isOne, withTake, withRecovery, wrong, onChange }: InputProps) {
  const t = useMessages('custody')
  return (
    <fieldset className={classes.part}>
      <legend>{t('inputs')}</legend>
      {inputs.map((input, i) => (
        <div key={i} className={classes.one}>
          <div className={classes.fields}>
            <TextInput label={t('lot')} required list="custody-open-lots" value={input.lot} error={wrong(`/inputs/${i}/lot`)} onChange={(event) => onChange(changed(inputs, i, { lot: event.currentTarget.value }))} />
            {withTake ? <TextInput label={t('take')} description={t('take.meaning')} inputWrapperOrder={BELOW} value={input.take} error={wrong(`/inputs/${i}/take`)} onChange={(event) => onChange(changed(inputs, i, { take: event.currentTarget.value }))} /> : null}
            {withRecovery ? <TextInput label={t('recovery')} description={t('recovery.meaning')} inputWrapperOrder={BELOW} inputMode="decimal" value={input.recovery} error={wrong(`/inputs/${i}/recovery`)} onChange={(event) => onChange(changed(inputs, i, { recovery: event.currentTarget.value }))} /> : null}
          </div>
          {inputs.length > 1 ? <div><Button size="xs" variant="default" onClick={() => onChange(inputs.filter((_, at) => at !== i))}>{t('remove', { name: input.lot || `${i + 1}` })}</Button></div> : null}
        </div>
      ))}
      {isOne ? null : <Button size="xs" variant="default" onClick={() => onChange([...inputs, emptyInput])}>{t('add-input')}</Button>}
    </fieldset>
  )
}

type OutputProps = { readonly outputs: readonly OutputDraft[]; readonly isOne: boolean; readonly isMeasureOnly?: boolean; readonly isReceived: boolean; readonly wrong: Wrong; readonly onChange: (outputs: OutputDraft[]) => void }
export function OutputFields({ outputs, isOne, isMeasureOnly = false, isReceived, wrong, onChange }: OutputProps) {
  const t = useMessages('custody')
  return (
    <fieldset className={classes.part}>
      <legend>{t(isMeasureOnly ? 'weights' : 'outputs')}</legend>
      {outputs.map((output, i) => (
        <div key={i} className={classes.one}>
          <OneOutput output={output} at={isMeasureOnly ? '' : `/outputs/${i}`} isMeasureOnly={isMeasureOnly} wrong={wrong} onChange={(more) => onChange(changed(outputs, i, more))} />
          {isMeasureOnly ? null : <MoreOfLot output={output} at={`/outputs/${i}`} isReceived={isReceived} wrong={wrong} onChange={(more) => onChange(changed(outputs, i, more))} />}
          {outputs.length > 1 ? <div><Button size="xs" variant="default" onClick={() => onChange(outputs.filter((_, at) => at !== i))}>{t('remove', { name: output.lot || `${i + 1}` })}</Button></div> : null}
        </div>
      ))}
      {isOne || isMeasureOnly ? null : <Button size="xs" variant="default" onClick={() => onChange([...outputs, { ...emptyOutput, material: outputs.at(-1)?.material ?? 'concentrate', metal: outputs.at(-1)?.metal ?? 'copper', model: outputs.at(-1)?.model ?? 'mass-balance' }])}>{t('add-output')}</Button>}
    </fieldset>
  )
}

function OneOutput({ output, at, isMeasureOnly, wrong, onChange }: { readonly output: OutputDraft; readonly at: string; readonly isMeasureOnly: boolean; readonly wrong: Wrong; readonly onChange: (more: Partial<OutputDraft>) => void }) {
  const t = useMessages('custody')
  const { amount } = useAmount()
  const contained = containedQuanta(output)
  return (
    <>
      <div className={classes.fields}>
        {isMeasureOnly ? null : (
          <>
            <TextInput label={t('lot.new')} required value={output.lot} error={wrong(`${at}/lot`)} onChange={(event) => onChange({ lot: event.currentTarget.value })} />
            <NativeSelect label={t('material')} value={output.material} data={MATERIALS.map((one) => ({ value: one, label: t(`material.${one}`) }))} onChange={(event) => onChange({ material: event.currentTarget.value })} />
          </>
        )}
        <NativeSelect label={t('metal')} value={output.metal} data={METALS.map((one) => ({ value: one, label: t(`metal.${one}`) }))} onChange={(event) => onChange({ metal: event.currentTarget.value })} />
        {output.material === 'scrap' && !isMeasureOnly ? <NativeSelect label={t('scrap-class')} value={output.scrapClass} data={[{ value: '', label: t('scrap.none') }, ...SCRAP.map((one) => ({ value: one, label: t(`scrap.${one}`) }))]} error={wrong(`${at}/scrapClass`)} onChange={(event) => onChange({ scrapClass: event.currentTarget.value })} /> : null}
        <TextInput label={t('gross')} description={t('unit.meaning')} inputWrapperOrder={BELOW} inputMode="decimal" value={output.gross} error={wrong(`${at}/measured/gross`)} onChange={(event) => onChange({ gross: event.currentTarget.value })} />
        <TextInput label={t('moisture')} inputMode="decimal" value={output.moisture} error={wrong(`${at}/measured/moisture`)} onChange={(event) => onChange({ moisture: event.currentTarget.value })} />
        <TextInput label={t('grade')} inputMode="decimal" value={output.grade} error={wrong(`${at}/measured/assay/${output.metal}`)} onChange={(event) => onChange({ grade: event.currentTarget.value })} />
        <TextInput label={t('contained')} description={t('unit.meaning')} inputWrapperOrder={BELOW} inputMode="decimal" value={output.contained} error={wrong(`${at}/contained/${output.metal}`)} onChange={(event) => onChange({ contained: event.currentTarget.value })} />
        {isMeasureOnly ? null : (
          <>
            <NativeSelect label={t('model')} value={output.model} data={MODELS.map((one) => ({ value: one, label: t(`model.${one}`) }))} onChange={(event) => onChange({ model: event.currentTarget.value })} />
            <TextInput label={t('certificate')} value={output.certificate} onChange={(event) => onChange({ certificate: event.currentTarget.value })} />
          </>
        )}
      </div>
      <p className={classes.computed} data-known={contained === undefined ? undefined : true} aria-live="polite">{contained === undefined ? t('contained.none') : t('contained.computed', { amount: amount(contained, output.metal) })}</p>
    </>
  )
}
