/** The credentials of the client as they are sent; for `derivedSecrets`. */
export function clientCredentials({
  clientId,
  clientSecret,
}: {
  readonly clientId: string;
  readonly clientSecret: string;
}): string {
  // RFC 6749, 2.3.1: both are encoded like a form first.
  const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  return Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64');
}
