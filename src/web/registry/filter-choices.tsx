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
  return useMemo(
    () => (isWanted && points !== undefined ? new Set(points.countries) : undefined),
    [isWanted, points],
  )
}

/** What is offered: everything that matches the search; without one, of the countries only those with a site. */
function useOffered({ group, value }: Pick<Props, 'group' | 'value'>, wanted: string) {
  const { language } = useMessages('registry')
  const words = useFilterWords()
  const settled = useSettledCountries(group.name === 'country')
  const [first] = useState(() => new Set(valuesOf(value)))
  const named = useMemo(() => {
    const list = group.values.map((one) => ({ value: one, label: words.value(group.name, one) }))
    const collator = new Intl.Collator(language)
    const rank = (one: string): number => (first.has(one) ? 0 : 1)
    if (group.values.length <= LONG) return list
    return list.sort((a, b) => rank(a.value) - rank(b.value) || collator.compare(a.label, b.label))
  }, [group, words, first, language])
  if (wanted !== '') {
    return named.filter(({ label, value: code }) => fold(label).includes(fold(wanted)) || code === wanted.toUpperCase())
  }
  return settled === undefined ? named : named.filter(({ value: code }) => settled.has(code) || first.has(code))
}

export function FilterChoices({ group, value, onToggle }: Props) {
  const t = useMessages('registry')
  const words = useFilterWords()
  const [wanted, setWanted] = useState('')
  const offered = useOffered({ group, value }, wanted)
  const chosen = new Set(valuesOf(value))
  const isLong = group.values.length > LONG
  const box = (one: string, label: string) => (
    <Choice key={one} group={group} value={one} label={label} isChosen={chosen.has(one)} onToggle={onToggle} />
  )
  const find = t('filter.find', { name: words.group(group.name) })
  return (
    <>
      {isLong ? (
        <TextInput
          type="search"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          aria-label={find}
          placeholder={find}
          mb="xs"
          data-autofocus
        />
      ) : null}
      <div role="group" aria-label={words.group(group.name)} className={isLong ? classes.scrolling : undefined}>
        {offered.map((one) => box(one.value, one.label))}
        {offered.length === 0 ? <p className="quiet">{t('filter.find.nothing')}</p> : null}
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

type ChoiceProps = {
  readonly group: FilterGroup
  readonly value: string
  readonly label: string
  readonly isChosen: boolean
  readonly onToggle: (value: string) => void
}

function Choice({ group, value, label, isChosen, onToggle }: ChoiceProps) {
  const shaped = (
    <span className={classes.choiceLabel}>
      <StatusShape status={value as Status} />
      {label}
    </span>
  )
  return (
    <Checkbox
      checked={isChosen}
      onChange={() => onToggle(value)}
      classNames={{ root: classes.choice ?? '', body: classes.choiceBody ?? '' }}
      label={group.name === 'status' ? shaped : label}
    />
  )
}
