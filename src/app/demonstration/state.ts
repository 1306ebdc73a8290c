import type { DemonstrationView } from '#contract/demonstration/routes';
import { CHAPTERS } from '#sim/hospital/story';
import { PLAYED_DAYS, WEAKNESSES } from '#sim/hospital/weaknesses';
import { STAFF } from '#sim/hospital/staff';
import { findDemonstration, isInventoryEmpty } from '#store/demonstration';
import { listInvented } from '#store/people';
import type { Instance } from '../context.ts';
import { findPlaying } from './play.ts';

/** Whether there is a demonstration hospital, and through whose eyes one may look at it. */
export async function readDemonstration({ store: { db } }: Instance): Promise<DemonstrationView> {
  const it = await findDemonstration(db);
  if (it === null) return { state: 'none', possible: await isInventoryEmpty(db) };
  const people = await listInvented(db);
  return {
    state: it.readyAt === null ? 'arriving' : 'ready',
    asOf: it.asOf,
    files: it.chapters,
    filesAbout: Math.max(CHAPTERS, it.chapters),
    played: it.played,
    days: PLAYED_DAYS,
    jobId: await findPlaying(db),
    next: WEAKNESSES.filter(({ daysAgo }) => daysAgo === -(it.played + 1)).map(({ title }) => title),
    people: STAFF.flatMap(({ login, title }) => {
      const person = people.find((own) => own.login === login && own.kind === 'person');
      const grant = person?.grants[0];
      return person === undefined || grant === undefined
        ? []
        : [{ id: person.id, name: person.name, title, grant }];
    }),
  };
}
