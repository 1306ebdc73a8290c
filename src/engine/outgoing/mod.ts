export { type Allowed, readAllowed } from './allowed.ts';
export { judgeAddress, type Reach } from './judge.ts';
