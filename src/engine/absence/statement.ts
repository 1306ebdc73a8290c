import type { Presence, Question, Subject } from './judge.ts';
import { judgePresence } from './judge.ts';

export interface AbsenceStatement {
  readonly question: string;
  readonly asOf: string;
  readonly present: readonly JudgedSubject[];
  readonly absent: readonly JudgedSubject[];
  readonly unknown: readonly JudgedSubject[];
  /** One paragraph that can be cited: counts, coverage, and what stands in the way of a full answer. */
  readonly text: string;
}

export interface JudgedSubject {
  readonly deviceId: string;
  readonly label: string;
  readonly presence: Presence;
}

/** Answers a question of absence over a fleet. @param asOf ISO date of the inventory */
export function stateAbsence(
  subjects: readonly Subject[],
  question: Question,
  asOf: string,
): AbsenceStatement {
  const judged = subjects.map((it) => ({
    deviceId: it.deviceId,
    label: it.label,
    presence: judgePresence(it, question),
  }));
  const of = (kind: Presence['kind']) => judged.filter((it) => it.presence.kind === kind);
  const [present, absent, unknown] = [of('present'), of('absent'), of('unknown')];
  return {
    question: question.text,
    asOf,
    present,
    absent,
    unknown,
    text: sentence(question, asOf, present.length, absent.length, unknown),
  };
}

function sentence(
  { text, products }: Question,
  asOf: string,
  present: number,
  absent: number,
  unknown: readonly JudgedSubject[],
): string {
  const total = present + absent + unknown.length;
  const coverage = total === 0 ? 0 : Math.floor(((present + absent) / total) * 1000) / 10;
  const head = `As of ${asOf}, of ${total} devices ${present} ${have(present)} ${text}, ${absent} ${absent === 1 ? 'is' : 'are'} known not to have it, and for ${unknown.length} it cannot be told (answered for ${coverage} %).${products.size === 0 ? ` ${UNHEARD_OF}` : ''}`;
  if (unknown.length === 0) return head;
  const causes = [...countBy(unknown.map((it) => causeOf(it.presence)))].sort((a, b) => b[1] - a[1]);
  return `${head} Cannot be told because ${causes.map(([cause, count]) => `${cause} (${count})`).join('; ')}.`;
}

const UNHEARD_OF = 'No feed that was read knows this name, so it was only looked for by its words.';

function have(count: number): string {
  return count === 1 ? 'has' : 'have';
}

/** The reason without the device's own text, so that like reasons count together. */
export function causeOf(presence: Pick<Presence, 'because'>): string {
  return presence.because
    .replace(/: "[^]*"$/, '')
    .replace(/ "[^]*", which/, ' a product that')
    .replace(/^\d+ components/, 'components');
}

function countBy(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
