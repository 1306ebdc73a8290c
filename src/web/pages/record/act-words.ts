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
  'hospital.edit': 'Hospital changed',
  'job.cancel': 'Job cancelled',
  'job.retry': 'Job started again',
  'import.preview': 'Import previewed',
  'import.apply': 'Import applied',
  'import.drop': 'Import discarded',
};

/** The name of an act as people say it; one without words of its own reads as it is written. */
export function actWords(act: string): string {
  const known = WORDS[act];
  if (known !== undefined) return known;
  const text = act.replace(/[.-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
