/** Notices in English. */
import type { NoticeCode } from '../../contract/model/notices.ts';
import type { TitledText } from '../catalogue.ts';

export const notices = {
  'history.notSaved': {
    title: 'History is not being saved',
    body: '{problem}\nChecks continue. Their results wait in memory, and are written as soon as this works again.',
  },
  'data.replaced': {
    title: 'The data was damaged, and Lookout continues with a backup',
    body: 'The backup is {backup}. What was recorded or changed after it was made is missing. The damaged file is kept as {aside} in the same folder. Settings, Data lists all backups.',
  },
  'settings.damaged': {
    title: 'Some settings could not be read',
    body: 'Their stored values are not valid, so they have their defaults: {names}.',
  },
  'endpoints.unusable': {
    title: '{count, plural, one {An endpoint cannot be checked} other {# endpoints cannot be checked}}',
    body: '{problems}',
  },
  'secrets.unreadable': {
    title:
      '{count, plural, one {The secret of an endpoint cannot be read} other {The secrets of # endpoints cannot be read}}',
    body: 'Lookout does not check an endpoint until its secret is entered again: {names}{more, plural, =0 {} other { and # more}}.',
  },
  'alerts.failing': {
    title: 'Alerts do not reach {name}',
    body: '{problem, select, none {Lookout tries again.} other {{problem}}}',
  },
  'alerts.template': {
    title: 'A template for {name} has an error',
    body: 'The message of the rule {rule} was sent with the default text instead. Line {line, number}, column {column, number}: {problem}.',
  },
  'app.overloaded': {
    title: 'There are more checks than this computer can run',
    body: 'Checks start late, so latencies may look longer than they are, and some checks of each endpoint are skipped.\nUse longer intervals or fewer endpoints, or close other programs. Health has the figures.',
  },
  'app.bug': {
    title: 'Lookout itself had an error',
    body: 'Please report it with the log, which is in {folder}.',
  },
  'config.notFollowed': { title: 'The config file is not followed', body: '{problems}' },
  'prometheus.failing': {
    title: `{reason, select,
      unreachable {Prometheus cannot be reached}
      notWritten {The targets for Prometheus cannot be written}
      notLoaded {A vantage point has not loaded its modules}
      unchecked {Some endpoints are not checked}
      noVantages {There are no vantage points}
      other {Prometheus has no results for the endpoints}}`,
    body: `{reason, select,
      unreachable {Lookout does not know the state of the endpoints. {problem}}
      notWritten {Prometheus does not get the changes to the endpoints. {problem}}
      notLoaded {{problem}. Its blackbox_exporter must be started with --config.file={file}, or with a copy of that file.}
      unchecked {No vantage point can check {names}{more, plural, =0 {} other { and # more}}. The page of each endpoint says why.}
      noVantages {Nothing is checked until lookout.yaml names at least one vantage point, under "vantages".}
      other {Check that prometheus.yml has the job for {file}, and that Prometheus reaches the vantage points.}}`,
  },
  'log.lost': {
    title: 'The log cannot be written',
    body: 'What Lookout writes to standard error is lost ({problem}). Checks continue.',
  },
  'page.reloaded': {
    title: 'This window was reloaded',
    body: `{reason, select,
      crashed {Its process had crashed. Lookout continued to check your endpoints.}
      other {It did not respond. Lookout continued to check your endpoints.}}`,
  },
  'pushListener.failed': {
    title: 'Heartbeats cannot be received',
    body: 'Lookout cannot listen on the port {port}. Choose another one in the settings. {problem}',
  },
  'shortcut.unusable': {
    title: 'The shortcut does not work',
    body: `{reason, select,
      taken {Another program or the system already uses {keys}.}
      other {The shortcut must be keys such as CommandOrControl+Shift+L, not {keys}.}}`,
  },
  'notifications.refused': {
    title: 'Your system does not show Lookout’s notifications',
    body: 'Lookout shows them in this window instead. The system says: {problem}',
  },
  'update.available': {
    title: 'Lookout {version} is available',
    body: 'Download it with Help, Check for updates.',
  },
  'update.downloaded': {
    title: 'Lookout {version} is downloaded',
    body: 'Install it with Help, Check for updates.',
  },
} as const satisfies Readonly<Record<NoticeCode, TitledText>>;
