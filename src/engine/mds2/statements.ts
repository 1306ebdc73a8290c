import type { Answer } from './answer.ts';

/** What a form says to a question, as far as deciding needs it. */
export interface Said {
  readonly question: string;
  readonly answer: Answer | null;
  readonly note: string;
}

export type Answers = ReadonlyMap<string, Said>;

export function answersOf(said: readonly Said[]): Answers {
  return new Map(said.map((it) => [it.question, it]));
}

/** A fact that follows from the form, and the question that decided it. Null as value: the form does not tell. */
export interface FormFact {
  readonly value: boolean | null;
  readonly question: string | null;
}

const UNKNOWN: FormFact = { value: null, question: null };

/** Whether personal health information stays on the device: MPII-1, MPII-2 and its parts. */
export function storesPhi(answers: Answers): FormFact {
  if (answers.get('MPII-1')?.answer === 'no') return { value: false, question: 'MPII-1' };
  const yes = firstYes(answers, (it) => /^MPII-2(?:\.|$)/.test(it));
  if (yes !== null) return { value: true, question: yes };
  return answers.get('MPII-2')?.answer === 'no' ? { value: false, question: 'MPII-2' } : UNKNOWN;
}

/** Parts of MPII-3 by which data leaves over a cable or network. */
const TRANSMITTING = ['MPII-3.4', 'MPII-3.5', 'MPII-3.6', 'MPII-3.7', 'MPII-3.9'];

/** Whether it leaves the device over a cable or network: MPII-1 and the parts of MPII-3. */
export function transmitsPhi(answers: Answers): FormFact {
  if (answers.get('MPII-1')?.answer === 'no') return { value: false, question: 'MPII-1' };
  const yes = firstYes(answers, (it) => TRANSMITTING.includes(it));
  if (yes !== null) return { value: true, question: yes };
  if (answers.get('MPII-3')?.answer === 'no') return { value: false, question: 'MPII-3' };
  const isDenied = TRANSMITTING.every((it) => isNo(answers.get(it)?.answer));
  return isDenied ? { value: false, question: 'MPII-3.4' } : UNKNOWN;
}

/** Yes or no to one question; a note alone decides nothing. */
export function factOf(answers: Answers, question: string): FormFact {
  const answer = answers.get(question)?.answer;
  if (answer === 'yes') return { value: true, question };
  return answer === 'no' ? { value: false, question } : { value: null, question: null };
}

function firstYes(answers: Answers, isMeant: (question: string) => boolean): string | null {
  for (const { question, answer } of answers.values())
    if (isMeant(question) && answer === 'yes') return question;
  return null;
}

export function isNo(answer: Answer | null | undefined): boolean {
  return answer === 'no' || answer === 'not-applicable';
}
