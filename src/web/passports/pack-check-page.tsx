// Check an evidence pack: for anybody who was handed one, without an account. The file is looked through and not kept.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { sendFile } from '../api/send-file.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './passports.module.css'

export function Page() {
  const t = useMessages('passports')
  const { day } = useFormat()
  const [progress, setProgress] = useState<number>()
  const check = useMutation({ mutationFn: (file: File) => sendFile('checkEvidencePack', {}, file, setProgress, 'application/zip').done, onSettled: () => setProgress(undefined) })
  const found = check.data
  const differing = found?.files.filter(({ state }) => state !== 'as-listed') ?? []
  return (
    <Frame>
      <PageHeading title={t('pack.check.title')} lead={t('pack.check.lead')} />
      <FileDrop label={t('pack.check.choose')} accept=".zip" onFile={(file) => check.mutate(file)} isBusy={check.isPending} progress={progress} />
      <ProblemText error={check.error} />
      <div role="status">
        {found === undefined ? null : (
          <div className={classes.section}>
            <div className={classes.headline} data-state={found.isWhole ? 'valid' : 'under-review'}>
              <p className={classes.state}>{found.isWhole ? t('pack.whole') : t('pack.broken', { count: differing.length })}</p>
              <p>{t('pack.about', { kind: found.manifest.subject.kind, id: found.manifest.subject.id, by: found.manifest.madeBy, day: day(found.manifest.madeAt) })}</p>
              {found.manifest.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
              <p className={classes.quiet}>
                {t('pack.digest')}: <code>{found.digest}</code>
              </p>
            </div>
            <PlainTable label={t('pack.title')}>
              <thead>
                <tr>
                  <th scope="col">{t('pack.column.file')}</th>
                  <th scope="col">{t('pack.column.state')}</th>
                </tr>
              </thead>
              <tbody>
                {found.files.map(({ path, state }) => (
                  <tr key={path}>
                    <th scope="row">{path}</th>
                    <td>{t(`pack.state.${state}`)}</td>
                  </tr>
                ))}
              </tbody>
            </PlainTable>
          </div>
        )}
      </div>
    </Frame>
  )
}
