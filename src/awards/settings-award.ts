// What the scheme sets of its awards. Day counts of suspension, withdrawal and appeal were found in no source.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'

const days = (most: number) => z.number().int().min(0).max(most)

/** How the public reads that some criteria are met in part only. */
export const conditionalWording = schemeSetting('award.conditional-wording', z.string().trim().min(1).max(600),
  'Awarded with an improvement plan: some criteria are met in part and are to be met in full by the follow-up.', 'inferred')
/** Where the standard has no clock for the end of an award. */
export const validityMonths = schemeSetting('award.validity-months', z.number().int().min(1).max(120), 36, 'found')
/** Days a site has to answer before the body may decide on its award. */
export const responseDays = schemeSetting('award.response-days', days(180), 30, 'inferred')
export const appealDays = schemeSetting('award.appeal-days', days(180), 30, 'inferred')
export const appealQuorum = schemeSetting('award.appeal-quorum', z.number().int().min(1).max(50), 3, 'inferred')
/** Days after the site was told from which a review of its award may be shown, unless it acknowledged before. */
export const reviewNoticeDays = schemeSetting('award.review-notice-days', days(60), 2, 'inferred')
/** The most months by which the body may extend the validity of an award while a re-assessment runs. */
export const extensionMost = schemeSetting('award.longest-extension-months', z.number().int().min(0).max(36), 12, 'inferred')

export const awardSettings = [conditionalWording, validityMonths, responseDays, appealDays, appealQuorum, reviewNoticeDays, extensionMost]
