// Large EPCIS documents wait in a table and are captured one after another, each as the account that sent it.
import { actorWith } from '#src/access/actor.ts'
import { grantsOfUser } from '#src/access/grant.store.ts'
import { captureWaiting, failCapture, waitingCapture } from '#src/custody/epcis.handlers.ts'
import { houseActor } from './house.ts'
import { write, type House } from './transaction.ts'

/** Captures what waits, until nothing does or another server is at it. @returns how many documents were captured */
export async function drainCaptures(house: House, onFault: (error: unknown) => void): Promise<number> {
  for (let done = 0; ; done++) {
    const waiting = (await write(house, { actor: houseActor }, waitingCapture)).answer
    if (waiting === undefined) return done
    const { captureId, userId } = waiting
    const grants = userId === null ? [] : await grantsOfUser(house.database.sql, userId)
    try {
      const { answer } = await write(house, { actor: actorWith({ userId: userId ?? 'nobody', via: 'local', grants }) }, (ctx) => captureWaiting(ctx, captureId))
      if (!answer) return done
    } catch (error) {
      onFault(error)
      await write(house, { actor: houseActor }, (ctx) => failCapture(ctx, captureId))
    }
  }
}
