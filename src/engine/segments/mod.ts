export { addressText, readAddress } from './address.ts';
export { type BlockCheck, checkBlocks, type Located, type SegmentBlocks, segmentLocator } from './blocks.ts';
export { type Cidr, contains, readCidr } from './cidr.ts';
