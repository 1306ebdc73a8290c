/** Sealed into each backup, so that a restore with another key is refused before secrets turn out to be lost. */
export const BACKUP_PROBE = 'backup';
