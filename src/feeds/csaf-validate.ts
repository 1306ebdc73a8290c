import { asObject, asText } from './json-shapes.ts';

/** What one test of the specification says about a document. */
export interface CsafTestOutcome {
  /** `schema`, or the number of the test in the specification, e.g. `6.1.7`. */
  readonly id: string;
  readonly group: CsafTestGroup;
  /** False: a failure in a mandatory test, a warning or a remark in the others. */
  readonly passed: boolean;
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
}

/** The middle group is called "optional" in CSAF 2.0 and "recommended" in 2.1. */
export type CsafTestGroup = 'mandatory' | 'optional' | 'informative';

export interface CsafVerdict {
  readonly version: '2.0' | '2.1';
  /** Whether the schema and every mandatory test that was carried out are passed. */
  readonly valid: boolean;
  readonly outcomes: readonly CsafTestOutcome[];
  /** Numbers of tests that could not be carried out on this document. */
  readonly notChecked: readonly string[];
}

/** As `@secvisogram/csaf-validator-lib` defines a test. */
type LibraryTest = (document: unknown) => LibraryResult | Promise<LibraryResult>;
type Message = { readonly instancePath?: string; readonly message?: string };
interface LibraryResult {
  readonly isValid?: boolean;
  readonly errors?: readonly Message[];
  readonly warnings?: readonly Message[];
  readonly infos?: readonly Message[];
}

interface NumberedTest {
  readonly id: string;
  readonly group: CsafTestGroup;
  readonly run: LibraryTest;
}

/**
 * Tests that reach outside of the document and are never carried out: 6.3.6 and 6.3.7 fetch the addresses a document
 * names, which would let it make the hospital's server call any host; 6.3.8 starts a spelling checker.
 */
const NEVER_RUN: readonly string[] = ['6.3.6', '6.3.7', '6.3.8'];

/**
 * Judges a CSAF document by the schema and the tests of its version (CSAF 2.0 §6, 2.1 §6) that the library
 * implements; the others are listed as not checked. Reads nothing but the document. A document is read whether it is
 * valid or not; this says what its publisher should repair.
 */
export async function validateCsaf(document: unknown): Promise<CsafVerdict> {
  const version = asText(asObject(asObject(document)?.document)?.csaf_version) === '2.1' ? '2.1' : '2.0';
  const outcomes: CsafTestOutcome[] = [];
  const notChecked: string[] = [...NEVER_RUN];
  for (const test of await testsOf(version)) {
    const outcome = await carryOut(test, document);
    if (outcome === null) notChecked.push(test.id);
    else outcomes.push(outcome);
  }
  const valid = outcomes.every((it) => it.passed || it.group !== 'mandatory');
  return { version, valid, outcomes, notChecked };
}

/** Null where the test breaks down, as many do on a document that fails the schema. */
async function carryOut(test: NumberedTest, document: unknown): Promise<CsafTestOutcome | null> {
  let result: LibraryResult;
  try {
    result = await test.run(document);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
  const messages = [...(result.errors ?? []), ...(result.warnings ?? []), ...(result.infos ?? [])];
  return {
    id: test.id,
    group: test.group,
    passed: test.group === 'mandatory' ? result.isValid !== false : messages.length === 0,
    problems: messages.map((it) => ({ field: it.instancePath ?? '', reason: it.message ?? '' })),
  };
}

// The library is loaded when a document is first judged: reading feeds does not need it.
const loaded = new Map<CsafVerdict['version'], Promise<readonly NumberedTest[]>>();

function testsOf(version: CsafVerdict['version']): Promise<readonly NumberedTest[]> {
  const tests = loaded.get(version) ?? (version === '2.0' ? loadTests20() : loadTests21());
  loaded.set(version, tests);
  return tests;
}

async function loadTests20(): Promise<readonly NumberedTest[]> {
  const [schema, mandatory, optional, informative] = await Promise.all([
    import('@secvisogram/csaf-validator-lib/schemaTests.js'),
    import('@secvisogram/csaf-validator-lib/mandatoryTests.js'),
    import('@secvisogram/csaf-validator-lib/optionalTests.js'),
    import('@secvisogram/csaf-validator-lib/informativeTests.js'),
  ]);
  return [
    { id: 'schema', group: 'mandatory', run: schemaTest(schema, 'csaf_2_0_strict') },
    ...numbered(mandatory, 'mandatory'),
    ...numbered(optional, 'optional'),
    ...numbered(informative, 'informative'),
  ];
}

async function loadTests21(): Promise<readonly NumberedTest[]> {
  const [schema, mandatory, recommended, informative] = await Promise.all([
    import('@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js'),
    import('@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js'),
    import('@secvisogram/csaf-validator-lib/csaf_2_1/recommendedTests.js'),
    import('@secvisogram/csaf-validator-lib/csaf_2_1/informativeTests.js'),
  ]);
  return [
    { id: 'schema', group: 'mandatory', run: schemaTest(schema, 'csaf_2_1_strict') },
    ...numbered(mandatory, 'mandatory'),
    ...numbered(recommended, 'optional'),
    ...numbered(informative, 'informative'),
  ];
}

function schemaTest(module: unknown, name: string): LibraryTest {
  return (module as Record<string, LibraryTest>)[name] as LibraryTest;
}

/** `mandatoryTest_6_1_27_3` → the test 6.1.27.3. */
function numbered(module: unknown, group: CsafTestGroup): NumberedTest[] {
  return Object.entries(module as Record<string, LibraryTest>).flatMap(([name, run]) => {
    const id = /Test_([\d_]+)$/.exec(name)?.[1]?.replaceAll('_', '.');
    return id === undefined || NEVER_RUN.includes(id) ? [] : [{ id, group, run }];
  });
}
