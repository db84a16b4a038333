import { clsx } from 'clsx';
import type { Certificate, TlsDetails } from '../../../../contract/model/check.ts';
import { useNow } from '../../../live/hooks.ts';
import css from './certificate-panel.module.css';
import { Facts, Raw } from '../../check/facts.tsx';
import { validityOf } from '../../check/validity.ts';
import { formatFullDateTime } from '../../check/when.ts';

/** The certificates that the server presented: its own in full, then the chain. */
export function CertificatePanel({ tls }: { readonly tls: TlsDetails }) {
  const now = useNow(60_000);
  const [own, ...above] = tls.chain;
  const session = <Facts facts={sessionFacts(tls)} />;
  if (own === undefined) return session;
  return (
    <div className={css.panel}>
      <Remaining certificate={own} now={now} />
      <Facts
        facts={[
          ['Subject', own.subject],
          ['Issuer', own.issuer],
          ['Names', own.names.length === 0 ? 'none' : own.names.map(plainName).join(', ')],
          ['Valid from', own.validFrom === null ? null : formatFullDateTime(own.validFrom)],
          ['Valid to', formatFullDateTime(own.validTo)],
          ['Serial', own.serial === '' ? null : <Raw key="serial">{own.serial}</Raw>],
          ['SHA-256', <Raw key="fingerprint">{own.fingerprint}</Raw>],
        ]}
      />
      {session}
      {above.length === 0 ? null : (
        <section>
          <h3 className={css.title}>Chain</h3>
          <ol className={css.chain}>
            {above.map((certificate) => (
              <li key={certificate.fingerprint}>
                <p>{certificate.subject}</p>
                <Remaining certificate={certificate} now={now} quiet />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function sessionFacts(tls: TlsDetails) {
  return [
    ['Trusted', trustText(tls)],
    ['Protocol', tls.alpn === '' ? orNull(tls.protocol) : `${tls.protocol} (${tls.alpn})`],
    ['Cipher', orNull(tls.cipher)],
  ] as const;
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function trustText({ authorized, pinned }: TlsDetails): string {
  if (pinned === true) return 'yes, by this endpoint only';
  return authorized ? 'yes' : 'no';
}

/** How long it remains valid: colored only when a person has to act. */
function Remaining({ certificate, now, quiet = false }: { certificate: Certificate; now: number; quiet?: boolean }) {
  const { state, text } = validityOf(certificate, now);
  return <p className={clsx(quiet ? css.quiet : css.remaining, css[state])}>{text}</p>;
}

/** `DNS:example.org` as `example.org`; other types keep theirs. */
function plainName(name: string): string {
  return name.replace(/^DNS:/, '');
}
