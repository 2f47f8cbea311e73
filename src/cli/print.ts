// How answers look in a terminal: lists as aligned columns, records as names and values, problems as what, where, what now.
import type { Problem } from '#src/platform/problems.ts'

export const out = (text: string): void => { process.stdout.write(`${text}\n`) }
export const err = (text: string): void => { process.stderr.write(`${text}\n`) }

/** Control characters would let a name from a file drive the terminal. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.every((part) => typeof part !== 'object') ? value.join(', ') : `${value.length} …`
  if (typeof value === 'object') {
    const dated = value as { printed?: unknown; name?: unknown }
    return typeof dated.printed === 'string' ? dated.printed : typeof dated.name === 'string' ? dated.name : '…'
  }
  return plain(String(value))
}

const COLUMN = 40
const clip = (text: string): string => text.length > COLUMN ? `${text.slice(0, COLUMN - 1)}…` : text

export function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  if (rows.length === 0) return 'nothing found'
  const names = Object.keys(rows[0]!).filter((name) => rows.some((row) => shown(row[name]) !== '' && shown(row[name]) !== '…')).slice(0, 8)
  const cells = rows.map((row) => names.map((name) => clip(shown(row[name]))))
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)))
  const line = (parts: readonly string[]) => parts.map((part, i) => part.padEnd(widths[i]!)).join('  ').trimEnd()
  return [line(names), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n')
}

export function record(value: Readonly<Record<string, unknown>>, indent = ''): string {
  return Object.entries(value).map(([name, field]) => {
    if (Array.isArray(field) && field.length > 0 && typeof field[0] === 'object') return `${indent}${name}:\n${table(field as Record<string, unknown>[]).split('\n').map((row) => `${indent}  ${row}`).join('\n')}`
    if (field !== null && typeof field === 'object' && !Array.isArray(field)) return `${indent}${name}:\n${record(field as Record<string, unknown>, `${indent}  `)}`
    return `${indent}${name}: ${shown(field)}`
  }).join('\n')
}

export function answer(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  const { items, next, ...rest } = value as { items?: unknown; next?: unknown }
  if (!Array.isArray(items)) return record(value as Record<string, unknown>)
  const more = typeof next === 'string' ? `\nmore: --cursor ${next}` : ''
  const head = Object.entries(rest).filter(([, field]) => field === null || typeof field !== 'object').map(([name, field]) => `${name} ${shown(field)}`).join(' · ')
  return [head, table(items as Record<string, unknown>[]) + more].filter((part) => part !== '').join('\n')
}

export function problem(value: Problem): string {
  const places = (value.errors ?? []).map(({ pointer, detail }) => `  ${pointer || '(input)'}: ${detail}`)
  return [`${value.title} (${value.code})`, value.detail, ...places].join('\n')
}

/** A bar on a terminal, a line at the end elsewhere. */
export function progressBar(title: string): (done: number, all: number, what?: string) => void {
  let last = -1
  return (done, all, what = '') => {
    if (!process.stderr.isTTY) return
    const share = all === 0 ? 1 : done / all
    const percent = Math.floor(share * 100)
    if (percent === last && done !== all) return
    last = percent
    const width = 24
    const filled = Math.round(share * width)
    process.stderr.write(`\r${title} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(percent).padStart(3)} % ${what.padEnd(24).slice(0, 24)}${done === all ? '\n' : ''}`)
  }
}
