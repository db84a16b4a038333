import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { RuleWhatIfSection } from './rule-what-if.tsx';

afterEach(cleanup);

const replay = () => fireEvent.click(screen.getByRole('button', { name: 'Replay' }));

test('shows what a rule would have sent beside what was sent', async () => {
  const { bridge, settle } = await renderApp(
    <RuleWhatIfSection rule={() => ({ name: 'All', titleTemplate: '{{ wrong' })} id={null} />,
  );
  fireEvent.click(screen.getByRole('radio', { name: '30 days' }));
  replay();
  await settle();
  const args = bridge.requests.find(({ channel }) => channel === 'whatIf.rule')?.args as { rule: object };
  expect(args).toMatchObject({ days: 30 });
  expect(args.rule).toEqual({ name: 'All' });
  const would = screen.getByRole('region', { name: 'This rule would have sent' });
  expect(would.textContent).toContain('1 alert, 2 messages');
  expect(would.textContent).toContain('4 other problems ended before a message was due.');
  expect(screen.getByText(/^Not replayed/u).textContent).toContain('“Problem of Lookout”');
  expect(screen.getByText(/^Replayed only since/u).textContent).toContain(
    '“Certificate expires” and “Pattern of checks”',
  );
  const sent = screen.getByRole('region', { name: 'Your rules sent' });
  expect(sent.textContent).toContain('2 alerts, 4 messages');
  expect(sent.textContent).toContain('Old');
});

test('says why a rule is refused, and stops when it is cancelled', async () => {
  const { bridge, settle } = await renderApp(<RuleWhatIfSection rule={() => ({ name: '' })} id="rule-1" />);
  bridge.failNext('whatIf.rule', new RequestFailed({ code: 'notFound', reason: 'ruleNotFound', issues: [] }));
  replay();
  await settle();
  expect(screen.getByRole('alert').textContent).toContain('This rule does not exist');

  bridge.answer('whatIf.rule', () => new Promise(() => undefined));
  replay();
  await settle();
  expect(screen.getByRole('progressbar', { name: 'Progress' })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await settle();
  expect(screen.queryByRole('progressbar')).toBeNull();
  const argsOf = (name: string) => bridge.requests.findLast(({ channel }) => channel === name)?.args;
  expect(argsOf('whatIf.rule')).toMatchObject(argsOf('whatIf.cancel') ?? {});
  expect(argsOf('whatIf.cancel')).toEqual({ run: expect.any(String) as string });
});
