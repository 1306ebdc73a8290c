import { findCurrentCatalogue, listLayers } from '#store/catalogues';
import type { Context } from '../context.ts';
import { compileAnew } from './rebuild-catalogue.ts';

/** So many layers, or names in them, are worth compiling everything anew. */
const LAYERS_MAX = 40;
const NAMES_SHARE_MAX = 0.03;
const AGE_MAX_MS = 20 * 3_600_000;

/**
 * Compiles everything anew where much, or for long, was only laid over the catalogue, and proves by it that both say the
 * same. Meanwhile changes go on being laid over: then it is done another time.
 * @param isAsked whether it is done however little was laid over
 * @returns what differed, in words; null: nothing did, or it was not worth it
 */
export async function foldCatalogue(
  ctx: Context,
  {
    signal,
    progress,
    isAsked = false,
  }: {
    readonly signal: AbortSignal;
    readonly progress: (done: number, total?: number | null, step?: string) => void;
    readonly isAsked?: boolean;
  },
): Promise<string | null> {
  const current = await findCurrentCatalogue(ctx.store.db);
  if (current === null || current.kind === 'whole') return null;
  const [base, ...layers] = await listLayers(ctx.store.db, current);
  const names = layers.reduce((sum, it) => sum + it.names.length, 0);
  const age = ctx.now().getTime() - (base?.madeAt.getTime() ?? 0);
  const isWorthIt =
    layers.length > LAYERS_MAX || names > current.vulnerabilities * NAMES_SHARE_MAX || age > AGE_MAX_MS;
  if (!isWorthIt && !isAsked) return null;
  const keeping = await compileAnew(ctx, { signal, progress });
  if (keeping === null || !keeping.isNew) return null;
  return keeping.differing === 0
    ? 'Products of feeds differed and were put right'
    : `${keeping.differing} vulnerabilities differed and were put right`;
}
