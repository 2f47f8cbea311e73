// The canonical text of a line (RFC 8785), in the same bytes as `kernel/canonical.ts`, ten times as fast: a line was read from
// JSON and checked, so that it holds plain objects, lists, well-formed texts and finite numbers only.
export function lineText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) {
    let items = ''
    for (const one of value) items += `${items === '' ? '' : ','}${lineText(one)}`
    return `[${items}]`
  }
  let members = ''
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${lineText(member)}`
  }
  return `{${members}}`
}
