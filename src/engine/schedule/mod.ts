export { nextRunAt, retryAt, type Schedule } from './schedule.ts';
