export * from './bulk-fields.ts';
export * from './device.ts';
export * from './feed-record.ts';
export * from './feed-source.ts';
export * from './levels.ts';
export * from './unreachable.ts';
export * from './vendor-notice.ts';
export * from './verdict.ts';
