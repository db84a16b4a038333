/** Test code: a server that sends back what it received. */

/**
 * Sends back what it received: as it is, and as web pages do; in a redirect, or as something other than HTTP, when
 * asked to.
 */
export function echo(data: Buffer): Buffer | string {
  const text = data.toString('latin1');
  const read = data.toString('utf8');
  const body = [
    text,
    read,
    JSON.stringify(read),
    encodeURIComponent(read),
    Buffer.from(read).toString('base64'),
  ].join();
  const line = /Authorization: (.*)\r\n/u.exec(text)?.[1];
  const pad = /X-Pad: (\d+)/u.exec(text)?.[1];
  if (pad !== undefined) {
    const token = /X-Token: (.*)\r\n/u.exec(text)?.[1] ?? '';
    return `HTTP/1.1 500 Oh\r\n\r\n${'-'.repeat(Number(pad))}${token}`;
  }
  if (text.includes('/raw-redirect')) return Buffer.from(`HTTP/1.1 302 Found\r\nLocation: /?${line}\r\n\r\n`, 'latin1');
  if (text.includes('/redirect')) return `HTTP/1.1 302 Found\r\nLocation: /?${encodeURIComponent(read)}\r\n\r\n`;
  if (text.includes('/broken')) return data;
  return `HTTP/1.1 500 Oh\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
