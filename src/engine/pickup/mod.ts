export { type EarlierLook, type FileLook, isNews, isWanted, lookAgain, type TakenFile } from './files.ts';
export { type ImportFacts, type PickupRules, reasonsToWait } from './rules.ts';
