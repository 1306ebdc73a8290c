const WORDS: Readonly<Record<string, string>> = {
  'person.first': 'First administrator made',
  'person.add': 'Account made',
  'person.edit': 'Account changed',
  'person.reset': 'Sign-in reset',
  'person.reset-second-factor': 'Second factor reset',
  'person.end-sessions': 'Signed out everywhere',
  'session.break-glass': 'Signed in with a break-glass account',
  'token.rotate': 'API token replaced',
  'sign-in-policy.edit': 'Sign-in policy changed',
  'session.begin': 'Signed in',
  'session.end': 'Signed out or session ended',
  'session.end-others': 'Other sessions ended',
  'session.refuse': 'Sign-in refused',
  'session.prove': 'Identity confirmed again',
  'token.make': 'API token made',
  'token.revoke': 'API token revoked',
  'person.change-password': 'Password changed',
  'second-factor.add': 'Authenticator app set up',
  'second-factor.remove': 'Authenticator app taken away',
  'second-factor.renew-codes': 'Recovery codes renewed',
  'passkey.add': 'Passkey added',
  'passkey.remove': 'Passkey removed',
  'demonstration.begin': 'Demonstration hospital begun',
  'demonstration.ready': 'Demonstration hospital ready',
  'demonstration.remove': 'Demonstration hospital removed',
  'backup.make': 'Backup taken',
  'backup.restore': 'Backup restored',
  'catalogue.replace': 'Feeds compiled',
  'decision.request': 'Decision asked for',
  'decision.approve': 'Decision approved',
  'decision.decline': 'Decision declined',
  'decision.withdraw': 'Decision taken back',
  'decision.expire': 'Decision ran out',
  'decision.reopen': 'Decision reopened by new evidence',
  'hospital.edit': 'Hospital changed',
  'job.cancel': 'Job cancelled',
  'job.retry': 'Job started again',
  'audit.export': 'Audit log exported',
  'import.preview': 'Import previewed',
  'import.apply': 'Import applied',
  'import.drop': 'Import discarded',
  'model.edit': 'Model changed',
  'model.merge': 'Models merged',
  'model.unmerge': 'Merge of models undone',
  'vendor.edit': 'Vendor changed',
  'vendor.merge': 'Vendors merged',
  'vendor.unmerge': 'Merge of vendors undone',
  'location.edit': 'Location renamed',
  'department.add': 'Department made',
  'department.edit': 'Department changed',
  'department.remove': 'Department removed',
  'segment.add': 'Network segment made',
  'segment.edit': 'Network segment changed',
  'segment.remove': 'Network segment removed',
  'segment.import': 'List of segments taken in',
  'mds2.upload': 'MDS2 form taken in',
  'sbom.upload': 'Bill of materials taken in',
  'register.import': 'Register records taken in',
  'attachment.add': 'File attached',
  'attachment.remove': 'File removed',
  'import.map': 'Columns of an import chosen',
  'import.undo': 'Import taken back',
  'device.edit': 'Device edited',
  'identity.merge': 'Devices merged',
  'identity.split': 'Device split',
  'identity.keep-apart': 'Devices kept apart',
  'identity.undo': 'Decision on devices taken back',
  'precedence.set': 'Order of sources set',
};

/** The name of an act as people say it; one without words of its own reads as it is written. */
export function actWords(act: string): string {
  const known = WORDS[act];
  if (known !== undefined) return known;
  const text = act.replace(/[.-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NOUNS: Readonly<Record<string, string>> = {
  person: 'Accounts and roles',
  session: 'Signing in and out',
  token: 'API tokens',
  passkey: 'Passkeys',
  'second-factor': 'Second factors',
  'sign-in-policy': 'Sign-in rules',
  hospital: 'Hospital',
  import: 'Imports',
  audit: 'Audit log',
};

/** Kinds of act, as people say them, for choosing one. */
export const ACT_NOUNS: readonly { readonly noun: string; readonly words: string }[] = [
  ...new Set(Object.keys(WORDS).map((it) => it.split('.')[0] ?? '')),
]
  .map((noun) => ({
    noun,
    words: NOUNS[noun] ?? noun.charAt(0).toUpperCase() + noun.slice(1).replaceAll('-', ' '),
  }))
  .toSorted((a, b) => a.words.localeCompare(b.words));
