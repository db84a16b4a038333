/** The RTSP server of GStreamer for tests: one stream, `/stream`, of a test picture of 32 by 32 pixels. */
import type { CertificateFiles } from './certificates.ts';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';

/** Debian's own Python. Another Python on the PATH would not find Debian's packages. */
const PYTHON = '/usr/bin/python3';
const LIBRARIES = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
export const GST_RTSP_PACKAGES: Readonly<Record<string, string>> = {
  [PYTHON]: 'python3',
  '/usr/lib/python3/dist-packages/gi/__init__.py': 'python3-gi',
  [`${LIBRARIES}/girepository-1.0/GstRtspServer-1.0.typelib`]: 'gir1.2-gst-rtsp-server-1.0',
  [`${LIBRARIES}/gstreamer-1.0/libgstrtp.so`]: 'gstreamer1.0-plugins-good',
};

const PROGRAM = `
import sys
import gi
gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer
port, protection, certificate, key = sys.argv[1:]
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address('127.0.0.1')
server.set_service(port)
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch('( videotestsrc ! video/x-raw,width=32,height=32 ! rtpvrawpay name=pay0 pt=96 )')
factory.set_shared(True)
auth = GstRtspServer.RTSPAuth.new()
if protection != 'none':
    role = GstRtspServer.RTSPToken()
    role.set_string('media.factory.role', 'viewer')
    if protection == 'digest':
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest('me', 'right', role)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic('me', 'right'), role)
    # As soon as the stream has a role, nobody else may ask for it.
    may = 'viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true'
    factory.add_role_from_structure(Gst.Structure.new_from_string(may))
if certificate != '-':
    auth.set_tls_certificate(Gio.TlsCertificate.new_from_files(certificate, key))
if protection != 'none' or certificate != '-':
    server.set_auth(auth)
server.get_mount_points().add_factory('/stream', factory)
if server.attach(None) == 0:
    sys.exit('The port is taken')
GLib.MainLoop().run()
`;

export interface GstRtspOptions {
  /** How users sign in: the user `me` with the password `right`. Default `none`: no sign-in. */
  readonly protection?: 'none' | 'basic' | 'digest';
  /** Encrypts the connection. Default: it is not encrypted. */
  readonly certificate?: CertificateFiles;
}

/** Starts the server and waits until it answers. @throws Error with the name of the Debian package when it is missing */
export async function startGstRtsp({ protection = 'none', certificate }: GstRtspOptions = {}): Promise<
  Disposable & { readonly port: number }
> {
  for (const [file, name] of Object.entries(GST_RTSP_PACKAGES)) requireFile(file, name);
  const { certificate: chain = '-', key = '-' } = certificate ?? {};
  return startOnFreePorts(1, async ([port = 0]) => {
    const args = ['-c', PROGRAM, String(port), protection, chain, key];
    return { port, ...(await startProgram(PYTHON, args, [port])) };
  });
}
