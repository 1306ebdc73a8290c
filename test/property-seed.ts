import fc from 'fast-check';

/**
 * Imported before the whole suite: properties draw the same cases in every run, so that a failing run is the change's own
 * doing. A file run by itself draws new ones, and so does the suite with PATCHWARD_TEST_SEED=random; a number is a seed.
 */
const seed = process.env['PATCHWARD_TEST_SEED'] ?? '1';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });
