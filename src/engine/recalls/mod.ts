export { readCodes } from './codes.ts';
export type { RecalledDevice, RecallGround, RecallJudgement } from './judge.ts';
export { createRecallMatcher, type ModelledDevice, type RecallMatcher, type RecallText } from './match.ts';
export {
  RECALL_CLASSES,
  RECALL_KINDS,
  RECALL_STATES,
  type RecallClass,
  recallDueOn,
  type RecallKind,
  type RecallState,
} from './words.ts';
