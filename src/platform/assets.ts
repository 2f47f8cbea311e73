// The built screens: their files, their tags from the manifest, and the favicon. Files under /assets carry a hash in
// their name, so that they are kept by browsers for ever and compressed here once.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Kept } from './answer-cache.ts'

const typeOf: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2',
  '.png': 'image/png', '.map': 'application/json', '.pbf': 'application/x-protobuf', '.geojson': 'application/geo+json', '.ico': 'image/x-icon',
}
type ManifestChunk = { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }

export type Assets = {
  /** Changes when any built file changes. */
  readonly build: string
  /** Script, preload and style tags of the entry. */
  readonly tags: { readonly scripts: readonly string[]; readonly preloads: readonly string[]; readonly styles: readonly string[] }
  read(path: string): Kept | undefined
}

function tagsFrom(manifest: Readonly<Record<string, ManifestChunk>>, entry: string): Assets['tags'] {
  const seen = new Set<string>()
  const styles = new Set<string>()
  const visit = (key: string) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const style of manifest[key]?.css ?? []) styles.add(style)
    for (const next of manifest[key]?.imports ?? []) visit(next)
  }
  visit(entry)
  const files = [...seen].flatMap((key) => manifest[key]?.file ?? [])
  return { scripts: files.slice(0, 1), preloads: files.slice(1), styles: [...styles] }
}

/** @param folder where the build lies; without a build only the summaries of pages are served */
export function openAssets(folder: string, version: string): Assets {
  const manifestFile = join(folder, '.vite', 'manifest.json')
  if (!existsSync(manifestFile)) return { build: version, tags: { scripts: [], preloads: [], styles: [] }, read: () => undefined }
  const text = readFileSync(manifestFile, 'utf8')
  // Read at the start: a build made under a running server must not take away the files that its pages name.
  const files = new Map(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extname(name) in typeOf)
    .map((name): [string, Kept] => [name, { status: 200, headers: { 'content-type': typeOf[extname(name)]! }, body: new Uint8Array(readFileSync(join(folder, name))) }]))
  return {
    build: `${version}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`,
    tags: tagsFrom(JSON.parse(text) as Record<string, ManifestChunk>, 'src/web/main.tsx'),
    read: (path) => files.get(path),
  }
}
