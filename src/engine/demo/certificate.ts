/**
 * A certificate that expired on 2025-01-01, for `localhost` and 127.0.0.1, and its key. The demo serves it to show what an
 * expired certificate looks like. The key is no secret: nothing trusts the certificate, it signs nothing else, and it was
 * expired when it was made (with `openssl ca -selfsign -startdate … -enddate …`).
 */
export const EXPIRED_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIBATAKBggqhkjOPQQDAjA+MSUwIwYDVQQDDBxwYXJ0bmVy
LmRlbW8ubG9va291dC5leGFtcGxlMRUwEwYDVQQKDAxMb29rb3V0IGRlbW8wHhcN
MjQwMTAxMDAwMDAwWhcNMjUwMTAxMDAwMDAwWjA+MSUwIwYDVQQDDBxwYXJ0bmVy
LmRlbW8ubG9va291dC5leGFtcGxlMRUwEwYDVQQKDAxMb29rb3V0IGRlbW8wWTAT
BgcqhkjOPQIBBggqhkjOPQMBBwNCAATb3UyLsYQW6TBQsX/YzSGTIfZOEXIUWm0H
L41fCCd2E/geyIlX+1x5tvdP3bBpDgERARuXwX7eupYkFlptSTHHo0gwRjAaBgNV
HREEEzARgglsb2NhbGhvc3SHBH8AAAEwCQYDVR0TBAIwADAdBgNVHQ4EFgQUpGkc
juPbEk0SIC1ArjOXJq7FkXQwCgYIKoZIzj0EAwIDSAAwRQIgdJZmZKh57W7BvcqM
GNDcnFD0z1XzFiLUjurbTO1hK8YCIQCFJUflvZ7M/jTRMyQW104mpMGK+HBKHdLT
E2kayjHSUg==
-----END CERTIFICATE-----
`;

export const EXPIRED_CERTIFICATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9eLL5zDNI/tzlL+Y
+k0zfyM4HXkABeqnUjzpfzsF/zShRANCAATb3UyLsYQW6TBQsX/YzSGTIfZOEXIU
Wm0HL41fCCd2E/geyIlX+1x5tvdP3bBpDgERARuXwX7eupYkFlptSTHH
-----END PRIVATE KEY-----
`;
