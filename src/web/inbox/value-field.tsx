// A field for a value of a setting, made from its shape (JSON Schema): number, truth, choice, words, list, or the parts of
// an object; texts by language get one field for each language there is.
import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLanguages } from '../messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'

export type Shape = {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
}

type Props = {
  readonly shape: Shape
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

const LONG = 200

const isPlain = (shape: Shape | undefined): boolean =>
  shape?.type === 'string' || shape?.type === 'number' || shape?.type === 'integer'

/** One entry a line; numbers where the shape asks for numbers. */
function ListField({ shape, label, value, onChange }: Props) {
  const t = useMessages('setting')
  const isNumber = shape.items?.type === 'integer' || shape.items?.type === 'number'
  const [text, setText] = useState(() => (value as readonly unknown[]).map(String).join('\n'))
  return (
    <Textarea
      label={label}
      description={t('list.meaning')}
      autosize
      minRows={2}
      maxRows={16}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        const entries = event.currentTarget.value.split('\n').map((line) => line.trim()).filter((line) => line !== '')
        onChange(isNumber ? entries.map(Number) : entries)
      }}
    />
  )
}

/** What no other field can hold, as JSON. What is no JSON goes to the server as text, which says so. */
function JsonField({ label, value, onChange }: Props) {
  const t = useMessages('setting')
  const [text, setText] = useState(() => JSON.stringify(value, null, 2))
  const parsed = (source: string): unknown => {
    try {
      return JSON.parse(source)
    } catch {
      return source
    }
  }
  return (
    <Textarea
      label={label}
      description={t('json.meaning')}
      autosize
      minRows={4}
      maxRows={24}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(parsed(event.currentTarget.value))
      }}
    />
  )
}

function Parts({ shape, label, value, onChange }: Props) {
  const kept = (value ?? {}) as Readonly<Record<string, unknown>>
  return (
    <fieldset style={{ border: '1px solid var(--rule)', borderRadius: 6, padding: '0.75rem', display: 'grid', gap: '0.75rem', minInlineSize: 0 }}>
      <legend>{label}</legend>
      {Object.entries(shape.properties ?? {}).map(([name, part]) => (
        <ValueField key={name} shape={part} label={name} value={kept[name]} onChange={(next) => onChange({ ...kept, [name]: next })} />
      ))}
    </fieldset>
  )
}

function ByLanguage({ shape, label, value, onChange }: Props) {
  const languages = useLanguages()
  const kept = (value ?? {}) as Readonly<Record<string, unknown>>
  const part = shape.additionalProperties as Shape
  return languages.map(({ tag, name }) => (
    <ValueField
      key={tag}
      shape={part}
      label={`${label} (${name})`}
      value={kept[tag] ?? (part.type === 'string' ? '' : emptyOf(part))}
      onChange={(next) => {
        const { [tag]: _, ...others } = kept
        onChange(next === '' ? others : { ...others, [tag]: next })
      }}
    />
  ))
}

const emptyOf = (shape: Shape): unknown =>
  shape.type === 'array' ? [] : shape.type === 'object' ? Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, part]) => [name, emptyOf(part)])) : ''

export function ValueField(props: Props) {
  const { shape, label, value, onChange } = props
  if (shape.enum !== undefined)
    return (
      <NativeSelect
        label={label}
        value={String(value)}
        data={shape.enum.map(String)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  if (shape.type === 'boolean')
    return <Checkbox label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (shape.type === 'integer' || shape.type === 'number')
    return (
      <NumberInput
        label={label}
        value={typeof value === 'number' ? value : ''}
        allowDecimal={shape.type === 'number'}
        hideControls
        {...(shape.minimum === undefined || shape.minimum < -1e9 ? {} : { min: shape.minimum })}
        {...(shape.maximum === undefined || shape.maximum > 1e9 ? {} : { max: shape.maximum })}
        clampBehavior="none"
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
    )
  if (shape.type === 'string')
    return (shape.maxLength ?? 0) > LONG ? (
      <Textarea label={label} autosize minRows={3} maxRows={24} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
    ) : (
      <TextInput label={label} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
    )
  if (shape.type === 'array' && isPlain(shape.items) && Array.isArray(value)) return <ListField {...props} />
  if (shape.type === 'object' && shape.properties !== undefined) return <Parts {...props} />
  if (shape.type === 'object' && typeof shape.additionalProperties === 'object') return <ByLanguage {...props} />
  return <JsonField {...props} />
}
