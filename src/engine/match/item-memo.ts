import type { ProductText } from '#engine/identify';
import type { Platform } from './attributes.ts';
import { itemKey } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { platformOfConfiguration } from './linked-item.ts';

/**
 * What is made of a configuration's items, each made once: equal items of all configurations share it. Configurations
 * mostly share items as objects, which are found faster than by what they say.
 */
export function rememberItems<T>(
  make: (text: ProductText, platform: Platform | null) => T,
): (configuration: Configuration) => T[] {
  const byKey = new Map<string, T>();
  const byPlatform = new Map<Platform | null, WeakMap<ProductText, { readonly made: T }>>();

  function makeOnce(text: ProductText, platform: Platform | null): { readonly made: T } {
    const key = `${platform ?? ''}\u0001${itemKey(text)}`;
    let made = byKey.get(key);
    if (made === undefined) byKey.set(key, (made = make(text, platform)));
    return { made };
  }

  return (configuration) => {
    const platform = platformOfConfiguration(configuration);
    let byText = byPlatform.get(platform);
    if (byText === undefined) byPlatform.set(platform, (byText = new WeakMap()));
    const known = byText;
    return configuration.items.map((text) => {
      let it = known.get(text);
      if (it === undefined) known.set(text, (it = makeOnce(text, platform)));
      return it.made;
    });
  };
}
