export const evidencePackContract = {} as const
