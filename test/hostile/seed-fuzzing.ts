import fc from 'fast-check';

/** The same seed every time, so that a failure is caused by the tested change; FUZZ_SEED=… selects others. */
export function seedFuzzing(): void {
  fc.configureGlobal({ seed: Number(process.env['FUZZ_SEED'] ?? 20_261_121) });
}
