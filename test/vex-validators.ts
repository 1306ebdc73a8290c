import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as mandatoryTests from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import * as schemaTests from '@secvisogram/csaf-validator-lib/schemaTests.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import * as z from 'zod';

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

const Instant = z.iso.datetime({ offset: true });
const Iri = z.string().refine((it) => URL.canParse(it), 'is no address');
const unique = <T extends z.ZodType>(item: T) =>
  z.array(item).refine((all) => new Set(all.map((it) => JSON.stringify(it))).size === all.length, 'repeats');
const Component = z.strictObject({
  '@id': Iri.optional(),
  identifiers: z
    .strictObject({
      purl: z.string().optional(),
      cpe22: z.string().optional(),
      cpe23: z.string().optional(),
    })
    .optional(),
  hashes: z.record(z.string(), z.string()).optional(),
});

/** The rules of https://github.com/openvex/spec, version 0.2.0: its text, and the schema beside it. */
const OpenVex = z.strictObject({
  '@context': z.literal('https://openvex.dev/ns/v0.2.0'),
  '@id': Iri,
  author: z.string().min(1),
  role: z.string().optional(),
  timestamp: Instant,
  last_updated: Instant.optional(),
  version: z.number().int().min(1),
  tooling: z.string().optional(),
  statements: unique(
    z
      .strictObject({
        '@id': Iri.optional(),
        version: z.number().int().min(1).optional(),
        vulnerability: z.strictObject({
          '@id': Iri.optional(),
          name: z.string().min(1),
          description: z.string().optional(),
          aliases: unique(z.string()).optional(),
        }),
        timestamp: Instant.optional(),
        last_updated: Instant.optional(),
        products: unique(Component.extend({ subcomponents: unique(Component).optional() })).min(1),
        status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
        supplier: z.string().optional(),
        status_notes: z.string().optional(),
        justification: z
          .enum([
            'component_not_present',
            'vulnerable_code_not_present',
            'vulnerable_code_not_in_execute_path',
            'vulnerable_code_cannot_be_controlled_by_adversary',
            'inline_mitigations_already_exist',
          ])
          .optional(),
        impact_statement: z.string().optional(),
        action_statement: z.string().optional(),
        action_statement_timestamp: Instant.optional(),
      })
      .refine(
        (it) =>
          it.status !== 'not_affected' ||
          (it.justification === undefined) !== (it.impact_statement === undefined),
        'not affected needs a justification or an impact statement, and not both',
      )
      .refine((it) => it.status === 'not_affected' || it.justification === undefined, 'is justified in vain')
      .refine(
        (it) => it.status !== 'affected' || it.action_statement !== undefined,
        'affected needs an action statement',
      ),
  ).min(1),
});

/** What the rules of OpenVEX 0.2.0 find wrong. */
export function openvexFaults(document: unknown): readonly object[] {
  return OpenVex.safeParse(document).error?.issues ?? [];
}
