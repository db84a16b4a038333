import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { useRoute } from '../../navigation/route.ts';
import { ExportDialog } from '../exports/export-dialog.tsx';
import { viewText } from './range/range-bar.tsx';
import { FIRST_VIEW } from './range/views.ts';

/** Exports the results of an endpoint. It suggests the range of the charts. */
export function ExportResults({
  endpoint: { id, config },
  onClose,
}: {
  readonly endpoint: Endpoint;
  readonly onClose: () => void;
}) {
  const route = useRoute();
  const view = route.name === 'endpoint' ? (route.view ?? FIRST_VIEW) : FIRST_VIEW;
  return <ExportDialog endpoint={{ id, name: config.name }} shown={{ view, text: viewText(view) }} onClose={onClose} />;
}
