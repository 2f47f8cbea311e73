// From a request line to the operation it means: method and path patterns, fixed segments before named ones.
import type { AnyContractProcedure } from '@orpc/contract'
import { metaOf, type Contract, type OperationMeta } from '#src/kernel/operation.ts'

export type Route = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly meta: OperationMeta
  readonly procedure: AnyContractProcedure
  readonly pattern: RegExp
  readonly parameters: readonly string[]
}

export type Matched = { readonly route: Route; readonly parameters: Readonly<Record<string, string>> }

const escape = (text: string): string => text.replace(/[.*+?^$|()[\]\\]/g, '\\$&')

export function routesOf(contract: Contract): Route[] {
  return Object.entries(contract).map(([name, procedure]) => {
    const { method, path } = procedure['~orpc'].route as { method: string; path: string }
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
    const pattern = new RegExp(`^${path.split(/\{\w+\}/).map(escape).join('([^/]+)')}$`)
    return { name, method, path, meta: metaOf(procedure), procedure, pattern, parameters }
  }).sort((a, b) => a.parameters.length - b.parameters.length || (a.path < b.path ? -1 : 1))
}

/** @returns undefined where no operation has this method and path */
export function matchRoute(routes: readonly Route[], method: string, path: string): Matched | undefined {
  const asked = method === 'HEAD' ? 'GET' : method
  for (const route of routes) {
    if (route.method !== asked) continue
    const match = route.pattern.exec(path)
    if (match === null) continue
    try {
      return { route, parameters: Object.fromEntries(route.parameters.map((name, i) => [name, decodeURIComponent(match[i + 1]!)])) }
    } catch { return undefined } // a malformed percent sign names nothing
  }
  return undefined
}
