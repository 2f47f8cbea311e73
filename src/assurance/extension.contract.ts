export const extensionContract = {
} as const
