export {
  type Comparison,
  compareSources,
  type DevicePart,
  type PairComparison,
  type PlaceComparison,
  type SourceComparison,
} from './compare.ts';
export {
  CRITICAL_FIELDS,
  type CriticalField,
  DISCREPANCY_DESCRIPTIONS,
  DISCREPANCY_KINDS,
  type DiscrepancyDetail,
  type DiscrepancyKind,
  sayDiscrepancy,
} from './discrepancies.ts';
export {
  RECONCILIATION_STATES,
  type ReconciliationState,
  SIGNATURES_NEEDED,
  stateAfterSigning,
  whyNotChange,
  whyNotSign,
} from './sign.ts';
