/** Why a check did not succeed, in English. */
import type { FailureCode } from '../../contract/model/failure.ts';

/** The end of a sentence about a connection: which addresses were tried. */
const TRIED =
  '{addresses, select, none {} other { ({addresses}{more, plural, =0 {} other { and # more}}{untried, plural, =0 {} other {; # not tried}})}}.';

export const failures = {
  'dns.nxdomain': 'There is no host named {name}.',
  'dns.nodata': `{family, select,
    4 {{name} has no IPv4 address.}
    6 {{name} has no IPv6 address.}
    other {{name} has no address.}}`,
  'dns.failed': `{reason, select,
    ESERVFAIL {{name} could not be looked up: the DNS server found no answer (SERVFAIL).}
    EREFUSED {{name} could not be looked up: the DNS server refused to answer (REFUSED).}
    EFORMERR {{name} could not be looked up: the DNS server did not understand the query (FORMERR).}
    ENOTIMP {{name} could not be looked up: the DNS server does not support the query (NOTIMP).}
    ETIMEOUT {{name} could not be looked up: no DNS server answered.}
    ECONNREFUSED {{name} could not be looked up: the DNS server could not be reached.}
    EBADRESP {{name} could not be looked up: the DNS server sent an invalid answer.}
    EAI_AGAIN {{name} could not be looked up: the DNS server could not be reached, or found no answer.}
    other {{name} could not be looked up ({reason}).}}`,
  'connect.refused': `Nothing listens on the port: the connection was refused${TRIED}`,
  'connect.unreachable': `{reason, select,
    EHOSTUNREACH {There is no route to the address: the host is unreachable}
    ENETUNREACH {There is no route to the address: the network is unreachable}
    EHOSTDOWN {There is no route to the address: the host is down}
    ENETDOWN {There is no route to the address: the network is down}
    noIPv4 {There is no route to the address: this machine has no IPv4 address}
    noIPv6 {There is no route to the address: this machine has no IPv6 address}
    other {There is no route to the address ({reason})}}${TRIED}`,
  'connect.failed': `{reason, select,
    EADDRNOTAVAIL {This machine has no suitable address for the connection}
    EACCES {This machine does not permit the connection; a firewall may block it}
    EPERM {This machine does not permit the connection; a firewall may block it}
    EAFNOSUPPORT {This machine does not support addresses of this family}
    EINVAL {This machine cannot connect to this address}
    other {The connection failed ({reason})}}${TRIED}`,
  'connection.reset': `{reason, select,
    aborted {The connection was aborted.}
    sending {The other side closed the connection while Lookout was sending.}
    closed {The other side closed the connection.}
    handshake {The other side closed the connection during the TLS handshake.}
    noAnswer {The server closed the connection without an answer.}
    header {The server closed the connection in the middle of the header.}
    body {{lengthBytes, select,
      none {The server closed the connection in the middle of the body, after {readBytes}.}
      other {The server closed the connection in the middle of the body, after {readBytes} (announced: {lengthBytes}).}}}
    other {The other side reset the connection.}}`,
  timeout: `{timeoutMs, select,
    none {The other side stopped responding, and this machine gave up.}
    other {{expected, select,
      none {{phase, select,
        none {No answer within {timeoutMs}: the check had not begun.}
        dns {{resolver, select,
          system {No answer within {timeoutMs}: the operating system was still looking up the name.}
          other {No answer within {timeoutMs}: the DNS lookup of the name did not end.}}}
        connect {No answer within {timeoutMs}: the connection was not accepted.}
        tls {No answer within {timeoutMs}: connected, but the TLS handshake did not end.}
        wait {No answer within {timeoutMs}: connected, but the server sent nothing.}
        transfer {No answer within {timeoutMs}: the answer began, but did not end.}
        other {No answer within {timeoutMs}: the check stopped in the phase {phaseLabel}.}}}
      other {No answer within {timeoutMs}: Lookout received {readBytes}, but not "{expected}".}}}}`,
  'tls.expired': `{expiredOn, select,
    none {The certificate expired.}
    other {The certificate expired on {expiredOn}.}}`,
  'tls.notYetValid': `{validOn, select,
    none {The certificate is not valid yet.}
    other {The certificate is not valid before {validOn}.}}`,
  'tls.wrongHost': `{names, select,
    none {The certificate is not for {host}.}
    other {The certificate is not for {host}, but for {names}.}}`,
  'tls.selfSigned': `{subject, select,
    none {The certificate is self-signed, and this machine does not trust it.}
    other {The root of the certificate chain ({subject}) is self-signed, and this machine does not trust it.}}`,
  'tls.unknownAuthority': `{reason, select,
    UNABLE_TO_GET_ISSUER_CERT {This machine does not trust the authority of the certificate ({issuer}), or the server does not send the whole chain.}
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY {This machine does not trust the authority of the certificate ({issuer}), or the server does not send the whole chain.}
    UNABLE_TO_VERIFY_LEAF_SIGNATURE {This machine does not trust the authority of the certificate ({issuer}), or the server does not send the whole chain.}
    other {The certificate is not accepted ({reason}).}}`,
  'tls.revoked': 'The certificate was revoked by its authority.',
  'tls.handshake': `{reason, select,
    notTls {The server does not speak TLS.}
    version {The server supports no TLS version that Lookout accepts (1.2 or 1.3).}
    clientCertificate {The server asks for a client certificate.}
    unknownName {The server has no certificate for this host name.}
    alpn {The server accepts none of the protocols that Lookout offers (ALPN).}
    cipher {The server refused the TLS handshake: no cipher in common.}
    weak {The TLS parameters of the server are too weak.}
    unexpectedEnd {The server closed the connection without the closing message that TLS requires.}
    other {The TLS handshake failed.}}`,
  'tls.clientCertificate': 'The client certificate cannot be used: {problem}',
  'proxy.failed': `{reason, select,
    connection {The proxy {proxy} cannot be reached: {problem}}
    auth {The proxy {proxy} refused the user name and password.}
    status {The proxy {proxy} did not connect to the endpoint: it answered with status {status}.}
    notProxy {The server at {proxy} is not a proxy of this type.}
    notAllowed {The proxy {proxy} does not allow connections to the endpoint.}
    unreachable {The proxy {proxy} cannot reach the endpoint.}
    refused {The endpoint refused the connection of the proxy {proxy}.}
    other {The proxy {proxy} could not connect to the endpoint.}}`,
  'auth.failed': `{username, select,
    none {The server requires a user name and password ({problem}).}
    other {The server refused to sign in {username} ({problem}).}}`,
  'server.refused': 'The server refused to serve the connection: {problem}',
  'query.failed': 'The server refused the query: {problem}',
  'answer.tooLarge': 'The answer is larger than {maxBytes}.',
  'expect.missing': `{reason, select,
    limit {"{expected}" is not in the first {readBytes}.}
    other {"{expected}" was not sent: the server closed the connection after {readBytes}.}}`,
  'imported.failed': `{problem, select,
    none {The check failed, and no reason is known.}
    other {{problem}}}`,
  'condition.failed': `{condition}: {reason, select,
    missing {the check has no {source}}
    notFound {there is no {source}}
    notJson {the body is not JSON}
    notNumber {{source} is not a number}
    queryFailed {the query failed ({problem})}
    other {the condition does not hold}}{more, plural, =0 {} other {, and # more failed}}.`,
  'latency.unusual': `{basis, select,
    week {Slower than usual: checks at this hour of the week usually take {usualMs}.}
    day {Slower than usual: checks at this hour of the day usually take {usualMs}.}
    other {Slower than usual: checks of the last day usually took {usualMs}.}}`,
  'probe.failed': '{cause}, as seen from {vantage}.',
  'protocol.error': 'The answer breaks the rules of the protocol.',
  'local.asleep': 'This machine was asleep, or its clock was changed, during the check.',
  'local.offline': `{reason, select,
    noAddress {This machine has no network: no network interface has an address.}
    other {This machine seems to have no network: hosts that answered before are silent as well.}}`,
  'local.late': 'This machine was too busy to judge: its event loop was {lateMs} late.',
  'local.lookups': 'This machine was busy looking up other names and could not look up {name} in time.',
  'local.noAddress': `This machine has no IPv{family} address from which it could connect${TRIED}`,
  'local.sourceAddress':
    'This machine does not have the address {address}, which is the source address of this endpoint.',
  'local.exhausted': `{reason, select,
    EMFILE {Lookout cannot open more files and sockets (limit of the process).}
    ENFILE {This machine cannot open more files and sockets (limit of the system).}
    ENOBUFS {This machine has no memory left for another connection.}
    ENOMEM {This machine has no memory left for another connection.}
    EADDRNOTAVAIL {This machine has no free local port for another connection.}
    other {This machine has no file descriptors, ports or memory left for another connection.}}`,
  'local.program': `{reason, select,
    forbidden {This machine does not permit Lookout to run {program}.}
    other {{program} is not installed on this machine.}}`,
  'local.engine': 'Only a running Lookout can check this: it depends on other endpoints, or on the signals of a job.',
  'local.vantage': 'The vantage point {vantage} did not answer, or could not judge.',
  'local.vantages': `{count, plural,
    =0 {No vantage point has judged lately.}
    one {Only # vantage point could judge and found it down. {needed, number} must agree.}
    other {Only # vantage points could judge and found it down. {needed, number} must agree.}}`,
  'local.secret': 'The secret in {field} cannot be read. Enter it again. {problem}',
  'local.bug': 'Lookout itself failed during the check. Its log has the details.',
} as const satisfies Readonly<Record<FailureCode, string>>;
