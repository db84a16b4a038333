import { cleanup } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { TlsDetails } from '../../../../contract/model/check.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { CertificatePanel } from './certificate-panel.tsx';

afterEach(cleanup);

test('leaves out what a vantage point does not report', async () => {
  const tls: TlsDetails = {
    protocol: '',
    cipher: '',
    alpn: '',
    authorized: true,
    chain: [
      {
        subject: 'CN=shop.example',
        issuer: 'CN=Authority',
        names: ['DNS:shop.example'],
        validFrom: null,
        validTo: Date.now() + 20.5 * 86_400_000,
        serial: '',
        fingerprint: 'AB:CD',
      },
    ],
  };
  await renderApp(<CertificatePanel tls={tls} />);
  expect([...document.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual([
    'Subject',
    'Issuer',
    'Names',
    'Valid to',
    'SHA-256',
    'Trusted',
  ]);
  expect(document.body.textContent).toContain('20 days left');
});
