// `npm start`: reads the environment, opens the house, serves it, and stops everything on Ctrl-C or SIGTERM.
import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { StartRefused, readConfig, shownConfig, type Config } from './config.ts'
import { holdFolder } from './data-folder.ts'
import { openHouse, version, type OpenHouse } from './house.ts'
import { createApplication, listen } from './server.ts'

const FOLLOW_MS = 500
const print = (line: string) => process.stdout.write(`${line}\n`)

async function welcome(open: OpenHouse, config: Config): Promise<void> {
  if (!await open.accounts.needsOperator()) return
  const token = await open.accounts.newWelcomeToken()
  print(`Make the operator's account (once, within 24 hours): ${config.publicUrl}/welcome?token=${token}`)
}

async function start(): Promise<void> {
  const began = performance.now()
  const config = readConfig(process.env, process.env['CUPEL_CALLED_FROM'] ?? process.cwd())
  const folder = holdFolder(config.dataFolder, `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`)
  let open: OpenHouse | undefined
  const log = pino({ level: config.logLevel, base: null, redact: ['req.headers.authorization', 'req.headers.cookie'] }, pino.destination({ dest: 2, sync: true }))
  try {
    print(`Cupel ${version} · ${shownConfig(config)}`)
    open = await openHouse(config, { token: folder.token })
    if (open.wasAdopted) print('The database of a server that was killed was still running; it was taken over.')
    const application = await createApplication(open.house, open.accounts, config, (requestId, error) => log.error({ requestId, err: error }, 'fault'), randomUUID())
    const listening = await listen(application, config)
    const following = setInterval(() => { void open!.house.facts.follow().catch((error: unknown) => log.warn({ err: error }, 'the database does not answer')) }, FOLLOW_MS)
    await welcome(open, config)
    print(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s: ${config.publicUrl}`)
    const stop = once(async (signal: string) => {
      print(`Stopping (${signal})…`)
      clearInterval(following)
      await listening.close()
      await open!.close()
      folder.release()
      process.exit(0)
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
    if (process.send !== undefined) process.on('disconnect', () => void stop('parent gone'))
  } catch (error) {
    await open?.close().catch(() => {})
    folder.release()
    throw error
  }
}

function once<A extends readonly unknown[]>(work: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let running: Promise<void> | undefined
  return (...args) => running ??= work(...args)
}

try {
  await start()
} catch (error) {
  if (error instanceof StartRefused) { process.stderr.write(`${error.message}\n`); process.exit(2) }
  throw error
}
