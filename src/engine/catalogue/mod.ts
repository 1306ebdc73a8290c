export { catalogueChanges, namedProducts, productWords } from './changes.ts';
export type { CatalogueChanges } from './changes.ts';
export { createCatalogueBuilder } from './builder.ts';
export type { CatalogueBuilder } from './builder.ts';
export type {
  Advisory,
  Catalogue,
  ProductDirectory,
  ProductPart,
  Statement,
  Vulnerability,
} from './catalogue.ts';
export { splitCpe, unescapeCpe } from './cpe-name.ts';
export type { CpeName } from './cpe-name.ts';
export { instantText } from './instant.ts';
export { CRITERION, CRITERION_WIDTH, literalOf, SOURCE, STATES, SUMMARY_BYTES_MAX } from './intake.ts';
export type { VulnerabilityIntake } from './intake.ts';
export { forecastsThatCount, withForecasts } from './forecasts.ts';
export { overlay } from './overlay.ts';
export { decodeTables, encodeTables } from './encode.ts';
export { createCatalogue } from './view.ts';
export type { Tables } from './tables.ts';
export { ANY_VERSION, NO_ATTRIBUTES, UNSPECIFIED_VERSION } from './cpe-intake.ts';
export { IntList } from './lists.ts';
export { NAMED, STATEMENT } from './tables.ts';
export { ANY_ONE_CHARACTER, ANY_RUN_CHARACTER, WILDCARDS } from './wildcards.ts';
export { createCriterionTexts } from './criterion-text.ts';
export { packageOwner, packagesOf } from './package-url.ts';
export { finishHash, HASH_START, Sequences, stirHash, type TextInterner } from './text-pool.ts';
