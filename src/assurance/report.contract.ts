export const reportContract = {
} as const
