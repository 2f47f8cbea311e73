// The baseline: a Hono handler that answers given bytes and does nothing else, on the same runtime and adapter.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { readFileSync } from 'node:fs'

const [file, type] = process.argv.slice(2)
const bytes = new Uint8Array(readFileSync(file!))
const app = new Hono()
app.get('*', () => new Response(bytes, { headers: { 'content-type': type ?? 'application/json' } }))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => { process.stdout.write(`${port}\n`) })
