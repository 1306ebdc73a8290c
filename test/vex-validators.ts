import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as mandatoryTests from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import * as schemaTests from '@secvisogram/csaf-validator-lib/schemaTests.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';

/** The tests of CSAF 2.0 (schema and all mandatory ones) that a document fails, with the places at fault. */
export async function csafFaults(document: unknown): Promise<readonly object[]> {
  const tests = [...Object.values(schemaTests), ...Object.values(mandatoryTests)];
  const result = await validate(tests, document);
  if (result.tests.length < 35) throw new Error(`Cannot judge: only ${result.tests.length} tests were found`);
  return result.tests.filter((it) => !it.isValid);
}

/** What the schema of CycloneDX 1.6 finds wrong. */
export function cyclonedxFaults(document: unknown): readonly object[] {
  const validator = cyclonedxValidator();
  return validator(document) ? [] : (validator.errors ?? []);
}

// The library's own validator asks for one more package only for e-mail addresses, of which there are none here; so
// its schemas are compiled directly, with the same settings.
function cyclonedxValidator() {
  const folder = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const schema = (name: string): object =>
    JSON.parse(readFileSync(new URL(`res/schema/${name}.SNAPSHOT.schema.json`, `file://${folder}`), 'utf8'));
  const ajv = new Ajv({
    strict: false,
    schemas: {
      'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json': schema('spdx'),
      'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json': schema('jsf-0.82'),
      'http://cyclonedx.org/schema/cryptography-defs.SNAPSHOT.schema.json': schema('cryptography-defs'),
    },
  });
  addFormatsModule.default(ajv);
  ajv.addFormat('idn-email', true);
  ajv.addFormat('iri-reference', true);
  return ajv.compile(schema('bom-1.6'));
}
