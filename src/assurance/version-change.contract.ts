export const versionChangeContract = {
} as const
