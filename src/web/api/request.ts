// From an operation and its input to one HTTP request: path parameters into the path, the rest into the query of a read
// or the body of a write. The same rule as the server's (src/kernel/operation.ts).
export type Route = { readonly method: string; readonly path: string }
export type Input = Readonly<Record<string, unknown>>

export const API = '/api/v1'

/** The address of an operation. Absent values are left out; a list becomes comma-separated. */
export function addressOf(route: Route, input: Input = {}): string {
  const used = new Set<string>()
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    used.add(name)
    return encodeURIComponent(String(input[name]))
  })
  const query = new URLSearchParams()
  if (route.method === 'GET') {
    for (const [name, value] of Object.entries(input)) {
      if (used.has(name) || value === undefined || value === null || value === '') continue
      query.set(name, Array.isArray(value) ? value.join(',') : String(value))
    }
  }
  const text = query.toString()
  return `${API}${path}${text === '' ? '' : `?${text}`}`
}

/** The JSON body of a write: what the path did not take. */
export function bodyOf(route: Route, input: Input = {}): string | undefined {
  if (route.method === 'GET') return undefined
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
  return JSON.stringify(Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.has(name))))
}
