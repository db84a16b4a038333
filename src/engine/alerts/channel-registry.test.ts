/** What every kind of channel must have. */
import { describe, expect, test } from 'vitest';
import { CHANNEL_CATEGORIES } from '../../contract/model/alert-channel.ts';
import { STAND_IN } from '../check/secret-fields.ts';
import { channelKinds, parseChannel } from './channel-registry.ts';

test('kinds have unique names', () => {
  const names = channelKinds.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(channelKinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('has the same fields in its form and its schema', () => {
    expect(kind.form.map(({ name }) => name).toSorted()).toEqual(Object.keys(kind.schema.shape).toSorted());
  });

  test('has an example that is valid, and defaults that its form shows', () => {
    const read = parseChannel({ ...kind.example, kind: kind.kind, name: 'example' });
    expect(read).toMatchObject({ ok: true });
    const required = new Set(kind.form.filter((field) => field.required === true).map(({ name }) => name));
    const least = Object.fromEntries(Object.entries(kind.example).filter(([name]) => required.has(name)));
    const bare = parseChannel({ ...least, kind: kind.kind, name: 'example' });
    if (!bare.ok) throw new Error(JSON.stringify(bare.issues));
    for (const field of kind.form) {
      if (field.required !== true) expect([field.name, bare.config[field.name]]).toEqual([field.name, field.default]);
    }
  });

  test('needs what its form says is required', () => {
    for (const { name } of kind.form.filter((field) => field.required === true)) {
      const { [name]: _left, ...rest } = { ...kind.example, kind: kind.kind, name: 'example' } as Record<
        string,
        unknown
      >;
      expect(parseChannel(rest)).toMatchObject({ ok: false, issues: [{ path: name, code: 'required' }] });
    }
  });

  test('reads the stand-in of a secret', () => {
    // Some other secrets need more fields, such as the refresh token of a mail account.
    const isUsed = (name: string, required = false): boolean => required || Object.hasOwn(kind.example, name);
    const secrets = kind.form
      .filter(({ secret, name, required }) => secret === true && isUsed(name, required))
      .map(({ name }) => [name, STAND_IN]);
    const input = { ...kind.example, ...Object.fromEntries(secrets), kind: kind.kind, name: 'example' };
    expect(parseChannel(input)).toMatchObject({ ok: true });
  });

  test('describes itself in plain words', () => {
    expect(CHANNEL_CATEGORIES).toContain(kind.category);
    expect(kind.description).toMatch(/^(?:An?|One|Alerts|Runs) .+\.$/u);
    for (const { label, help = 'None.' } of kind.form) {
      expect(label).toMatch(/^[A-Z]/u);
      expect(help).toMatch(/\.\)?$/u);
    }
  });

  test('has a sender', async () => {
    expect(typeof (await kind.load()).send).toBe('function');
  });
});
