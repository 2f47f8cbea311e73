// A calendar file (iCalendar, RFC 5545) of whole days. A day that moved or went keeps its identity, so that the reader's
// calendar moves or strikes it instead of showing it twice.
import ical, { ICalEventStatus } from 'ical-generator'

export type CalendarDay = {
  /** Stable for one matter; made unique by the host name. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly url: string
  readonly from: string
  /** Last day, where it is more than one. */
  readonly to?: string
  /** Counts up with every change of the days. */
  readonly sequence: number
  readonly isCancelled: boolean
}

const DAY_MS = 86_400_000
const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** @param now an instant; calendars ask for it as the moment of writing */
export function calendarFile(days: readonly CalendarDay[], about: { name: string; host: string; now: string }): string {
  const calendar = ical({ name: about.name, prodId: { company: 'cupel', product: 'calendar', language: 'EN' }, ttl: 3600 })
  for (const day of days) {
    calendar.createEvent({
      id: `${day.id}@${about.host}`, start: startOf(day.from), end: new Date(startOf(day.to ?? day.from).getTime() + DAY_MS), allDay: true, stamp: new Date(about.now),
      summary: day.title, description: day.text, url: day.url, sequence: day.sequence,
      status: day.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  }
  return calendar.toString()
}
