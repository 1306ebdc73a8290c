import type { AuditTables } from './audit.ts';
import type { SettingTables } from './settings.ts';

/** Every table, by the noun that owns it. */
export interface Tables extends SettingTables, AuditTables {}
