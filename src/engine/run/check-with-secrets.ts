import { failureOf } from '../base/failure.ts';
import type { CheckKind } from '../check/kind.ts';
import { runCheck, type RunCheckOptions, type RunOutcome } from './run-check.ts';
import type { Confidential, ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';

/**
 * Runs one check of a config whose secrets may be sealed: they are in clear only here, for as long as it takes.
 * @returns as `runCheck`; when a secret cannot be read, a `local.secret` failure without anything having been sent
 * @throws as `runCheck`
 */
export async function checkWithSecrets(
  { kind, config }: Confidential & { readonly kind: CheckKind },
  vault: ConfigVault,
  options: RunCheckOptions,
): Promise<RunOutcome> {
  try {
    return await runCheck(kind, await vault.open({ kind, config }), options);
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    const failure = failureOf('local.secret', { field: error.field, problem: error.problem });
    return { durationMs: 0, selfMs: 0, phases: {}, metrics: {}, failure, details: {} };
  }
}
