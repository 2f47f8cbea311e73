// First step of an application: a site of the registry, or a new one.
import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { COUNTRY_CODES } from '../ui/countries.ts'
import { useWords } from '../ui/words.ts'
import type { StepProps } from './apply-step.ts'

export function CountryChoice({ label, value, onChange, error }: { readonly label: string; readonly value: string; readonly onChange: (code: string) => void; readonly error?: string | undefined }) {
  const t = useMessages('cases')
  const words = useWords()
  const countries = COUNTRY_CODES.map((code) => ({ value: code, label: words.country(code) })).sort((a, b) => a.label.localeCompare(b.label, t.language))
  return (
    <NativeSelect
      label={label}
      required
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('apply.country.choose') }, ...countries]}
    />
  )
}

function Known({ draft, change, faults }: StepProps) {
  const t = useMessages('cases')
  const words = useWords()
  const [text, setText] = useState(draft.siteName)
  const isWanted = text.trim().length >= 2
  const found = useLooseRead('listSites', { q: text.trim(), limit: 8 }, isWanted).data
  return (
    <>
      <TextInput type="search" label={t('apply.site.search')} value={text} onChange={(event) => setText(event.currentTarget.value)} error={faults.includes('siteId') ? t('apply.missing.choice') : undefined} />
      {!isWanted || found === undefined ? null : found.items.length === 0 ? (
        <p role="status">{t('apply.site.none')}</p>
      ) : (
        <Radio.Group
          label={t('apply.site.found')}
          value={draft.siteId}
          onChange={(siteId) => {
            const site = found.items.find((each) => each.siteId === siteId)
            change({ siteId, siteName: site?.name ?? '', country: site?.country ?? '', siteTypes: (site?.types ?? []).filter((type) => type !== 'unknown'), metals: site?.metals ?? [] })
          }}>
          <Stack gap={6} mt={6}>
            {found.items.map((site) => (
              <Radio key={site.siteId} value={site.siteId} label={site.name} description={`${words.country(site.country)} · ${site.siteId}`} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </>
  )
}

export function SiteStep(props: StepProps) {
  const t = useMessages('cases')
  const { draft, change, faults } = props
  const fault = (name: 'siteName' | 'country') => (faults.includes(name) ? t('apply.missing') : undefined)
  return (
    <Stack gap="md">
      <Radio.Group label={t('apply.site.which')} value={draft.way} onChange={(way) => change({ way: way as typeof draft.way, siteId: '' })}>
        <Stack gap={6} mt={6}>
          <Radio value="known" label={t('apply.site.known')} />
          <Radio value="new" label={t('apply.site.new')} />
        </Stack>
      </Radio.Group>
      {draft.way === 'known' ? (
        <Known {...props} />
      ) : (
        <>
          <TextInput label={t('apply.site.name')} required maxLength={200} value={draft.siteName} error={fault('siteName')} onChange={(event) => change({ siteName: event.currentTarget.value })} />
          <CountryChoice label={t('apply.country')} value={draft.country} error={fault('country')} onChange={(country) => change({ country })} />
          <TextInput label={t('apply.place')} maxLength={200} value={draft.place} onChange={(event) => change({ place: event.currentTarget.value })} />
        </>
      )}
    </Stack>
  )
}
