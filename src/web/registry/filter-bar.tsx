// One filter for the list and the map. Wide screens show a bar of fields, narrow ones a drawer with the same groups.
import { Button, CloseButton, Popover, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { FilterChoices } from './filter-choices.tsx'
import { FILTER_GROUPS, useFilterWords, type FilterGroup } from './filter-groups.ts'
import { toggled, valuesOf, type FilterName, type SiteFilterSearch } from './site-search.ts'
import classes from './filter-bar.module.css'

type Change = (name: FilterName, value: string | undefined) => void
type Props = {
  readonly search: SiteFilterSearch
  readonly onChange: (next: SiteFilterSearch) => void
  readonly children?: ReactNode
}

/** A field whose text goes into the address when the typing pauses. */
function TextFilter({
  name,
  value,
  label,
  isSearch,
  onChange,
}: {
  readonly name: FilterName
  readonly value: string
  readonly label: string
  readonly isSearch?: boolean
  readonly onChange: Change
}) {
  const t = useMessages('registry')
  const [text, setText] = useState(value)
  const send = useDebouncedCallback((next: string) => onChange(name, next.trim() === '' ? undefined : next.trim()), 250)
  useEffect(() => {
    setText((now) => (now.trim() === value ? now : value))
  }, [value])
  return (
    <TextInput
      value={text}
      placeholder={label}
      aria-label={label}
      type={isSearch ? 'search' : 'text'}
      className={isSearch ? classes.search : undefined}
      leftSection={isSearch ? <IconSearch size={16} aria-hidden /> : null}
      rightSection={
        text === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={t('filter.clear-field', { name: label })}
            onClick={() => {
              setText('')
              onChange(name, undefined)
            }}
          />
        )
      }
      onChange={(event) => {
        setText(event.currentTarget.value)
        send(event.currentTarget.value)
      }}
    />
  )
}

function GroupButton({
  group,
  search,
  onChange,
}: {
  readonly group: FilterGroup
  readonly search: SiteFilterSearch
  readonly onChange: Change
}) {
  const words = useFilterWords()
  const values = valuesOf(search[group.name])
  return (
    <Popover
      position="bottom-start"
      width={group.name === 'country' ? 300 : 280}
      shadow="md"
      trapFocus
      withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          className={classes.group}
          data-active={values.length > 0 || undefined}
          aria-haspopup="dialog">
          {words.group(group.name)}
          {values.length === 0 ? null : <span className={classes.count}>{values.length}</span>}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={words.group(group.name)} className={classes.dropdown}>
        <FilterChoices
          group={group}
          value={search[group.name]}
          onToggle={(value) => onChange(group.name, toggled(search[group.name], value))}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** The filters that are asked for less often. */
function Further({ search, onChange }: { readonly search: SiteFilterSearch; readonly onChange: Change }) {
  const t = useMessages('registry')
  const words = useFilterWords()
  const groups = FILTER_GROUPS.filter(({ isFurther }) => isFurther)
  const count =
    groups.reduce((sum, { name }) => sum + valuesOf(search[name]).length, 0) + (search.operator === undefined ? 0 : 1)
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <button type="button" className={classes.group} data-active={count > 0 || undefined} aria-haspopup="dialog">
          {t('filter.more')}
          {count === 0 ? null : <span className={classes.count}>{count}</span>}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('filter.more')} className={classes.dropdown}>
        <TextFilter name="operator" value={search.operator ?? ''} label={t('filter.operator')} onChange={onChange} />
        {groups.map((group) => (
          <div key={group.name}>
            <p className={classes.subheading}>{words.group(group.name)}</p>
            <FilterChoices
              group={group}
              value={search[group.name]}
              onToggle={(value) => onChange(group.name, toggled(search[group.name], value))}
            />
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

/** The filter holds the id; a reader wants the name. */
function OrganisationName({ organisationId }: { readonly organisationId: string }) {
  return useLooseRead('getOrganisation', { organisationId }).data?.name ?? organisationId
}

/** What is filtered, each removable with one press. */
function Chosen({
  search,
  onChange,
  onClear,
}: {
  readonly search: SiteFilterSearch
  readonly onChange: Change
  readonly onClear: () => void
}) {
  const t = useMessages('registry')
  const words = useFilterWords()
  const chosen = [
    ...FILTER_GROUPS.flatMap(({ name }) =>
      valuesOf(search[name]).map((value) => ({ name, value, next: toggled(search[name], value) })),
    ),
    ...(['operator', 'organisationId', 'near', 'bbox'] as const).flatMap((name) => {
      const value = search[name]
      return value === undefined ? [] : [{ name, value, next: undefined }]
    }),
  ]
  if (chosen.length === 0) return null
  return (
    <ul className={classes.chosen} aria-label={t('filter.chosen')}>
      {chosen.map(({ name, value, next }) => (
        <li key={`${name} ${value}`}>
          <button
            type="button"
            className={classes.pill}
            onClick={() => onChange(name, next)}
            aria-label={t('filter.remove', { name: words.group(name), value: words.value(name, value) })}>
            <span className="quiet">{words.group(name)}</span>{' '}
            {name === 'organisationId' ? <OrganisationName organisationId={value} /> : words.value(name, value)}
            <IconX size={14} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={classes.clear} onClick={onClear}>
          {t('filter.clear')}
        </button>
      </li>
    </ul>
  )
}

export function FilterBar({ search, onChange, children }: Props) {
  const t = useMessages('registry')
  const words = useFilterWords()
  const [isOpen, drawer] = useDisclosure(false)
  const change: Change = (name, value) => onChange({ ...search, [name]: value })
  const count =
    FILTER_GROUPS.reduce((sum, { name }) => sum + valuesOf(search[name]).length, 0) +
    (search.operator === undefined ? 0 : 1)
  return (
    <search className={classes.bar} aria-label={t('filter.label')}>
      <div className={classes.row}>
        <TextFilter name="q" value={search.q ?? ''} label={t('filter.q')} isSearch onChange={change} />
        <div className={classes.groups}>
          {FILTER_GROUPS.filter(({ isFurther }) => !isFurther).map((group) => (
            <GroupButton key={group.name} group={group} search={search} onChange={change} />
          ))}
          <Further search={search} onChange={change} />
        </div>
        <Button
          className={classes.more}
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={drawer.open}>
          {t('filter.open', { count })}
        </Button>
        {children}
      </div>
      <Chosen
        search={search}
        onChange={change}
        onClear={() => onChange(search.q === undefined ? {} : { q: search.q })}
      />
      <SidePanel isOpen={isOpen} onClose={drawer.close} title={t('filter.label')} closeLabel={t('close')}>
        {FILTER_GROUPS.map((group) => (
          <details key={group.name} className={classes.fold} open={valuesOf(search[group.name]).length > 0}>
            <summary>
              {words.group(group.name)}
              {valuesOf(search[group.name]).length > 0 ? ` (${valuesOf(search[group.name]).length})` : ''}
            </summary>
            <FilterChoices
              group={group}
              value={search[group.name]}
              onToggle={(value) => change(group.name, toggled(search[group.name], value))}
            />
          </details>
        ))}
        <TextFilter name="operator" value={search.operator ?? ''} label={t('filter.operator')} onChange={change} />
        <Button fullWidth mt="lg" onClick={drawer.close}>
          {t('filter.show')}
        </Button>
      </SidePanel>
    </search>
  )
}
