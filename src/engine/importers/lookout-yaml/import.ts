/** Reads lookout.yaml for an import, which takes only its endpoints. */
import { ImportErrors } from '../import-error.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';
import { variable, type Environment } from '../variables.ts';
import { loadConfigText } from './load.ts';

const NOT_IMPORTED = [
  ['maintenance', 'import.maintenance'],
  ['objectives', 'import.objectives'],
  ['silences', 'import.alerting'],
  ['statusPages', 'import.statusPage'],
  ['channels', 'import.alerting'],
  ['rules', 'import.alerting'],
] as const;

export const read: ReadSources = (sources, { warn, environment }) =>
  sources.flatMap((source): FoundEndpoint[] => {
    const names = [...source.text.matchAll(/\$\{(?<name>[A-Za-z_]\w*)\}/gu)].flatMap(
      ({ groups }) => groups?.['name'] ?? [],
    );
    // The values of variables stay out of what is printed, unless a field is invalid without them.
    const marked = Object.fromEntries(names.map((name) => [name, variable(name)]));
    const load = (values: Environment) => loadConfigText(source.text, source.name, { environment: values });
    const attempts = [marked, { ...marked, ...environment }].map(load);
    const loaded = attempts.find(({ ok }) => ok) ?? load(environment);
    if (!loaded.ok) {
      const [first, ...more] = loaded.errors;
      if (first === undefined) throw new TypeError('Expected an error');
      throw new ImportErrors(first, more);
    }
    for (const [field, code] of NOT_IMPORTED) {
      if (loaded[field].length > 0) warn(source.name, field, code);
    }
    return loaded.endpoints.map((entry, index) => ({
      sourceId: `lookout:${typeof entry['name'] === 'string' ? entry['name'] : index}`,
      source: source.name,
      path: `endpoints[${index}]`,
      entry,
    }));
  });
