// The documents held to the code: words, links, decisions, settings, commands, packages. A document that no longer tells
// the truth fails here, with the place and what to do.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addOperationCommands, inputSchema, kebab } from '#src/cli/operation-command.ts'
import { contract } from '#src/platform/contract.ts'
import { routesOf } from '#src/platform/operations.ts'

const root = join(import.meta.dirname, '..')
const text = (path: string): string => readFileSync(join(root, path), 'utf8')
const under = (folder: string): string[] => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
const documents = [...readdirSync(root), ...under('docs'), ...under('data'), ...under('standards')].filter((name) => name.endsWith('.md')).sort()
const sources = under('src').filter((name) => /\.tsx?$/.test(name))
const lines = (path: string) => text(path).split('\n').map((line, at) => ({ line, where: `${path} line ${at + 1}` }))

const hasScreenshots = existsSync(join(root, 'docs/screenshots')) && readdirSync(join(root, 'docs/screenshots')).length > 0

/** GitHub's way from a heading to its anchor. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[`*]/g, '').replace(/[^\p{L}\p{N} _-]/gu, '').trim().replace(/ /g, '-')
const anchorsOf = (path: string): Set<string> => new Set([...text(path).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1]!)))

describe('every document', () => {
  it('leads nowhere but to what is there', () => {
    const wrong = documents.flatMap((path) => lines(path).flatMap(({ line, where }) => [...line.matchAll(/(?:\]\(|src="|href=")([^)"\s]+)/g)].flatMap(([, target]) => {
      if (/^(https?:|mailto:)/.test(target!)) return []
      const [file, anchor] = target!.split('#') as [string, string | undefined]
      const found = file === '' ? path : relative(root, resolve(root, dirname(path), file))
      // Pictures are taken by the browser journeys; a checkout in which they never ran has none.
      if (found.startsWith('docs/screenshots/') && !hasScreenshots) return []
      if (!existsSync(join(root, found))) return [`${where}: ${target} is not there`]
      return anchor === undefined || anchorsOf(found).has(anchor) ? [] : [`${where}: ${found} has no heading #${anchor}`]
    })))
    expect(wrong).toEqual([])
  })

  it('names only files of this repository that are there', () => {
    const isPath = /`((?:src|test|db|bin|docs|data|standards|languages)\/[\w./-]+\.\w+)`/g
    const wrong = documents.flatMap((path) => lines(path).flatMap(({ line, where }) => [...line.matchAll(isPath)].flatMap(([, file]) =>
      existsSync(join(root, file!)) || file!.includes('NNNN') ? [] : [`${where}: ${file} is not there`])))
    expect(wrong).toEqual([])
  })

  it('speaks of nothing outside the repository, and of no machine', () => {
    const foreign = /(^|[\s(`"'])(\/work|\/home|\/root|\/tmp)\/|\.\.\/shared|coworker|this session|language model/i
    const wrong = [...documents, ...sources, ...under('db'), ...under('bin')].filter((path) => /\.\w+$/.test(path) && !path.endsWith('.test.ts'))
      .flatMap((path) => lines(path).filter(({ line }) => foreign.test(line)).map(({ where, line }) => `${where}: ${line.trim()}`))
    expect(wrong).toEqual([])
  })

  it('has one title, lines of at most 130 characters outside tables, and no mark of unfinished work', () => {
    const wrong = documents.flatMap((path) => {
      let isFenced = false
      const prose = lines(path).filter(({ line }) => { if (line.trimStart().startsWith('```')) isFenced = !isFenced; return !isFenced })
      const titles = prose.filter(({ line }) => line.startsWith('# ')).length
      const isMade = ['docs/permissions.md', 'docs/problems.md', 'docs/coverage-method.md', 'docs/benchmarks.md'].includes(path)
      const long = isMade ? [] : prose.filter(({ line }) => line.length > 130 && !line.startsWith('|') && !line.startsWith('<'))
      return [...titles === 1 ? [] : [`${path} has ${titles} titles`], ...long.map(({ where }) => `${where} is long`), ...prose.filter(({ line }) => /\b(TODO|FIXME|TBD)\b/.test(line)).map(({ where }) => `${where} is unfinished`)]
    })
    expect(wrong).toEqual([])
  })
})

describe('the glossary', () => {
  const rows = [...text('docs/glossary.md').matchAll(/^\| \*\*(\w+)\*\* \| (.+) \| `(.+)` \|$/gm)].map(([, term, meaning, file]) => ({ term: term!, meaning: meaning!, file: file! }))
  it('defines each term once, in a sentence', () => {
    expect(rows.length).toBeGreaterThan(40)
    expect(rows.map(({ term }) => term).filter((term, at, all) => all.indexOf(term) !== at)).toEqual([])
    expect(rows.filter(({ meaning }) => !/^[A-Z].{10,}\.$/.test(meaning)).map(({ term }) => term)).toEqual([])
  })
  it('has every term as an exported type of the file it names', () => {
    const wrong = rows.filter(({ term, file }) => !existsSync(join(root, file)) || !new RegExp(`^export (type|const) ${term}\\b`, 'm').test(text(file)))
    expect(wrong.map(({ term, file }) => `${term} is not exported by ${file}: one idea, one word; correct the page or the name.`)).toEqual([])
  })
  it('shares no term with another idea of the same name below the screens', () => {
    const wrong = rows.flatMap(({ term, file }) => sources.filter((path) => path !== file && !path.startsWith('src/web/') && new RegExp(`^export (type|const) ${term}\\b`, 'm').test(text(path)))
      .map((path) => `${term} is exported by ${file} and by ${path}`))
    expect(wrong).toEqual([])
  })
})

describe('decisions', () => {
  const names = readdirSync(join(root, 'docs/decisions')).sort()
  it('are numbered from 0001 without a gap, each number once', () => {
    expect(names.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name))).toEqual([])
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1))
  })
  it('say context, decision, what was checked, and consequences', () => {
    const wrong = names.filter((name) => {
      const page = text(`docs/decisions/${name}`)
      return !page.startsWith(`# ${name.slice(0, 4)}: `) || !/\*\*Context\.\*\*/.test(page) || !/\*\*Decision\.\*\*/.test(page) || !/\*\*(Checked|Measured)/.test(page) || !/\*\*Consequences\.\*\*/.test(page)
    })
    expect(wrong).toEqual([])
  })
  it('that the code names are there', () => {
    const numbers = new Set(names.map((name) => name.slice(0, 4)))
    const wrong = sources.flatMap((path) => [...text(path).matchAll(/decision (\d{4})/g)].filter(([, number]) => !numbers.has(number!)).map(([, number]) => `${path} names decision ${number}`))
    expect(wrong).toEqual([])
  })
})

describe('the list of packages', () => {
  type Package = { dependencies: Record<string, string>; devDependencies: Record<string, string> }
  const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Package
  const [, server, build] = text('docs/decisions/0001-dependencies.md').split(/^## /m) as [string, string, string]
  const listed = (part: string) => [...part.matchAll(/^\| `([^`]+)` \| ([^|]+) \| (.+) \|$/gm)].map(([, name, licence]) => ({ name: name!, licence: licence! }))
  const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, { license?: string }> }

  it('is that of package.json, with the licence of each', () => {
    expect(listed(server).map(({ name }) => name).toSorted()).toEqual(Object.keys(dependencies).toSorted())
    expect(listed(build).map(({ name }) => name).toSorted()).toEqual(Object.keys(devDependencies).toSorted())
    const wrong = [...listed(server), ...listed(build)].filter(({ name, licence }) => lock.packages[`node_modules/${name}`]?.license !== licence)
    expect(wrong.map(({ name, licence }) => `${name}: ${licence} here, ${lock.packages[`node_modules/${name}`]?.license} in the lock file`)).toEqual([])
  })
  it('is pinned', () => {
    expect(Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
  it('brings along only licences that pass with ours', () => {
    const taken = new Set(['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'OFL-1.1', 'MPL-2.0', 'CC0-1.0', 'Python-2.0', 'Zlib', 'CC-BY-4.0'])
    // Names its licence in a file of its own instead of its package.json: MIT.
    const named = new Set(['node_modules/png-js'])
    const wrong = Object.entries(lock.packages).filter(([path, { license }]) => path !== '' && !named.has(path) && !(license ?? '').replace(/[()]/g, '').split(/ (?:OR|AND) /).every((one) => taken.has(one)))
    expect(wrong.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  })
})

describe('guides', () => {
  it('name every setting with its default, and no other', () => {
    const settings = [...text('src/platform/config.ts').matchAll(/^ {2}([A-Z_]+): (?:z\.|boolean)(.*)$/gm)].map(([, name, rest]) => ({ name: name!, value: rest!.match(/\.default\('?(.*?)'?\)/)?.[1] }))
    const listed = [...text('docs/guide/self-hosting.md').matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(([, name, value]) => ({ name: name!, value: value! }))
    expect(listed.map(({ name }) => name).toSorted()).toEqual(settings.map(({ name }) => name).toSorted())
    expect(settings.filter(({ name, value }) => value !== undefined && listed.find((one) => one.name === name)?.value !== `\`${value}\``)).toEqual([])
  })

  const house: Readonly<Record<string, readonly string[]>> = {
    fsck: [], backup: [], 'welcome-link': [], restore: ['replace'], export: ['format', 'output', 'filter'], import: ['kind', 'title', 'undecided', 'stage', 'dry-run'], scenario: ['write'], simulate: ['lots', 'seed', 'shape'],
  }
  const always = ['server', 'key', 'data', 'json', 'help']
  const optionsOf = (name: string): readonly string[] | undefined => {
    if (name in house) return house[name]
    const route = routesOf(contract).find((one) => kebab(one.name) === name)
    return route === undefined ? undefined : [...Object.keys(inputSchema(route).properties ?? {}).map(kebab),
      ...(route.meta.mode === 'write' ? ['dry-run', 'idempotency-key'] : []), ...(route.meta.stream === 'upload' || route.meta.lines !== undefined ? ['file'] : []), ...(route.meta.stream === 'export' ? ['output'] : [])]
  }
  it('show commands and flags that there are', () => {
    const wrong = documents.flatMap((path) => lines(path).flatMap(({ line, where }) => [...line.matchAll(/(?:^\s*|`)(?:npm run cupel -- |cupel )((?:--\w+ \S+ )*)([a-z][a-z-]+)((?: [^`#]+)?)/g)].flatMap(([, before, name, rest]) => {
      const options = optionsOf(name!)
      if (options === undefined) return [`${where}: there is no command ${name}`]
      const flags = [...`${before} ${rest}`.matchAll(/ ?--([a-z-]+)/g)].map((match) => match[1]!)
      return flags.filter((flag) => !options.includes(flag) && !always.includes(flag)).map((flag) => `${where}: ${name} has no --${flag}`)
    })))
    expect(wrong).toEqual([])
  })
  it('show commands of operations as they can be typed', () => {
    const program = new Command()
    addOperationCommands(program, () => ({}))
    const wrong = documents.flatMap((path) => lines(path).flatMap(({ line, where }) => [...line.matchAll(/(?:^\s*|`)(?:npm run cupel -- |cupel )([a-z][a-z-]+)((?: [^`#]+)?)/g)].flatMap(([, name, rest]) => {
      const [route, command] = [routesOf(contract).find((one) => kebab(one.name) === name), program.commands.find((one) => one.name() === name)]
      // A command that is named in a sentence stands without its flags.
      if (route === undefined || command === undefined || rest!.trim() === '') return []
      const words = [...rest!.replace(/ > \S+\s*$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => (a ?? b ?? c)!)
      const own = words.filter((word, i) => !['--server', '--key', '--data'].includes(word) && !['--server', '--key', '--data'].includes(words[i - 1] ?? '') && word !== '--json')
      const { operands, unknown } = command.parseOptions(own)
      const isSent = route.meta.stream === 'upload'
      const needed = [...(inputSchema(route).required ?? []).filter((field) => field !== 'filename' || !isSent), ...(isSent ? ['file'] : [])].map((field) => `--${kebab(field)}`)
      return [...[...operands, ...unknown].map((word) => `${where}: ${name} takes no "${word}"`), ...needed.filter((flag) => !words.includes(flag)).map((flag) => `${where}: ${name} needs ${flag}`)]
    })))
    expect(wrong).toEqual([])
  })
  it('show addresses of the API that there are', () => {
    const routes = routesOf(contract)
    const wrong = documents.flatMap((path) => lines(path).flatMap(({ line, where }) => [...line.matchAll(/\/api\/v1(\/[\w<>{}./-]+)/g)].flatMap(([, address]) => {
      const bare = address!.replace(/[.]+$/, '').replace(/<[\w-]+>/g, 'x')
      const isKnown = ['/health', '/ready', '/openapi.json'].includes(bare) || routes.some(({ pattern, path: form }) => pattern.test(bare) || form === bare)
      return isKnown ? [] : [`${where}: there is no ${address}`]
    })))
    expect(wrong).toEqual([])
  })
  it('are one for each person and each task, and the front page leads to all', () => {
    const readme = text('README.md')
    expect(readdirSync(join(root, 'docs/guide')).filter((name) => !readme.includes(`docs/guide/${name}`))).toEqual([])
  })
})
