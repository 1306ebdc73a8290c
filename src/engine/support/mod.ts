export {
  foldHorizon,
  HORIZON_ENDS,
  HORIZON_FIELDS,
  HORIZON_GROUPS,
  HORIZON_STEPS,
  type HorizonCell,
  type HorizonEnd,
  horizonFilter,
  type HorizonGroup,
  type HorizonPeriod,
  type HorizonRow,
  type HorizonStep,
  type HorizonSum,
  periodsFrom,
} from './horizon.ts';
export { type LifeDates, supportStatus, type SupportStatus, type SupportState } from './status.ts';
