export { type Contract, type ContractFacts, contractOf } from './contract.ts';
