import { expect, it } from 'vitest';
import { toMailboxName } from './mailbox-name.ts';

it.each([
  ['INBOX', 'INBOX'],
  // The example of RFC 3501, 5.1.3.
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['Entwürfe', 'Entw&APw-rfe'],
  ['R&D', 'R&-D'],
])('writes %s as %s', (name, written) => {
  expect(toMailboxName(name)).toBe(written);
});
