export { readUdi } from './read.ts';
export type { LabelDay, Udi } from './udi.ts';
