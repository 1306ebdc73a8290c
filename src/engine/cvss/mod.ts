export { baseScore3, environmentalScore3, type Metrics3 } from './version-3.ts';
