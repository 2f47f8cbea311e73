// Which pages show the registry compiled from public sources, and have to say so; working pages and the operator's own
// texts show what this installation records itself.
const REGISTRY = /^\/($|(sites|map|statistics|emission-curve|partners|organisations|about-the-data|statuses|lookup|standards)(\/|$)|error-reports\/)/

export const isRegistryPage = (pathname: string): boolean => REGISTRY.test(pathname)

/** Pages of what is published here: not compiled, and read as of any day. */
const PUBLISHED = /^\/(awards|summary-reports|letters|improvement-plans|assessments)(\/|$)/

export const isOfADay = (pathname: string): boolean => isRegistryPage(pathname) || PUBLISHED.test(pathname)
