import { expect, it } from 'vitest';
import { finalMessage, firstMessage } from './scram.ts';

// The example of RFC 7677, 3.
const credentials = { username: 'user', password: 'pencil', nonce: 'rOprNGfwEbeRWgbNEkqO' };
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';

it('answers as in the example of the standard, and verifies the server', async () => {
  expect(firstMessage('user', credentials.nonce)).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  const final = await finalMessage('sha256', credentials, serverFirst);
  expect(final?.text).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  );
  expect(final?.isProof('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toBe(true);
  expect(final?.isProof('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toBe(false);
  expect(final?.isProof('e=other-error')).toBe(false);
});

it.each([
  serverFirst.replace('rOpr', 'xOpr'),
  serverFirst.replace('i=4096', 'i=0'),
  serverFirst.replace('i=4096', 'i=999999999'),
  'e=unknown-user',
])('refuses %s', async (text) => {
  expect(await finalMessage('sha256', credentials, text)).toBeNull();
});

it('escapes commas and equal signs in names', () => {
  expect(firstMessage('a,b=c', 'x')).toBe('n,,n=a=2Cb=3Dc,r=x');
});
