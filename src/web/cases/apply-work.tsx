// Second and third step of an application: what the site does, and under which standard it asks for which marks.
import { Checkbox, Radio, Stack } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import { useLooseRead } from '../api/reads.ts'
import { useWords } from '../ui/words.ts'
import type { StepProps } from './apply-step.ts'
import { METALS, SITE_TYPES } from './choices.ts'
import classes from './cases.module.css'

export function WorkStep({ draft, change, faults }: StepProps) {
  const t = useMessages('cases')
  const words = useWords()
  const fault = (name: 'siteTypes' | 'metals') => (faults.includes(name) ? t('apply.missing.choice') : undefined)
  return (
    <Stack gap="lg">
      <Checkbox.Group label={t('apply.types')} value={[...draft.siteTypes]} error={fault('siteTypes')} onChange={(siteTypes) => change({ siteTypes })}>
        <div className={classes.choices}>
          {SITE_TYPES.map((type) => (
            <Checkbox key={type} value={type} label={words.type(type)} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox.Group label={t('apply.metals')} value={[...draft.metals]} error={fault('metals')} onChange={(metals) => change({ metals, marks: [] })}>
        <div className={classes.choices}>
          {METALS.map((metal) => (
            <Checkbox key={metal} value={metal} label={words.metal(metal)} />
          ))}
        </div>
      </Checkbox.Group>
    </Stack>
  )
}

/** Marks of the chosen version; those that fit none of the metals named cannot be ticked. */
function Marks({ draft, change, faults, standards }: StepProps) {
  const t = useMessages('cases')
  const row = standards.find(({ standard }) => standard === draft.standard)
  const whole = useLooseRead('getStandard', { standard: row?.standard ?? '', version: row?.version ?? '', language: t.language }, row !== undefined && row.marks.length > 0).data
  if (row === undefined || row.marks.length === 0 || whole === undefined || whole.standard !== row.standard) return null
  return (
    <Checkbox.Group
      label={t('apply.marks')}
      description={t('apply.marks.fit')}
      value={[...draft.marks]}
      error={faults.includes('marks') ? t('apply.missing.choice') : undefined}
      onChange={(marks) => change({ marks })}>
      <Stack gap={6} mt={6}>
        {whole.marks.map((mark) => (
          <Checkbox key={mark.slug} value={mark.slug} label={mark.title} disabled={!mark.metals.some((metal) => draft.metals.includes(metal))} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

export function MarksStep(props: StepProps) {
  const t = useMessages('cases')
  const { draft, change, faults, standards } = props
  const governing = standards
    .filter(({ register }) => register !== 'chain-of-custody')
    .toSorted((a, b) => Number(b.register === 'mark') - Number(a.register === 'mark'))
  const further = standards.filter(({ standard, register }) => standard !== draft.standard && register !== 'mark')
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t('apply.standard')}
        description={t('apply.standard.version')}
        value={draft.standard}
        error={faults.includes('standard') ? t('apply.missing.choice') : undefined}
        onChange={(standard) => change({ standard, marks: [], further: draft.further.filter((one) => one !== standard) })}>
        <Stack gap={6} mt={6}>
          {governing.map((row) => (
            <Radio key={row.standard} value={row.standard} label={row.title} />
          ))}
        </Stack>
      </Radio.Group>
      <Marks {...props} />
      {draft.standard === '' || further.length === 0 ? null : (
        <Checkbox.Group label={t('apply.further')} value={[...draft.further]} onChange={(chosen) => change({ further: chosen })}>
          <Stack gap={6} mt={6}>
            {further.map((row) => (
              <Checkbox key={row.standard} value={row.standard} label={row.title} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Stack>
  )
}
