export const onSiteContract = {
} as const
