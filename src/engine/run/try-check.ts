/** Runs one check of a config that is not stored, for the people who write it. */
import type { TriedCheck } from '../../contract/channels/endpoints.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { isDisturbed } from '../../shared/latency.ts';
import type { CheckKind, Members } from '../check/kind.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { judge } from '../verdict/judge.ts';
import { checkWithSecrets } from './check-with-secrets.ts';
import type { RunCheckOptions } from './run-check.ts';

export interface TryCheckOptions extends Pick<RunCheckOptions, 'ports' | 'queries' | 'resolver' | 'signal'> {
  readonly vault: ConfigVault;
  /** The endpoints on which this one would depend. */
  readonly members: Members;
}

/**
 * @returns the result, which is not stored, with the values that conditions can use
 * @throws as `runCheck`
 */
export async function tryCheck(
  { kind, config }: { readonly kind: CheckKind; readonly config: EndpointConfig },
  { vault, ...options }: TryCheckOptions,
): Promise<TriedCheck> {
  const at = options.ports.clock.now();
  let observed: ObservedValues = {};
  const outcome = await checkWithSecrets({ kind, config }, vault, {
    ...options,
    observe: {
      // Large values are provided only when they are wanted; all others are there anyway. A wanted `STATUS` would
      // replace the accepted status.
      wanted: kind.placeholders.filter(({ parts }) => parts !== undefined).map(({ name }) => name),
      onObserved: (values) => {
        observed = values;
      },
    },
  });
  return {
    ...outcome,
    observed,
    endpointId: '',
    at,
    verdict: judge(outcome, config),
    queuedMs: 0,
    lateMs: 0,
    disturbed: isDisturbed(outcome),
    swallowed: null,
  };
}
