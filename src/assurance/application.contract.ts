export const applicationContract = {
} as const
