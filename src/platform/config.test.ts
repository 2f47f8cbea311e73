import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { StartRefused, readConfig, shownConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = (env: Record<string, string>) => readConfig({ CUPEL_DATA: 'data', ...env }, folder)

describe('configuration', () => {
  it('has a default for everything', () => {
    expect(read({})).toMatchObject({ port: 8080, host: '127.0.0.1', dataFolder: join(folder, 'data'), publicUrl: 'http://localhost:8080', trustProxy: false, logLevel: 'info', timeZone: 'UTC' })
  })
  it('makes a secret once, for its owner alone', () => {
    const { secret } = read({})
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(read({}).secret).toBe(secret)
    expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'data', 'secret'), 'utf8')).toBe(secret)
  })
  it.each([
    [{ PORT: 'eighty' }, /^PORT is "eighty"/],
    [{ PORT: '70000' }, /^PORT is "70000"/],
    [{ DATABASE_URL: 'mysql://me:secret@db' }, /^DATABASE_URL: begins with postgres:/],
    [{ PUBLIC_URL: 'registry.example.org' }, /^PUBLIC_URL: /],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud"/],
    [{ CUPEL_SECRET: 'short' }, /^CUPEL_SECRET: at least 32/],
    [{ CUPEL_TIME_ZONE: 'Mars/Olympus' }, /^CUPEL_TIME_ZONE is "Mars\/Olympus"/],
    [{ CUPEL_DATA: '/dev/null/here' }, /^CUPEL_DATA: the folder \/dev\/null\/here cannot be used/],
  ])('says in one line what is wrong: %o', (env, line) => {
    expect(() => read(env)).toThrow(StartRefused)
    try { read(env) } catch (error) {
      expect((error as Error).message).toMatch(line)
      expect((error as Error).message).not.toMatch(/\n|secret@/)
    }
  })
  it('shows no secret', () => {
    const shown = shownConfig(read({ DATABASE_URL: 'postgres://me:hidden@db.example.org/cupel', SMTP_URL: 'smtp://me:hidden@mail', CUPEL_SECRET: 'x'.repeat(40) }))
    expect(shown).toContain('//…@db.example.org')
    expect(shown).not.toMatch(/hidden|xxxx/)
  })
})
