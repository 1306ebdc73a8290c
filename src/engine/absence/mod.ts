export type { Question, Scope, Subject, SubjectItem } from './judge.ts';
export { type AbsenceStatement, type JudgedSubject, causeOf, stateAbsence } from './statement.ts';
export { type Standing, STANDINGS, type StandingCounts, standingText } from './standing.ts';
