import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Instant } from '#src/kernel/time.ts'

const LogEntry = z.object({
  position: z.number().int(),
  /** Canonical text of position and salted digest: the bytes that are hashed. */
  header: z.string(),
  leafHash: z.string().describe('RFC 6962 leaf hash of the header, hexadecimal'),
  /** Canonical text; null where the kind is confidential or the payload was erased by law. */
  payload: z.string().nullable(),
})

export const transparencyContract = {
  getLog: operation({
    method: 'GET', path: '/log', tag: 'Log', permit: 'log:read', summary: 'How many entries the log shows, and when the last was recorded',
    input: z.object({}), result: z.object({ size: z.number().int(), recordedAt: Instant.nullable() }),
  }),
  listLogEntries: operation({
    method: 'GET', path: '/log/entries', tag: 'Log', permit: 'log:read', summary: 'Entries in order of position; payloads of public kinds only',
    input: z.object({ from: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    result: z.object({ items: z.array(LogEntry), next: z.number().int().nullable() }),
  }),
}
