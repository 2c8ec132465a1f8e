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
    containers: containers.map((container) => inNamespacesOf(pod, container)),
    scratch: [],
    dropped,
  };
}

/** A container that says nothing of namespaces has those that the pod says: CRI's own default would share processes that the pod does not share. */
function inNamespacesOf(pod: Json, container: Json): Json {
  const options = inside(inside(linuxOf(pod), 'security_context', 'securityContext'), 'namespace_options', 'namespaceOptions');
  const linux = linuxOf(container);
  const security = inside(linux, 'security_context', 'securityContext');
  if (options === undefined || inside(security, 'namespace_options', 'namespaceOptions') !== undefined) return container;
  const key = linux !== undefined && 'securityContext' in linux ? 'securityContext' : 'security_context';
  return { ...container, linux: { ...linux, [key]: { ...security, namespace_options: options } } };
}

const linuxOf = (config: Json): Json | undefined => inside(config, 'linux');

/** By either spelling. */
function inside(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  const found = names.map((name) => value?.[name]).find((each) => each !== undefined);
  return isObject(found) ? found : undefined;
}
