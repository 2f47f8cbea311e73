export const engagementContract = {
} as const
