import { type Policy, POLICY_PRESETS, readPolicy } from '#engine/risk';
import { InputError } from '../input-error.ts';
import { readJsonFile } from '../read-json-file.ts';

/**
 * A hospital's own policy, or the preset that ships when there is none.
 * @throws {InputError} naming the file and the field at fault
 */
export async function readPolicyFile(file: string | null): Promise<Policy> {
  if (file === null) return POLICY_PRESETS.graded;
  const policy = readPolicy(await readJsonFile(file, 'policy'));
  if ('error' in policy) throw new InputError(`${policy.error} (${file})`);
  // Files do not say how each version is known; a policy that asks for it must not pass as if they did.
  if (policy.versionEvidence !== undefined)
    throw new InputError(
      `Cannot use policy: versionEvidence asks how versions are known, which only the system of record keeps (${file})`,
    );
  return policy;
}
