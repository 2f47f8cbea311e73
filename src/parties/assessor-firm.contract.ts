export const assessorFirmContract = {
} as const
