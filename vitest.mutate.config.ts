import { defineConfig } from 'vitest/config';

/** For `scripts/mutate.mjs`: only the tests beside the code that it changes. */
export default defineConfig({
  test: { include: [process.env['LOOKOUT_MUTATE_TESTS'] ?? 'src/engine/verdict/**/*.test.ts'] },
});
