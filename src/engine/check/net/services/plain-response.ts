/** The response of SASL PLAIN (RFC 4616), in base64. */
export function plainResponse(username: string, password: string): string {
  return Buffer.from(`\0${username}\0${password}`).toString('base64');
}
