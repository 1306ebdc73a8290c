import type { ProductText } from '#engine/identify';
import { itemKey } from './configuration.ts';
import type { Configuration } from './configuration.ts';

/**
 * What is made of a configuration's items, each made once: equal items of all configurations share it. Configurations
 * mostly share items as objects, which are found faster than by what they say.
 */
export function rememberItems<T extends object | number>(
  make: (text: ProductText) => T,
): (configuration: Configuration) => T[] {
  const byKey = new Map<string, T>();
  const byText = new WeakMap<ProductText, T>();

  function makeOnce(text: ProductText): T {
    const key = itemKey(text);
    let made = byKey.get(key);
    if (made === undefined) byKey.set(key, (made = make(text)));
    byText.set(text, made);
    return made;
  }

  return ({ items }) => items.map((text) => byText.get(text) ?? makeOnce(text));
}
