// A process of its own that starts from a snapshot, as a server does: tells how long each step took, and what it holds.
import { readFileSync } from 'node:fs'
import { mixOnThreads } from '#src/platform/provenance-threads.ts'
import { compiled, engineOf, putTogether } from '#src/provenance/index-engine.ts'
import { indexOf } from '#src/provenance/index-reading.ts'
import { dense32, planFor, writeRows } from '#src/provenance/kernel-dense32.ts'
import { readSnapshot } from '#src/provenance/snapshot.ts'

const [file, lotId] = process.argv.slice(2) as [string, string]
const began = performance.now()
const buffer = readFileSync(file)
const read = performance.now()
const snapshot = readSnapshot(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength))
if (!snapshot.isGood) throw new Error(snapshot.because)
const checked = performance.now()
const { graph, burdens, logPosition } = snapshot.snapshot
const engine = engineOf(graph, { epochsOf: () => [], factorVersion: 'none', flagged: new Set() }, burdens, logPosition, undefined, true)
const made = compiled(engine)
const plan = planFor(Math.ceil(made.rows.count * 1.1) + 64, Math.ceil(made.rows.edgeCount * 1.1) + 64, made.atoms.atoms.length)
writeRows(plan, made.rows, 0)
await mixOnThreads(plan, made.rows.count)
putTogether(engine, { ...made, vectors: dense32(made.rows, made.atoms.atoms.length, plan) })
const index = indexOf(engine)
const shares = index.shares(index.lotAt(lotId)!)
const ended = performance.now()
process.stdout.write(`${JSON.stringify({ readMs: read - began, checkMs: checked - read, openMs: ended - checked, allMs: ended - began, residentMb: Math.round(process.memoryUsage().rss / 1e6), lots: index.state.lots, bytes: index.state.bytes, shares: shares.length })}\n`)
