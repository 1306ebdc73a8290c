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
