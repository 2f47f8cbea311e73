// What the pages of accounts and statements share: a mass as the reader's language writes it, the meter, an act with its reads.
import { TextInput } from '@mantine/core'
import { actRereading } from '../api/act.ts'
import type { Result } from '../api/client.ts'
import type { Unit } from './typed-mass.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './balance.module.css'

export type Row = Result<'listAccounts'>['items'][number]
type MassFieldProps = { readonly label: string; readonly unit: Unit; readonly value: string; readonly isRequired?: boolean; /** Beside what is said of every mass. */ readonly says?: string; readonly onChange: (text: string) => void }
export function MassField({ label, unit, value, isRequired = false, says, onChange }: MassFieldProps) {
  const t = useMessages('balance')
  return <TextInput label={label} description={[t('mass.meaning', { unit }), ...says === undefined ? [] : [says]].join('. ')} required={isRequired} inputMode="decimal" maxLength={60} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
}

export const useAct = actRereading()

/** `3835.671 t` with the reader's separators, and all its digits. */
export function useMass(): (mass: string) => string {
  const { language } = useFormat()
  return (mass) => {
    const [number = '0', unit = ''] = mass.split(' ')
    const digits = number.includes('.') ? number.length - number.indexOf('.') - 1 : 0
    return `${new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(Number(number))}\u00a0${unit}`
  }
}

export function Waiting({ error }: { readonly error: Error | null }) {
  const t = useMessages('balance')
  return error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />
}

const sum = (...masses: string[]): string => {
  const unit = masses[0]!.split(' ')[1]!
  return `${masses.reduce((total, mass) => total + Number(mass.split(' ')[0]), 0).toFixed(3)} ${unit}`
}

/** The number first, then a bar, then words that say the same. */
export function Meter({ row }: { readonly row: Pick<Row, 'meter' | 'period' | 'isSimulated'> }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const { meter } = row
  return (
    <div className={classes.meter}>
      {row.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      <p className={classes.left}>
        {mass(meter.left)} <span>{t('left')}</span>
      </p>
      <div className={classes.bar} role="meter" aria-label={t('meter.label')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(meter.leftShare * 100)}>
        <span style={{ width: `${meter.leftShare * 100}%` }} />
      </div>
      <p>{t('left.words', { claimed: mass(meter.claimed), available: mass(sum(meter.opening, meter.credited, meter.adjusted)), days: meter.daysToClose })}</p>
      {meter.eligiblePercent === null ? null : <p className={classes.small}>{t('share.words', { percent: meter.eligiblePercent })}</p>}
      {meter.overdraw === null ? <p className={classes.small}>{t('overdraw.until-close')}</p> : Number.parseFloat(meter.overdraw) === 0 ? null : <p className={classes.small}>{t('overdraw.allowed', { quantity: mass(meter.overdraw) })}</p>}
      {meter.expiringNext === null || meter.expiringNext.usableUntil === null ? null : (
        <p className={classes.small}>{t('expiring', { quantity: mass(meter.expiringNext.quantity), day: day(meter.expiringNext.usableUntil) })}</p>
      )}
    </div>
  )
}

/** "Copper · Mined, from awarded sites". */
export function useKind(): (account: Row['account']) => string {
  const t = useMessages('balance')
  return ({ metal, characteristic }) => `${t(`metal.${metal}`)} · ${t(`characteristic.${characteristic}`)}`
}
