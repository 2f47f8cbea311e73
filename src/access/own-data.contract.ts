export const ownDataContract = {
} as const
