// The rules of the house as tests: what may import what, who may touch the world, who owns a table, how a file is written.
// Each failure says which file, what is wrong, and what to do.
import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { metaOf } from '#src/kernel/operation.ts'
import { contract } from '#src/platform/contract.ts'
import { starterRefusals } from '#src/registry/starter.ts'
import { catalogue, commonRefusals } from '#src/platform/problems.ts'

const root = join(import.meta.dirname, '..')
const slices = ['kernel', 'transparency', 'access', 'notices', 'parties', 'evidence', 'standards', 'assurance', 'awards', 'custody', 'provenance', 'footprint', 'claims', 'grievances', 'diligence', 'registry', 'documents', 'secretariat', 'exchange', 'platform', 'cli', 'web']
const roles = ['domain', 'contract', 'store', 'handlers', 'platform'] as const

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ path: name, slice: name.split('/')[0]!, text: readFileSync(join(root, 'src', name), 'utf8'), isTest: /\.test\.tsx?$/.test(name) }))
const production = sources.filter((source) => !source.isTest)

function roleOf(path: string): typeof roles[number] {
  const slice = path.split('/')[0]!
  if (slice === 'platform' || slice === 'cli' || slice === 'web') return 'platform'
  const name = basename(path)
  return name.endsWith('.contract.ts') ? 'contract' : name.endsWith('.store.ts') ? 'store' : name.endsWith('.handlers.ts') ? 'handlers' : 'domain'
}

type Import = { readonly target: string; readonly isType: boolean }
function importsOf({ path, text }: { path: string; text: string }): Import[] {
  return [...text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)].flatMap(([, isType, specifier]) => {
    const target = specifier!.startsWith('#src/') ? specifier!.slice(5) : specifier!.startsWith('.') ? relative(join(root, 'src'), resolve(root, 'src', dirname(path), specifier!)) : undefined
    return target === undefined ? [] : [{ target, isType: isType !== undefined }]
  })
}

/** The context is handed to every handler, so that its type may be named above its slice; nothing of it runs. */
const isContextType = ({ target, isType }: Import) => isType && (target === 'access/context.ts' || target === 'access/actor.ts')

describe('imports', () => {
  it('go up the list of slices, never down', () => {
    const wrong = production.filter(({ slice }) => slice !== 'platform' && slice !== 'cli' && slice !== 'web').flatMap((source) => importsOf(source)
      .filter((one) => slices.indexOf(one.target.split('/')[0]!) > slices.indexOf(source.slice) && one.target.split('/')[0] !== 'exchange' && !isContextType(one))
      .map((one) => `src/${source.path} imports ${one.target}: ${source.slice} stands above ${one.target.split('/')[0]} in the list of slices. Move the shared idea up, or the caller down.`))
    expect(wrong).toEqual([])
  })

  it('the border (exchange) knows only the kernel and itself', () => {
    const wrong = production.filter(({ slice }) => slice === 'exchange').flatMap((source) => importsOf(source).filter(({ target }) => !/^(kernel|exchange)\//.test(target)).map(({ target }) => `src/${source.path} imports ${target}: a format at the border maps to plain values; let the slice do the rest.`))
    expect(wrong).toEqual([])
  })

  it('go up the list of roles: domain < contract < store < handlers < platform', () => {
    const wrong = production.filter(({ slice }) => slice !== 'web' && slice !== 'cli').flatMap((source) => importsOf(source)
      .filter((one) => roles.indexOf(roleOf(one.target)) > roles.indexOf(roleOf(source.path)) && !isContextType(one))
      .map((one) => `src/${source.path} (${roleOf(source.path)}) imports ${one.target} (${roleOf(one.target)}). A ${roleOf(source.path)} file may not know a later role: pass the value in.`))
      .filter((line) => !/^src\/[\w-]+\/load-[\w-]+\.ts/.test(line))
    expect(wrong).toEqual([])
  })

  it('the screens see contracts, pure domain, the kernel and the routes, nothing that touches the world', () => {
    const wrong = production.filter(({ slice }) => slice === 'web').flatMap((source) => importsOf(source)
      .filter((one) => !one.target.startsWith('web/') && ['store', 'handlers', 'platform'].includes(roleOf(one.target)) && !one.isType)
      .map((one) => `src/${source.path} imports ${one.target}: a screen asks by the API.`))
    expect(wrong).toEqual([])
  })
})

describe('a page', () => {
  // Words that are fetched while a page is drawn hold it back, and a fetch that leaving the page cuts off is an error in the browser.
  it('names the words of everything it draws, so that they are there before it is', () => {
    const byPath = new Map(production.map((source) => [source.path, source]))
    const drawn = (path: string, seen = new Set<string>()): Set<string> => {
      const source = byPath.get(path)
      if (source === undefined || seen.has(path)) return seen
      seen.add(path)
      for (const { target, isType } of importsOf(source)) if (!isType && target.startsWith('web/')) drawn(target, seen)
      return seen
    }
    const always = ['shell', 'registry', 'problem']
    const quoted = (text: string) => [...text.matchAll(/'([\w-]+)'/g)].map((match) => match[1]!)
    const pages = production.filter(({ path }) => /^web\/[\w-]+\/area\.ts$/.test(path)).flatMap(({ path, text }) => {
      const shared = new Map([...text.matchAll(/^const (\w+) = \[(.*)\] as const$/gm)].map((match) => [match[1]!, quoted(match[2]!)]))
      return [...text.matchAll(/lazyPage\(\s*(\w+|\[[^\]]*\]),\s*\(\) => import\('([^']+)'\)/g)].map((match) => ({
        path, page: relative(join(root, 'src'), resolve(root, 'src', dirname(path), match[2]!)),
        named: [...quoted(match[1]!), ...[...match[1]!.matchAll(/^(\w+)$|\.\.\.(\w+)/g)].flatMap((one) => shared.get(one[1] ?? one[2]!) ?? [])],
      }))
    })
    expect(pages.length).toBeGreaterThan(50)
    const wrong = pages.flatMap(({ path, named, page }) => {
      const asked = new Set([...drawn(page)].flatMap((one) => [...byPath.get(one)!.text.matchAll(/useMessages\('([\w-]+)'\)/g)].map((match) => match[1]!)))
      const lacking = [...asked].filter((area) => !always.includes(area) && !named.includes(area))
      return lacking.length === 0 ? [] : [`src/${path}: ${page} also draws words of ${lacking.join(', ')}: name them in its lazyPage.`]
    })
    expect(wrong).toEqual([])
  })
})

describe('the world', () => {
  const forbidden: readonly [RegExp, string][] = [
    [/\bDate\.now\(\)|\bnew Date\(\)|\bperformance\.now\(\)|Temporal\.Now/, 'reads the clock: take `ctx.now` or a value'],
    [/\bMath\.random\(\)|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/, 'reads randomness: take `ctx.newId`, or a value'],
    [/\bprocess\.(env|cwd|argv|pid|exit)\b/, 'reads the environment: put it into `platform/config.ts`'],
    [/from 'node:(fs|net|http|https|child_process|os|worker_threads|dns)/, 'touches disk, network or the machine: do it in `platform/`'],
    [/\bfetch\(/, 'calls the network: do it in `platform/`'],
    [/\bsetTimeout\(|\bsetInterval\(/, 'waits: only `platform/` has timers'],
  ]
  it('is touched by platform, cli and web alone', () => {
    const wrong = production.filter(({ slice }) => !['platform', 'cli', 'web'].includes(slice)).flatMap(({ path, text }) =>
      forbidden.filter(([pattern]) => pattern.test(text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, ''))).map(([, what]) => `src/${path} ${what}.`))
    expect(wrong).toEqual([])
  })
})

describe('tables', () => {
  const migrations = readdirSync(join(root, 'db', 'migrations')).sort()
  const tables = migrations.flatMap((name) => [...readFileSync(join(root, 'db', 'migrations', name), 'utf8').matchAll(/^create table "?(\w+)"?/gm)].map((match) => match[1]!))

  it('belong to one store each', () => {
    // Log positions and instants are read beside the facts they recorded; the account library writes its own tables.
    // The board is one question over thousands of cases, and a case file takes every table that hangs on a case: both read
    // these tables and write none by name.
    const board = 'secretariat/board.store.ts'
    // The ledger writes its tables. Links, totals, answers, the index and footprints read them in sets, and write none of them by name.
    const custodyReaders = ['custody/ledger.store.ts', 'custody/lot.store.ts', 'custody/standing-line.store.ts', 'custody/ledger-check.store.ts', 'custody/link.store.ts', 'custody/shipment.store.ts', 'custody/index-reading.store.ts', 'custody/balance-receipt.store.ts', 'custody/epcis.store.ts', 'custody/transfer-statement.store.ts',
      'footprint/chain.store.ts', 'footprint/burden-source.store.ts', 'provenance/lineage.store.ts', 'provenance/site-balance.store.ts', 'provenance/impact.store.ts']
    const shared: Readonly<Record<string, readonly string[]>> = {
      ...Object.fromEntries(['custody_book', 'custody_batch', 'custody_event', 'custody_lot', 'custody_lot_metal', 'custody_draw', 'custody_measurement', 'custody_link', 'custody_loss', 'custody_shipment'].map((table) => [table, custodyReaders])),
      log_entry: ['transparency/log.store.ts', 'transparency/fact.store.ts'],
      participant: ['parties/participant.store.ts', board],
      assurance_case: ['assurance/case.store.ts', board, 'secretariat/case-file.store.ts'], case_event: ['assurance/case.store.ts', board], case_clock: ['assurance/case.store.ts', board],
    }
    const wrong = tables.flatMap((table) => {
      const users = production.filter(({ path, text }) => path.endsWith('.store.ts') && new RegExp(`(from|into|update|join|table)\\s+${table}\\b|(From|Into|Table|Join)\\('${table}\\b`, 'i').test(text)).map(({ path }) => path)
      return users.length <= 1 || users.every((user) => shared[table]?.includes(user)) ? [] : [`the table ${table} is used by ${users.join(' and ')}: let one store own it and the other ask.`]
    })
    expect(wrong).toEqual([])
  })

  it('SQL stands in stores', () => {
    const wrong = production.filter(({ path, slice }) => !path.endsWith('.store.ts') && !['platform', 'cli', 'web'].includes(slice))
      .filter(({ text }) => /\b(selectFrom|insertInto|updateTable|deleteFrom)\(|from 'kysely'|from 'pg'/.test(text.replace(/^import type .*$/gm, '')))
      .map(({ path }) => `src/${path} speaks SQL: move the query into the slice's store.`)
    expect(wrong).toEqual([])
  })

  it('migrations are numbered once, and paths of traversal never recurse in SQL', () => {
    const numbers = migrations.map((name) => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(production.filter(({ text }) => /with\s+recursive/i.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('a file', () => {
  const words = /\b(Service|Manager|Helper|Util|Utils|DTO)\b|(service|manager|helper|util|utils|dto)\.tsx?$/
  it('keeps to its idea: 400 lines at most', () => {
    expect(production.filter(({ text }) => text.split('\n').length > 400).map(({ path, text }) => `src/${path} has ${text.split('\n').length} lines: find the second idea in it and give it a file.`)).toEqual([])
  })

  it('is named for the field, not for machinery', () => {
    expect(sources.filter(({ path }) => words.test(basename(path))).map(({ path }) => `src/${path}: name the idea.`)).toEqual([])
  })

  it('has no any, no ignored error, no unfinished mark', () => {
    const wrong = sources.flatMap(({ path, text }) => [/(:|<|as) any\b/, /@ts-(ignore|nocheck|expect-error)/, /\b(TODO|FIXME|XXX|HACK)\b/].filter((pattern) => pattern.test(text)).map((pattern) => `src/${path} matches ${String(pattern)}.`))
    expect(wrong).toEqual([])
  })

  it('is used: every production file is imported by another, or is an entry', () => {
    const entries = new Set(['platform/main.ts', 'cli/main.ts', 'web/main.tsx'])
    const imported = new Set([...sources.flatMap(importsOf).map(({ target }) => target), ...sources.flatMap(({ path, text }) => [...text.matchAll(/import\('([^']+)'\)/g)].map((match) => relative(join(root, 'src'), resolve(root, 'src', dirname(path), match[1]!))))])
    const config = readFileSync(join(root, 'vite.config.ts'), 'utf8')
    expect(production.filter(({ path, slice }) => !entries.has(path) && !imported.has(path) && !config.includes(path) && !(slice === 'web' && path.endsWith('.d.ts'))).map(({ path }) => `src/${path} is imported by nothing: delete it.`)).toEqual([])
  })
})

describe('refusals', () => {
  it('that a contract declares stand in a catalogue, and every catalogued one can be given', () => {
    const declared = Object.entries(contract).flatMap(([name, procedure]) => metaOf(procedure).refusals.map((code) => ({ name, code })))
    expect(declared.filter(({ code }) => !catalogue.has(code)).map(({ name, code }) => `${name} declares "${code}", which stands in no refusals.ts.`)).toEqual([])
    const used = new Set(declared.map(({ code }) => code))
    expect([...catalogue.keys()].filter((code) => !used.has(code) && !(code in commonRefusals) && !(code in starterRefusals)).map((code) => `"${code}" stands in a catalogue, but no operation declares it: delete it, or declare it.`)).toEqual([])
  })
})
