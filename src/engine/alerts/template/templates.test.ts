import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parseChannel } from '../channel-registry.ts';
import { readRule } from '../rule-schema.ts';
import { SAMPLE_CONTEXTS } from './sample-context.ts';
import type { Rendered } from './template-types.ts';
import { loadTemplates, templateProblem } from './templates.ts';

let render: (template: string) => Rendered;

beforeAll(async () => {
  const library = await loadTemplates();
  render = (template) => library.render(template, SAMPLE_CONTEXTS[0] ?? {});
});

const textOf = (template: string): string => {
  const rendered = render(template);
  if (!rendered.ok) throw new Error(rendered.problem.problem);
  return rendered.text;
};
const problemOf = (template: string) => {
  const rendered = render(template);
  return rendered.ok ? null : rendered.problem;
};

test('a template uses what it knows of the alert', () => {
  expect(textOf('{{ endpoint.name }} ({{ endpoint.target }}): {{ cause }}')).toBe(
    'Example (https://example.org/): Connection refused.',
  );
  expect(textOf('{% for one in endpoints %}{{ one.name | upcase }}{% endfor %} {% if resolved %}OK{% endif %}')).toBe(
    'EXAMPLE ',
  );
  expect(textOf('{"text": {{ title | json }}}')).toBe('{"text": "Example is down"}');
});

describe('an error names its line and column', () => {
  test.each([
    ['an unknown variable', 'Hello\n  {{ endpoint.nam }}', 2, 6, 'undefined variable: endpoint.nam'],
    ['an unknown filter', '{{ title | shout }}', 1, 1, 'undefined filter: shout'],
    ['a tag without an end', 'a\n\n {% if resolved %} x', 3, 2, 'tag {% if resolved %} not closed'],
    ['a tag that is not closed', '{{ title', 1, 1, 'output "{{ title" not closed'],
  ])('%s', (_, template, line, column, problem) => {
    expect(problemOf(template)).toEqual({ line, column, problem });
  });
});

describe('a template is limited', () => {
  test.each([
    ['{% for i in (1..1000000000) %}x{% endfor %}', 'it makes too much text'],
    [
      '{% assign all = (1..1000) %}{% for i in all %}{% for j in all %}{% for k in all %}{% endfor %}{% endfor %}{% endfor %}',
      'it takes longer than 100 ms',
    ],
    [
      '{% assign x = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}',
      'it makes too much text',
    ],
    ['{{ endpoints | where_exp: "one", "one.name" }}', 'undefined filter: where_exp'],
  ])('%s', (template, problem) => {
    expect(problemOf(template)?.problem).toBe(problem);
  });

  test('and so is its output', async () => {
    const { render: renderWith } = await loadTemplates();
    const rendered = renderWith('{% for i in (1..20) %}{{ text }}{% endfor %}', { text: 'x'.repeat(2_000) });
    expect(rendered.ok ? rendered.text : '').toHaveLength(20_000);
  });

  test.each(['{% include "/etc/passwd" %}', '{% render "/etc/passwd" %}', '{% layout "/etc/passwd" %}'])(
    'to its own text: %s',
    (template) => {
      expect(problemOf(template)?.problem).toMatch(/^the tag "\w+" is not supported$/u);
    },
  );

  test('to data: it reaches no functions and no inherited properties', () => {
    for (const template of ['{{ title.constructor }}', '{{ endpoint.__proto__ }}', '{{ endpoints.push }}']) {
      expect(problemOf(template)?.problem).toMatch(/^undefined variable/u);
    }
  });
});

test('trouble and its end are both tried, so that an error in either part is found', () => {
  expect(templateProblem('{% if resolved %}{{ nope }}{% endif %}')).toMatchObject({ line: 1 });
  expect(templateProblem('{% unless resolved %}{{ nope }}{% endunless %}')).toMatchObject({ line: 1 });
  expect(templateProblem('{% if resolved %}{{ endedAt }}{% endif %}')).toBeNull();
});

test('a rule or a channel with a wrong template is refused with the place of the error', () => {
  const issue = { code: 'template', params: { line: 2, column: 4, problem: 'undefined variable: nope' } };
  expect(readRule({ name: 'a', channels: [], bodyTemplate: 'x\n{{ nope }}' })).toMatchObject({
    ok: false,
    issues: [{ ...issue, path: 'bodyTemplate' }],
  });
  const channel = { kind: 'webhook', name: 'a', url: 'http://127.0.0.1/' };
  for (const field of ['titleTemplate', 'bodyTemplate', 'payload']) {
    expect(parseChannel({ ...channel, [field]: 'x\n{{ nope }}' })).toMatchObject({
      ok: false,
      issues: [{ ...issue, path: field }],
    });
  }
  expect(parseChannel({ ...channel, titleTemplate: '{{ title }}' })).toMatchObject({ ok: true });
});

describe('the library is loaded to check a rule or a channel', () => {
  test.each([
    [{ kind: 'webhook', payload: '{{ nope }}' }, 'undefined variable: nope'],
    [{ titleTemplate: '{{ nope }}' }, 'undefined variable: nope'],
    [{ titleTemplate: '', bodyTemplate: 'no tags' }, undefined],
  ])('%j', async (given, problem) => {
    vi.resetModules();
    const fresh = await import('./templates.ts');
    expect(fresh.templateProblem('{{ nope }}')).toBeNull();
    await fresh.loadTemplatesFor(given);
    expect(fresh.templateProblem('{{ nope }}')?.problem).toBe(problem);
  });
});
