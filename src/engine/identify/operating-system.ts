import type { ProductDirectory } from '#engine/catalogue';
import type { ProductLink, ProductText } from './product-text.ts';

export function createOsReader(_directory: ProductDirectory): { read(text: ProductText): ProductLink[] } {
  return { read: () => [] };
}
