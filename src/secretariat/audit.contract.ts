export const auditContract = {
} as const
