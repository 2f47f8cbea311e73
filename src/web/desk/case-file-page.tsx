// A case file of another installation: what it would bring is shown first, then it is taken in.
import { Button, FileInput, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { upload } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'

function CaseFile() {
  const t = useMessages('switch-over')
  const [file, setFile] = useState<File | null>(null)
  const checking = useMutation({ mutationFn: (chosen: File) => upload('importCaseFile', {}, chosen, { isDryRun: true }) })
  const taking = useMutation({ mutationFn: (chosen: File) => upload('importCaseFile', {}, chosen) })
  const told = checking.data
  return (
    <>
      <form onSubmit={(event) => { event.preventDefault(); checking.mutate(file!) }}>
        <Group align="end">
          <FileInput label={t('case-file.file')} accept=".zip" required clearable miw={240} value={file} onChange={(chosen) => { setFile(chosen); checking.reset(); taking.reset() }} />
          <Button type="submit" loading={checking.isPending} disabled={file === null}>
            {t('check')}
          </Button>
        </Group>
        <p className="quiet">{t('check.meaning')}</p>
      </form>
      <ProblemText error={checking.error} />
      {told === undefined || taking.isSuccess ? null : (
        <>
          <h2>{t('case-file.would', { site: told.siteName })}</h2>
          <p>{t('case-file.files', { count: told.files, published: told.published })}</p>
          <PlainTable label={t('case-file.would', { site: told.siteName })}>
            <thead>
              <tr>
                {(['table', 'rows', 'new'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`case-file.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {told.rows.filter(({ inFile }) => inFile > 0).map(({ table, inFile, isNew }) => (
                <tr key={table}>
                  <th scope="row">{table}</th>
                  <td>{inFile}</td>
                  <td>{isNew}</td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
          <ProblemText error={taking.error} />
          <Button mt="md" loading={taking.isPending} onClick={() => taking.mutate(file!)}>
            {t('case-file.take')}
          </Button>
        </>
      )}
      {taking.data === undefined ? null : (
        <p role="status">
          {t('case-file.done', { site: taking.data.siteName })}{' '}
          <Link to="/cases/$caseId" params={{ caseId: taking.data.caseId }}>
            {t('case-file.open')}
          </Link>
        </p>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('switch-over')
  return (
    <Frame>
      <PageHeading title={t('case-file.title')} lead={t('case-file.lead')} />
      <NeedsAccount roles={['operator']}>
        <CaseFile />
      </NeedsAccount>
    </Frame>
  )
}
