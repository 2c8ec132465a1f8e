import { t } from '../l10n.ts';
import type { Dropped, Identity, Json, PodPlan } from './pod-plan.ts';
import { isObject, text } from './pod-plan.ts';

/** A pod of CRI's own configurations, as crictl takes them; what identifies a pod is filled in where it is missing. */
export function fromCriConfigs(pod: Json, containers: readonly Json[], { uid, logDirectory }: Identity): PodPlan {
  const metadata = isObject(pod['metadata']) ? pod['metadata'] : {};
  const name = text(metadata['name']) ?? 'pod';
  const directory = pod['log_directory'] ?? pod['logDirectory'];
  const withoutLog = directory === undefined && containers.some((container) => 'log_path' in container || 'logPath' in container);
  const dropped: Dropped[] = withoutLog ? [{ path: 'log_directory', reason: t('is missing: logs go to {0}', logDirectory) }] : [];
  return {
    name,
    handler: '',
    pod: {
      ...pod,
      metadata: { namespace: 'default', attempt: 0, ...metadata, name, uid: text(metadata['uid']) ?? uid },
      ...(directory === undefined ? { log_directory: logDirectory } : {}),
    },
    init: [],
    containers,
    scratch: [],
    dropped,
  };
}
