import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';

/** Versions with a published JSON schema; 1.0 and 1.1 exist as XML only. */
const JSON_VERSIONS: ReadonlySet<string> = new Set(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);
const SHARED_SCHEMAS = ['spdx', 'jsf-0.82', 'cryptography-defs'];

const validators = new Map<string, Promise<ValidateFunction>>();

/** Why a document is no valid CycloneDX of the version it claims; null: it is. */
export async function cycloneDxProblem(bom: { readonly specVersion?: unknown }): Promise<string | null> {
  const version = bom.specVersion;
  if (typeof version !== 'string' || !JSON_VERSIONS.has(version))
    return `specVersion ${JSON.stringify(version) ?? 'is missing and'} is none of ${[...JSON_VERSIONS].join(', ')}`;
  const known = validators.get(version) ?? createValidator(version);
  validators.set(version, known);
  const validate = await known;
  if (validate(bom)) return null;
  const [error] = validate.errors ?? [];
  return `no valid CycloneDX ${version}: ${error?.instancePath || 'the document'} ${error?.message ?? 'is invalid'}`;
}

/** Compiled on first use: the schema takes longer to compile than most documents to read. */
async function createValidator(version: string): Promise<ValidateFunction> {
  const [{ Ajv }, formats] = await Promise.all([import('ajv'), import('ajv-formats')]);
  const ajv = new Ajv({ strict: false, addUsedSchema: false, validateFormats: true });
  formats.default.default(ajv);
  // Formats of later drafts that say nothing about what is read here.
  ajv.addFormat('idn-email', true);
  ajv.addFormat('iri-reference', true);
  for (const name of SHARED_SCHEMAS)
    ajv.addSchema(await schemaNamed(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(await schemaNamed(`bom-${version}`));
}

async function schemaNamed(name: string): Promise<object> {
  const require = createRequire(import.meta.url);
  const root = require.resolve('@cyclonedx/cyclonedx-library/package.json').replace(/package\.json$/, '');
  return JSON.parse(await readFile(`${root}res/schema/${name}.SNAPSHOT.schema.json`, 'utf8')) as object;
}
