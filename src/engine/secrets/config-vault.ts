/** Seals and opens the secrets of the configs of endpoints and channels. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Settings } from '../../contract/model/settings.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Secrets } from '../ports.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { SecretError } from './secret-error.ts';
import { isSealed, mapSecrets, type Sealed, type SecretForm } from '../check/secret-fields.ts';

/** The config of an endpoint or a channel. */
type Config = { readonly [field: string]: Json | undefined };

/** A config, and the kind that says which of its fields are secret. */
export interface Confidential<C extends Config = EndpointConfig> {
  readonly kind: SecretForm;
  readonly config: C;
}

export interface ConfigVault {
  /**
   * Checks whether the clear secrets in these configs may be stored on this system.
   * @param pathOf makes the path of an issue; `index` is the position in `configs`
   * @throws RequestError `needsConsent` or `invalid`, depending on the setting `secretsWithoutVault`
   */
  permit(configs: readonly Confidential<Config>[], pathOf: (path: string, index: number) => string): Promise<void>;
  /** Whether the config contains a secret in clear. */
  hasClear(confidential: Confidential<Config>): boolean;
  /**
   * Returns the config with every secret sealed. Sealed secrets stay unchanged.
   * @throws RequestError `unavailable` when the vault refuses
   */
  seal<C extends Config>(confidential: Confidential<C>): Promise<C>;
  /**
   * Returns the config with every secret in clear, for immediate use only.
   * @throws SecretError that names the first field that cannot be read
   */
  open<C extends Config>(confidential: Confidential<C>): Promise<C>;
}

export function createConfigVault(secrets: Secrets, withoutVault: () => Settings['secretsWithoutVault']): ConfigVault {
  /** Configs without secrets. Configs are opened for every check, so each is searched only once. */
  const without = new WeakSet<object>();

  return {
    async permit(configs, pathOf) {
      if (withoutVault() === 'keep') return;
      const paths = await inTimeSlices(configs, clearPaths);
      const clear = paths.flatMap((some, index) => some.map((path) => ({ path, index })));
      if (clear.length === 0 || (await secrets.kind()) !== 'none') return;
      if (withoutVault() === 'ask') {
        throw new RequestError('noVault', {});
      }
      throw invalid(
        clear.map(({ path, index }) => {
          const kind = configs[index]?.config['kind'];
          const ofKind = typeof kind === 'string' ? { kind } : {};
          return issueOf('secretWithoutVault', pathOf(path, index), {}, ofKind);
        }),
      );
    },

    hasClear: (confidential) => clearPaths(confidential).length > 0,

    async seal({ kind, config }) {
      return changeSecrets(kind, config, async (value) => {
        if (isSealed(value)) return value;
        try {
          return { $sealed: await secrets.seal(String(value)) } satisfies Sealed;
        } catch (error) {
          if (error instanceof SecretError) {
            throw new RequestError('secretNotSealed', { problem: error.problem });
          }
          throw error;
        }
      });
    },

    async open({ kind, config }) {
      if (without.has(config)) return config;
      const opened = await changeSecrets(kind, config, async (value, path) => {
        if (!isSealed(value)) return value;
        try {
          return await secrets.open(value.$sealed);
        } catch (error) {
          if (!(error instanceof SecretError)) throw error;
          throw error.in(path);
        }
      });
      if (opened === config) without.add(config);
      return opened;
    },
  };
}

/** The paths of the secrets in clear. */
function clearPaths({ kind, config }: Confidential<Config>): string[] {
  const paths: string[] = [];
  mapSecrets(kind, config, (value, path) => {
    if (!isSealed(value)) paths.push(formatPath(path));
    return value;
  });
  return paths;
}

/** Like `mapSecrets`, for asynchronous changes. */
async function changeSecrets<C extends Config>(
  kind: SecretForm,
  config: C,
  change: (value: unknown, path: string) => Promise<unknown>,
): Promise<C> {
  const changes = new Map<string, Promise<unknown>>();
  mapSecrets(kind, config, (value, path) => {
    changes.set(formatPath(path), change(value, formatPath(path)));
    return value;
  });
  if (changes.size === 0) return config;
  const changed = new Map(await Promise.all([...changes].map(async ([path, value]) => [path, await value] as const)));
  return mapSecrets(kind, config, (_, path) => changed.get(formatPath(path)));
}
