// Fourth step of an application: the organisation that takes part, and the person who coordinates.
import { Checkbox, Fieldset, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { holdsRole, useMe } from '../account/me.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { CountryChoice } from './apply-site.tsx'
import type { StepProps } from './apply-step.ts'

function Organisation({ draft, change, faults }: StepProps) {
  const t = useMessages('cases')
  const isOwner = holdsRole(useMe(), 'site-owner')
  const own = useLooseRead('listParticipants', { limit: 100 }, isOwner).data?.items ?? []
  const fault = (name: 'participantName' | 'participantCountry') => (faults.includes(name) ? t('apply.missing') : undefined)
  return (
    <Fieldset legend={t('apply.participant')}>
      <Stack gap="md">
        {own.length === 0 ? null : (
          <NativeSelect
            label={t('apply.participant.own')}
            value={draft.organisationId}
            onChange={(event) => {
              const one = own.find(({ organisationId }) => organisationId === event.currentTarget.value)
              change({ organisationId: one?.organisationId ?? '', participantName: one?.name ?? '', participantCountry: one?.country ?? '' })
            }}
            data={[{ value: '', label: t('apply.participant.other') }, ...own.map(({ organisationId, name }) => ({ value: organisationId, label: name }))]}
          />
        )}
        {draft.organisationId === '' ? (
          <>
            <TextInput label={t('apply.participant.name')} autoComplete="organization" required maxLength={300} value={draft.participantName} error={fault('participantName')} onChange={(event) => change({ participantName: event.currentTarget.value })} />
            <CountryChoice label={t('apply.participant.country')} value={draft.participantCountry} error={fault('participantCountry')} onChange={(participantCountry) => change({ participantCountry })} />
          </>
        ) : null}
      </Stack>
    </Fieldset>
  )
}

export function PeopleStep(props: StepProps) {
  const t = useMessages('cases')
  const { draft, change, faults } = props
  return (
    <Stack gap="lg">
      <Organisation {...props} />
      <Fieldset legend={t('apply.contact')}>
        <Stack gap="md">
          <p className="quiet">{t('apply.contact.meaning')}</p>
          <TextInput label={t('contact.name')} autoComplete="name" required maxLength={200} value={draft.name} error={faults.includes('name') ? t('apply.missing') : undefined} onChange={(event) => change({ name: event.currentTarget.value })} />
          <TextInput type="email" label={t('contact.email')} autoComplete="email" required maxLength={200} value={draft.email} error={faults.includes('email') ? t('apply.missing.email') : undefined} onChange={(event) => change({ email: event.currentTarget.value })} />
          <TextInput type="tel" label={t('contact.phone.optional')} autoComplete="tel" maxLength={40} value={draft.phone} onChange={(event) => change({ phone: event.currentTarget.value })} />
          <Checkbox label={t('contact.resourced')} description={draft.isContactResourced ? undefined : t('apply.resourced.no')} checked={draft.isContactResourced} onChange={(event) => change({ isContactResourced: event.currentTarget.checked })} />
        </Stack>
      </Fieldset>
      <Fieldset legend={t('apply.all-sites')}>
        <Stack gap="md">
          <TextInput type="date" label={t('apply.all-sites.by')} value={draft.allSitesBy} onChange={(event) => change({ allSitesBy: event.currentTarget.value })} />
          <TextInput type="number" inputMode="numeric" min={1} max={10000} label={t('apply.all-sites.count')} value={draft.allSitesCount} onChange={(event) => change({ allSitesCount: event.currentTarget.value })} />
        </Stack>
      </Fieldset>
      <Textarea label={t('apply.note')} autosize minRows={2} maxLength={2000} value={draft.note} onChange={(event) => change({ note: event.currentTarget.value })} />
    </Stack>
  )
}
