/** The name of a mailbox as IMAP writes it: in modified UTF-7 (RFC 3501, 5.1.3). */
export function toMailboxName(name: string): string {
  return name.replaceAll('&', '&-').replaceAll(/[^\u0020-\u007e]+/gu, (part) => {
    const bytes = Buffer.from(part, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/u, '').replaceAll('/', ',')}-`;
  });
}
