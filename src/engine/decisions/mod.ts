export {
  DECISION_SAYINGS,
  DECISION_STATES,
  type DecisionSaying,
  type DecisionState,
  JUSTIFICATIONS,
  type Justification,
} from './words.ts';
export { type Evidence, reopeningOf } from './reopening.ts';
