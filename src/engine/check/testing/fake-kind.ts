/** Test code: a check kind for which a test defines only the parts that matter. */
import { z } from 'zod';
import type { CheckKind, KindRunner } from '../kind.ts';

interface Given<Fields extends object> extends Partial<Omit<CheckKind<Fields>, 'load'>> {
  readonly run: KindRunner<Fields>['run'];
  readonly dispose?: () => void;
  readonly warmUp?: NonNullable<KindRunner<Fields>['warmUp']>;
}

/** A kind that runs the given function. By default it is called `fake`, has no fields and is on the host `target`. */
export function fakeKind<Fields extends object>({ run, dispose, warmUp, ...given }: Given<Fields>): CheckKind<Fields> {
  const empty: CheckKind = {
    kind: 'fake',
    title: 'Fake',
    description: 'A check that does what a test says',
    category: 'network',
    schema: z.object({}),
    form: [],
    phases: [{ name: 'wait', label: 'Wait', role: 'wait' }],
    metrics: [],
    details: [],
    placeholders: [],
    failures: [],
    issues: [],
    pasteExamples: [],
    triedAgainst: '',
    example: { kind: 'fake' },
    target: () => 'fake://target',
    host: () => 'target',
    parse: () => null,
    load: () => Promise.reject(new Error('A fake kind must replace load')),
  };
  return {
    ...(empty as CheckKind<Fields>),
    ...given,
    load: () => Promise.resolve({ run, ...(dispose && { dispose }), ...(warmUp && { warmUp }) }),
  };
}
