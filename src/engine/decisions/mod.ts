export {
  DECISION_SAYINGS,
  DECISION_STATES,
  type DecisionSaying,
  type DecisionState,
  JUSTIFICATIONS,
  type Justification,
  SAYING_WORDS,
} from './words.ts';
export { type Evidence, reopeningOf } from './reopening.ts';
