// The browser needs of a contract only its method and its path: the schemas stay in the server and in the type checker,
// so that no page loads a validator. This plugin reads the contract in Node and hands the table to `virtual:routes`.
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import type { AnyContractProcedure } from '@orpc/contract'
import type { Plugin } from 'vite'

export type Route = { readonly method: string; readonly path: string }

const VIRTUAL = 'virtual:routes'
const RESOLVED = `\0${VIRTUAL}`

/** Method and path of every operation, by name. @throws Error where an operation has no route */
export function routesOf(contract: Readonly<Record<string, AnyContractProcedure>>): Record<string, Route> {
  const entries = Object.entries(contract).map(([name, procedure]): [string, Route] => {
    const { method, path } = procedure['~orpc'].route
    if (method === undefined || path === undefined)
      throw new Error(`operation ${name} has no method or path: make it with operation()`)
    return [name, { method, path }]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function routeTable(options: { contract: string }): Plugin {
  const file = resolve(options.contract)
  return {
    name: 'cupel:route-table',
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined
      this.addWatchFile(file)
      const module = (await import(pathToFileURL(file).href)) as { contract: Record<string, AnyContractProcedure> }
      return `export const routes = ${JSON.stringify(routesOf(module.contract))}`
    },
  }
}
