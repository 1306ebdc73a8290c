export type { Answer } from './answer.ts';
export { readMds2Form } from './form.ts';
export type { FormAnswer, FormReject, FormSheet, Mds2Form } from './form.ts';
export {
  PART_WORDS,
  type PartPath,
  type PatchPath,
  patchPathOf,
  type PatchedPart,
  type SupportFact,
} from './patch-path.ts';
export { answersOf, factOf, type FormFact, type Said, storesPhi, transmitsPhi } from './statements.ts';
