import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const packRefusals: RefusalCatalogue = {
  'pack-invalid': { kind: 'invalid', title: 'This is no evidence pack', meaning: 'The archive has no manifest that can be read, or its manifest names files outside of it. Ask whoever sent it for the file as it was made.' },
}
