import { StateText } from '../../../ui/StateShape.tsx';

/** As the server counts them (app/people/password.ts); the server has the last word. */
const LENGTH_MIN = 12;

/** The rules of a new password, each ticked as it is met. */
export function PasswordRules({ password, login }: { readonly password: string; readonly login: string }) {
  const plain = password.toLowerCase();
  const rules = [
    {
      words: `At least ${LENGTH_MIN} characters; several words make a good one`,
      met: plain.length >= LENGTH_MIN,
    },
    { words: 'Not a few characters over and over', met: new Set(plain).size >= 5 },
    {
      words: 'Without the name you sign in with',
      met: plain !== '' && (login === '' || !plain.includes(login.toLowerCase())),
    },
  ];
  return (
    <ul className="password-rules small" aria-label="Rules for the password">
      {rules.map(({ words, met }) => (
        <li key={words}>
          {met ? (
            <StateText shape="check" tone="good">
              {words}
            </StateText>
          ) : (
            <span className="state-rest">
              <StateText shape="dashed" tone="idle">
                {words}
              </StateText>
            </span>
          )}
        </li>
      ))}
      <li className="muted">Digits and signs are welcome, not asked for. Common passwords are refused.</li>
    </ul>
  );
}
