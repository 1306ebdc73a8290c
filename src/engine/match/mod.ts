export { configurationKey, configurationOf } from './configuration.ts';
export type { Configuration } from './configuration.ts';
export { itemWords } from './linked-item.ts';
export type { Identifier } from './linked-item.ts';
export type { Ground, Match } from './match.ts';
export { createMatcher } from './matcher.ts';
export type { Matcher } from './matcher.ts';
