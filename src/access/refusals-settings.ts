import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const settingsRefusals = {
  'setting-absent': { kind: 'absent', title: 'No such setting', meaning: 'There is no setting of that name. The list of settings names all.' },
  'setting-value-invalid': { kind: 'invalid', title: 'The value does not fit the setting', meaning: 'The value has not the form that the setting asks for; the faults say where. Correct it and save again.' },
  'setting-changed-meanwhile': { kind: 'conflict', title: 'The setting was changed meanwhile', meaning: 'Somebody else changed the setting after you read it. Read it again, then decide.' },
} as const satisfies RefusalCatalogue
