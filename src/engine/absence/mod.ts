export type { Question, Scope, Subject, SubjectItem } from './judge.ts';
export { type AbsenceStatement, type JudgedSubject, stateAbsence } from './statement.ts';
