// The values of one filter as check boxes; a long list can be searched, what is chosen stands first.
import { Checkbox, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { StatusShape, type Status } from '../ui/status-mark.tsx'
import { useFilterWords, type FilterGroup } from './filter-groups.ts'
import { valuesOf } from './site-search.ts'
import classes from './filter-bar.module.css'

type Props = {
  readonly group: FilterGroup
  readonly value: string | undefined
  readonly onToggle: (value: string) => void
}

const LONG = 14
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Countries where the registry has a site on the map; any other can still be searched for. */
function useSettledCountries(isWanted: boolean): ReadonlySet<string> | undefined {
  const points = useLooseRead('listSitePoints', useTimes(), isWanted).data
  return useMemo(() => (points === undefined ? undefined : new Set(points.countries)), [points])
}

export function FilterChoices({ group, value, onToggle }: Props) {
  const t = useMessages('registry')
  const words = useFilterWords()
  const [wanted, setWanted] = useState('')
  const [first] = useState(() => new Set(valuesOf(value)))
  const chosen = new Set(valuesOf(value))
  const isLong = group.values.length > LONG
  const settled = useSettledCountries(group.name === 'country')
  const named = useMemo(() => {
    const list = group.values.map((one) => ({ value: one, label: words.value(group.name, one) }))
    if (!isLong) return list
    const collator = new Intl.Collator(t.language)
    return list.sort(
      (a, b) => Number(first.has(b.value)) - Number(first.has(a.value)) || collator.compare(a.label, b.label),
    )
  }, [group, words, isLong, first, t.language])
  const shown =
    wanted === ''
      ? named.filter(
          ({ value: one }) => group.name !== 'country' || settled === undefined || settled.has(one) || chosen.has(one),
        )
      : named.filter(({ label, value: code }) => fold(label).includes(fold(wanted)) || code === wanted.toUpperCase())
  const box = (one: string, label: string) => (
    <Checkbox
      key={one}
      checked={chosen.has(one)}
      onChange={() => onToggle(one)}
      classNames={{ root: classes.choice ?? '', body: classes.choiceBody ?? '' }}
      label={
        group.name === 'status' ? (
          <span className={classes.choiceLabel}>
            <StatusShape status={one as Status} />
            {label}
          </span>
        ) : (
          label
        )
      }
    />
  )
  return (
    <>
      {isLong ? (
        <TextInput
          type="search"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          aria-label={t('filter.find', { name: words.group(group.name) })}
          placeholder={t('filter.find', { name: words.group(group.name) })}
          mb="xs"
          data-autofocus
        />
      ) : null}
      <div role="group" aria-label={words.group(group.name)} className={isLong ? classes.scrolling : undefined}>
        {shown.map(({ value: one, label }) => box(one, label))}
        {shown.length === 0 ? <p className="quiet">{t('filter.find.nothing')}</p> : null}
        {group.live === undefined ? null : (
          <>
            <p className={classes.subheading}>{t('filter.status.live')}</p>
            {group.live.map((one) => box(one, words.value(group.name, one)))}
          </>
        )}
      </div>
    </>
  )
}
