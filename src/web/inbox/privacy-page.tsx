import { PageText } from './page-text.tsx'

export const Page = () => <PageText page="privacy" />
