export const demoContract = {
} as const
