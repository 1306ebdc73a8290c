export { type LifeDates, supportStatus, type SupportStatus, type SupportState } from './status.ts';
