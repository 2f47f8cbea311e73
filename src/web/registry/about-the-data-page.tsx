// To be written.
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'

export const Page = () => <Frame><PageHeading title="about-the-data" /></Frame>
