export const shipmentContract = {} as const
