// `npm start`: reads the environment, opens the house, serves it, and stops everything on Ctrl-C or SIGTERM.
import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { StartRefused, readConfig, shownConfig, type Config } from './config.ts'
import { holdFolder } from './data-folder.ts'
import { checkDemoConfig } from './demo.ts'
import { drainCaptures } from './epcis-captures.ts'
import { enterDemoHouse, prepareDemo, refuseDemo } from './demo-house.ts'
import { openHouse, version, type OpenHouse } from './house.ts'
import { repeat } from './jobs.ts'
import { openMailer } from './mail.ts'
import { drainMail } from './outbox.ts'
import { createApplication, listen } from './server.ts'
import { sweep } from './sweep.ts'

const FOLLOW_MS = 500
const SWEEP_MS = 60_000
const MAIL_MS = 10_000
const CAPTURE_MS = 2_000
/** What is followed in memory is saved now and then, for a faster start after a crash. */
const SAVE_MS = 3_600_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const print = (line: string) => process.stdout.write(`${line}\n`)

async function welcome(open: OpenHouse, config: Config): Promise<void> {
  if (!await open.accounts.needsOperator()) return
  const token = await open.accounts.newWelcomeToken()
  print(`Make the operator's account (once, within 24 hours): ${config.publicUrl}/welcome?token=${token}`)
}

const isDemoAsked = process.argv.includes('--demo')
const unknown = process.argv.slice(2).find((argument) => argument !== '--demo')

/** Also while a demonstration begins anew. */
let isStopAsked = false

type Running = { readonly ended: Promise<'stopped' | 'reset'> }

/** Opens the house and serves it until a signal comes, or until a demonstration is to begin anew. */
async function serveHouse(config: Config, token: string, log: pino.Logger, isAnew: boolean): Promise<Running> {
  const began = performance.now()
  const demo = isDemoAsked ? await prepareDemo(config, isAnew, print) : undefined
  const open: OpenHouse = await openHouse(config, { token, ...(demo === undefined ? {} : { clock: demo.clock }) })
  try {
    if (!open.house.database.hasRowSecurity) print('Row security is off: the database account may not create the role cupel_member. The rights in the code hold without it; create the role once ("create role cupel_member nologin; grant cupel_member to <account>") to have both.')
    if (open.wasAdopted) print('The database of a server that was killed was still running; it was taken over.')
    const { promise: ended, resolve: end } = Promise.withResolvers<'stopped' | 'reset'>()
    if (demo === undefined) await refuseDemo(open.house)
    else await enterDemoHouse(open, config, demo.clock, () => end('reset'))
    const application = await createApplication(open.house, open.accounts, config, (requestId, error) => log.error({ requestId, err: error }, 'fault'), randomUUID())
    const listening = await listen(application, config)
    const following = setInterval(() => { void open.house.facts.follow().catch((error: unknown) => log.warn({ err: error }, 'the database does not answer')) }, FOLLOW_MS)
    const fault = (what: string) => (error: unknown) => log.error({ err: error }, what)
    // A demonstration writes to nobody.
    const mailer = openMailer(demo === undefined ? config : { ...config, smtpUrl: undefined })
    const jobs = [repeat(SWEEP_MS, () => sweep(open.house), fault('the sweep failed')), repeat(MAIL_MS, () => drainMail(open.house, mailer), fault('mail could not be sent')),
      repeat(SAVE_MS, () => open.house.followed.save(), fault('what is kept in memory could not be saved')),
      repeat(CAPTURE_MS, () => drainCaptures(open.house, fault('an EPCIS document could not be captured')), fault('EPCIS captures stand still'))]
    await welcome(open, config)
    print(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s: ${config.publicUrl}`)
    const stop = once(async (signal: string) => { isStopAsked = true; print(`Stopping (${signal})…`); end('stopped') })
    for (const signal of SIGNALS) process.on(signal, stop)
    if (process.send !== undefined) process.on('disconnect', () => void stop('parent gone'))
    return { ended: ended.then(async (why) => {
      clearInterval(following)
      await Promise.all([listening.drain(), ...jobs.map((job) => job.stop())])
      await open.house.followed.save().catch(fault('what is kept in memory could not be saved'))
      // The database stops before the port is let go: who sees the server gone finds nothing of it left.
      await open.close()
      await listening.close()
      // Not sooner: Ctrl-C reaches this process from the terminal and again from its parents, and the second would end it halfway.
      if (why === 'reset') for (const signal of SIGNALS) process.off(signal, stop)
      return why
    }) }
  } catch (error) {
    await open.close().catch(() => {})
    throw error
  }
}

async function start(): Promise<void> {
  if (unknown !== undefined) throw new StartRefused(`npm start knows --demo only, not "${unknown}". Everything else is set by the environment: see docs/guide/self-hosting.md.`)
  const env = isDemoAsked ? { CUPEL_DATA: '.cupel-demo', ...process.env } : process.env
  const config = readConfig(env, process.env['CUPEL_CALLED_FROM'] ?? process.cwd())
  if (isDemoAsked) checkDemoConfig(config)
  const folder = holdFolder(config.dataFolder, `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`)
  const log = pino({ level: config.logLevel, base: null, redact: ['req.headers.authorization', 'req.headers.cookie'] }, pino.destination({ dest: 2, sync: true }))
  try {
    print(`Cupel ${version} · ${shownConfig(config)}${isDemoAsked ? ' · demonstration' : ''}`)
    let isAnew = false
    for (;;) {
      const { ended } = await serveHouse(config, folder.token, log, isAnew)
      if (await ended === 'stopped' || isStopAsked) break
      isAnew = true
    }
    folder.release()
    process.exit(0)
  } catch (error) {
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
