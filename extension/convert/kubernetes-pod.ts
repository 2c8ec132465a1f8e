import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { convertContainer, type ContainerContext } from './kubernetes-container.ts';
import type { Dropped, Identity, Json, PodPlan } from './pod-plan.ts';
import { given, isObject, objects, text, texts } from './pod-plan.ts';

/** Kinds that have a pod in them, and where. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Whether a document is of a kind that has a pod. */
export function hasPod(document: unknown): document is Json {
  return isObject(document) && typeof document['kind'] === 'string' && document['kind'] in TEMPLATES;
}

/** A pod of Kubernetes, or the template of what makes pods, as CRI can run it. Throws invalid-argument with the field that is wrong. */
export function fromKubernetes(document: Json, identity: Identity): PodPlan {
  const kind = String(document['kind']);
  const path = TEMPLATES[kind] ?? [];
  const pod = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), document);
  const at = [...path, 'spec'].join('.');
  if (!isObject(pod) || !isObject(pod['spec'])) throw wrong(t('{0} is missing', at));
  const spec = pod['spec'];
  const metadata = { ...metadataOf(document), ...(path.length > 0 ? metadataOf(pod) : {}) };
  const name = text(metadata['name']) ?? text(metadataOf(document)['name']) ?? text(metadata['generateName']) ?? '';
  if (name === '') throw wrong(t('{0} is missing', 'metadata.name'));
  const dropped: Dropped[] =
    kind === 'Pod' ? [] : [{ path: 'kind', reason: t('{0}: one pod of its template runs, and nothing looks after it', kind) }];
  const context = contextOf({ spec, metadata, name, identity, at, dropped });
  const lists = { init: objects(spec['initContainers']), containers: objects(spec['containers']) };
  if (lists.containers.length === 0) throw wrong(t('{0} is empty', `${at}.containers`));
  const convert = (list: keyof typeof lists): readonly Json[] =>
    lists[list].map((each, index) =>
      convertContainer(each, { ...context, at: `${at}.${list === 'init' ? 'initContainers' : list}[${String(index)}]` }),
    );
  const [init, containers] = [convert('init'), convert('containers')];
  listRest(spec, at, dropped);
  return {
    name,
    handler: text(spec['runtimeClassName']) ?? '',
    pod: podConfig(spec, context, lists),
    init,
    containers,
    scratch: [...context.volumes].flatMap(([volume, { scratch }]) => (scratch ? [volume] : [])),
    dropped,
  };
}

const metadataOf = (object: Json): Json => (isObject(object['metadata']) ? object['metadata'] : {});

type VolumeSource = ContainerContext['volumes'] extends ReadonlyMap<string, infer Source> ? Source : never;

interface Parts {
  readonly spec: Json;
  readonly metadata: Json;
  readonly name: string;
  readonly identity: Identity;
  readonly at: string;
  readonly dropped: Dropped[];
}

function contextOf({ spec, metadata, name, identity, at, dropped }: Parts): Omit<ContainerContext, 'at'> {
  const volumes: ContainerContext['volumes'] = new Map(
    objects(spec['volumes']).map((volume, index): [string, VolumeSource] => {
      const of = text(volume['name']) ?? '';
      if (isObject(volume['hostPath'])) return [of, { hostPath: text(volume['hostPath']['path']) ?? '', scratch: false }];
      if ('emptyDir' in volume) return [of, { hostPath: undefined, scratch: true }];
      if (isObject(volume['image'])) return [of, { image: text(volume['image']['reference']) ?? '', scratch: false }];
      const kind = Object.keys(volume).find((key) => key !== 'name') ?? '';
      dropped.push({
        path: `${at}.volumes[${String(index)}]`,
        reason: t('{0} needs a cluster: what is mounted from it is left out', kind),
      });
      return [of, { missing: true, scratch: false }];
    }),
  );
  return {
    identity,
    name,
    namespace: text(metadata['namespace']) ?? 'default',
    labels: labelsOf(metadata),
    security: isObject(spec['securityContext']) ? spec['securityContext'] : {},
    namespaces: namespacesOf(spec),
    volumes,
    dropped,
  };
}

function labelsOf(metadata: Json): Readonly<Record<string, string>> {
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, text(value) ?? '']));
}

function namespacesOf(spec: Json): Json {
  const pid = spec['hostPID'] === true ? 'NODE' : spec['shareProcessNamespace'] === true ? 'POD' : 'CONTAINER';
  return {
    network: spec['hostNetwork'] === true ? 'NODE' : 'POD',
    pid,
    ipc: spec['hostIPC'] === true ? 'NODE' : 'POD',
  };
}

function podConfig(
  spec: Json,
  { name, namespace, labels, identity, namespaces, security }: Omit<ContainerContext, 'at'>,
  lists: { readonly containers: readonly Json[] },
): Json {
  const dns = isObject(spec['dnsConfig']) ? spec['dnsConfig'] : {};
  const options = objects(dns['options']).map((option) =>
    [text(option['name']) ?? '', text(option['value'])].filter(Boolean).join(':'),
  );
  const sysctls = objects(security['sysctls']).map((each) => [text(each['name']) ?? '', text(each['value']) ?? '']);
  return given({
    metadata: { name, namespace, uid: identity.uid, attempt: 0 },
    hostname: spec['hostNetwork'] === true ? undefined : (text(spec['hostname']) ?? name),
    log_directory: identity.logDirectory,
    labels,
    dns_config: given({ servers: texts(dns['nameservers']), searches: texts(dns['searches']), options }),
    port_mappings: lists.containers.flatMap((container) =>
      objects(container['ports']).flatMap((port) =>
        port['hostPort'] === undefined
          ? []
          : [
              given({
                protocol: text(port['protocol']) ?? 'TCP',
                container_port: port['containerPort'],
                host_port: port['hostPort'],
                host_ip: port['hostIP'],
              }),
            ],
      ),
    ),
    linux: given({
      sysctls: Object.fromEntries(sysctls),
      security_context: given({
        namespace_options: namespaces,
        privileged: lists.containers.some(
          (container) => isObject(container['securityContext']) && container['securityContext']['privileged'] === true,
        )
          ? true
          : undefined,
      }),
    }),
  });
}

/** Fields of a pod that are understood, or whose absence changes nothing here. */
const KNOWN = new Set(
  (
    'containers initContainers volumes hostNetwork hostPID hostIPC shareProcessNamespace hostname dnsConfig securityContext ' +
    'runtimeClassName'
  ).split(' '),
);
const QUIET = new Set(
  (
    'restartPolicy dnsPolicy schedulerName serviceAccount serviceAccountName automountServiceAccountToken enableServiceLinks ' +
    'terminationGracePeriodSeconds nodeSelector nodeName affinity tolerations topologySpreadConstraints priorityClassName priority ' +
    'preemptionPolicy imagePullSecrets'
  ).split(' '),
);

function listRest(spec: Json, at: string, dropped: Dropped[]): void {
  if (spec['restartPolicy'] === 'Always' || spec['restartPolicy'] === 'OnFailure')
    dropped.push({ path: `${at}.restartPolicy`, reason: t('nothing restarts a container that ends') });
  for (const key of Object.keys(spec))
    if (!KNOWN.has(key) && !QUIET.has(key)) dropped.push({ path: `${at}.${key}`, reason: t('CRI has no word for it') });
}

function wrong(message: string): RpcError {
  return new RpcError('invalid-argument', message);
}
