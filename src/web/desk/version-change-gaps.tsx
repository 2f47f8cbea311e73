// What a change of version left to do, told where the answers are written.
import { Link } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'

export function NewInVersion({ caseId }: { readonly caseId: string }) {
  const t = useMessages('workbook')
  const { data } = useLooseRead('listMigrations', { caseId })
  const standing = (data?.items ?? []).filter(({ isUndone, newGaps, conflicts }) => !isUndone && newGaps.length + conflicts.length > 0)
  return standing.map((one) => (
    <details key={one.migrationId} open={one.newGaps.some(({ isAnswered }) => !isAnswered) || one.conflicts.some(({ isSettled }) => !isSettled)}>
      <summary>{t('version.gaps.title', { to: one.toVersion })}</summary>
      <p>{t('version.gaps.meaning')}</p>
      <ul>
        {one.newGaps.map((gap) => (
          <li key={gap.criterion}>
            <Link to="/cases/$caseId/workbook/$standard/$criterion" params={{ caseId, standard: one.standard, criterion: gap.criterion }}>{`${gap.number} ${gap.title}`}</Link>{' '}
            <span className="quiet">{gap.isAnswered && gap.cause !== 'widened' && gap.cause !== 'spread' ? t('version.gaps.done') : t(`version.cause.${gap.cause}`)}</span>
          </li>
        ))}
        {one.conflicts.filter(({ isSettled }) => !isSettled).map((conflict) => (
          <li key={`${conflict.criterion} ${conflict.field}`}>
            <Link to="/cases/$caseId/workbook/$standard/$criterion" params={{ caseId, standard: one.standard, criterion: conflict.criterion }}>{`${conflict.number} ${conflict.title}`}</Link>{' '}
            <span className="quiet">{t('version.cause.conflict')}</span>
          </li>
        ))}
      </ul>
    </details>
  ))
}
