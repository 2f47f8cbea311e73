// The command palette (Ctrl-K, or / ): pages, commands and the registry itself in one field.
import { Spotlight, createSpotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowRight, IconBolt, IconBuilding, IconMapPin, IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useMantineColorScheme } from '@mantine/core'
import { areas } from '../areas.ts'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useWords } from '../ui/words.ts'
import { navigation } from './navigation.ts'
import { useForMe } from './use-for-me.ts'

type Props = {
  readonly isOpen: boolean
  /** What was typed while the palette was still on its way. */
  readonly typedAhead: string
  readonly onClose: () => void
  readonly navigate: (to: string) => void
}
type Entry = {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly keywords?: string
  readonly run: () => void
}

const [store, actions] = createSpotlight()

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Every word typed begins a word of the label or the keywords, or stands in it. */
function matches(entry: Entry, query: string): boolean {
  const text = fold(`${entry.label} ${entry.keywords ?? ''}`)
  return fold(query)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function useCommands(navigate: (to: string) => void): { pages: Entry[]; commands: Entry[] } {
  const t = useMessages('shell')
  const { setColorScheme } = useMantineColorScheme()
  const forMe = useForMe()
  const all = forMe([...navigation('header'), ...navigation('footer'), ...navigation('palette')])
  const places = all.filter(({ to }, index) => all.findIndex((other) => other.to === to) === index)
  const ours = forMe(areas.flatMap((area) => area.commands))
    .map((command): Entry => ({
      id: command.id,
      label: t(command.label),
      run: () => command.run(navigate),
      ...(command.keywords === undefined ? {} : { keywords: command.keywords }),
    }))
  return {
    pages: [{ to: '/', label: 'home' } as const, ...places].map(({ to, label }) => ({
      id: to,
      label: t(label),
      run: () => navigate(to),
    })),
    commands: [
      ...ours,
      ...(['light', 'dark', 'auto'] as const).map((scheme): Entry => ({
        id: `scheme-${scheme}`,
        label: t('palette.scheme', { scheme: t(`scheme.${scheme}`) }),
        keywords: 'theme colour color',
        run: () => setColorScheme(scheme),
      })),
      { id: 'print', label: t('palette.print'), keywords: 'pdf', run: () => window.print() },
    ],
  }
}

function useFound(query: string, navigate: (to: string) => void) {
  const t = useMessages('shell')
  const words = useWords()
  const times = useTimes()
  const [q] = useDebouncedValue(query.trim(), 150)
  const isWanted = q.length >= 2
  const sites = useLooseRead('listSites', { q, limit: 8, ...times }, isWanted)
  const organisations = useLooseRead('listOrganisations', { q, limit: 4, ...times }, isWanted)
  if (!isWanted) return { sites: [], organisations: [], isLoading: false }
  return {
    isLoading: sites.isFetching || organisations.isFetching,
    sites: (sites.data?.items ?? []).map((site): Entry => ({
      id: site.siteId,
      label: site.name,
      run: () => navigate(`/sites/${site.siteId}`),
      detail: [words.country(site.country), words.status(site.standing.status)].join(' · '),
    })),
    organisations: (organisations.data?.items ?? []).map((one): Entry => ({
      id: one.organisationId,
      label: one.name,
      run: () => navigate(`/organisations/${one.organisationId}`),
      detail: t('palette.sites', { count: one.siteCount }),
    })),
  }
}

function Group({
  label,
  entries,
  Icon,
}: {
  readonly label: string
  readonly entries: readonly Entry[]
  readonly Icon: typeof IconBolt
}) {
  if (entries.length === 0) return null
  return (
    <Spotlight.ActionsGroup label={label}>
      {entries.map(({ id, label: name, detail, run }) => (
        <Spotlight.Action
          key={id}
          label={name}
          {...(detail === undefined ? {} : { description: detail })}
          leftSection={<Icon size={18} aria-hidden />}
          onClick={run}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}

export function Palette({ isOpen, typedAhead, onClose, navigate }: Props) {
  const t = useMessages('shell')
  const [query, setQuery] = useState('')
  const { pages, commands } = useCommands(navigate)
  const found = useFound(query, navigate)
  useEffect(() => {
    if (isOpen) actions.open()
    else actions.close()
  }, [isOpen])
  useEffect(() => {
    if (typedAhead !== '') setQuery(typedAhead)
  }, [typedAhead])
  const typed = query.trim()
  const shown = (entries: readonly Entry[]) =>
    typed === '' ? entries : entries.filter((entry) => matches(entry, typed))
  const all: Entry[] =
    typed === ''
      ? []
      : [
          {
            id: 'all',
            label: t('palette.all', { query: typed }),
            run: () => navigate(`/sites?q=${encodeURIComponent(typed)}`),
          },
        ]
  const nothing =
    typed !== '' &&
    !found.isLoading &&
    found.sites.length + found.organisations.length + shown(pages).length + shown(commands).length === 0
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight={480}
      size={640}
      clearQueryOnClose
      centered={false}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('palette.title') } }}>
      <Spotlight.Search
        placeholder={t('search.prompt')}
        aria-label={t('search.prompt')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Group label={t('palette.group.search')} entries={all} Icon={IconSearch} />
        <Group label={t('palette.group.sites')} entries={found.sites} Icon={IconMapPin} />
        <Group label={t('palette.group.organisations')} entries={found.organisations} Icon={IconBuilding} />
        <Group label={t('palette.group.pages')} entries={shown(pages)} Icon={IconArrowRight} />
        <Group label={t('palette.group.commands')} entries={shown(commands)} Icon={IconBolt} />
        {nothing ? <Spotlight.Empty>{t('palette.nothing', { query: typed })}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
