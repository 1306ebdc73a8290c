// The library ships without types.
interface CsafTestResult {
  readonly name: string;
  readonly isValid: boolean;
  readonly errors: readonly { readonly instancePath: string; readonly message: string }[];
}

type CsafTest = (document: unknown) => object;

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  const tests: Readonly<Record<string, CsafTest>>;
  export = tests;
}

declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  const tests: Readonly<Record<string, CsafTest>>;
  export = tests;
}

declare module '@secvisogram/csaf-validator-lib/validate.js' {
  export default function validate(
    tests: readonly CsafTest[],
    document: unknown,
  ): Promise<{ readonly isValid: boolean; readonly tests: readonly CsafTestResult[] }>;
}
