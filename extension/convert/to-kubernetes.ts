import { publishedPorts } from '../client/published-ports.ts';
import type { ContainerDetails, PodDetails } from '../client/types.ts';
import { parsed } from '../inspect/inspect-text.ts';
import { t } from '../l10n.ts';
import type { Dropped, Json } from './pod-plan.ts';
import { given, isObject, objects, text, texts } from './pod-plan.ts';

/** What an image says where a container says nothing of its own. */
export interface ImageDefaults {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** "KEY=value" */
  readonly env: readonly string[];
  readonly workingDir: string;
}

export interface KubernetesPod {
  /** A Pod of Kubernetes' v1. */
  readonly manifest: Json;
  readonly dropped: readonly Dropped[];
}

interface Source {
  readonly details: ContainerDetails;
  readonly image: ImageDefaults | undefined;
}

/** Set by the runtime for every container. */
const OWN_VARIABLES = new Set(['HOSTNAME', 'TERM']);
/** Of a kubelet, which mounts them anew. */
const KUBELET = /^(\/var\/lib\/kubelet\/|\/etc\/hosts$|\/dev\/termination-log$)/;

/** A pod as it runs, as a manifest of Kubernetes: from what any runtime says of it (CRI's status, and the OCI specification in its verbose info). */
export function toKubernetes(pod: PodDetails, sources: readonly Source[]): KubernetesPod {
  const dropped: Dropped[] = [];
  const volumes = new Map<string, Json>();
  const ports = publishedPorts(pod);
  const containers = sources.map((source, index) => ({
    ...containerOf(source, volumes, dropped),
    ...(index === 0 && ports.length > 0
      ? {
          ports: ports.map(({ containerPort, hostPort, protocol }) => ({
            containerPort,
            hostPort,
            protocol: protocol.toUpperCase(),
          })),
        }
      : {}),
  }));
  const { network, pid, ipc } = pod.namespaces;
  const spec = given({
    restartPolicy: 'Never',
    runtimeClassName: pod.handler === '' ? undefined : pod.handler,
    hostNetwork: network === 'NODE' ? true : undefined,
    hostPID: pid === 'NODE' ? true : undefined,
    hostIPC: ipc === 'NODE' ? true : undefined,
    shareProcessNamespace: pid === 'POD' ? true : undefined,
    containers,
    volumes: [...volumes.values()],
  });
  const metadata = given({
    name: pod.name,
    namespace: pod.namespace,
    labels: own(pod.labels),
    annotations: own(pod.annotations),
  });
  return { manifest: { apiVersion: 'v1', kind: 'Pod', metadata, spec }, dropped };
}

/** Without what tools of a node and Slipway write down for themselves. */
function own(marks: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(marks).filter(
      ([key]) => !/^(slipway\.dev\/|io\.kubernetes\.|kubernetes\.io\/config|app\.kubernetes\.io\/managed-by$)/.test(key),
    ),
  );
}

function containerOf({ details, image }: Source, volumes: Map<string, Json>, dropped: Dropped[]): Json {
  const spec = specOf(details);
  const started = isObject(spec['process']) ? spec['process'] : {};
  const args = texts(started['args']);
  const isDefault = image !== undefined && JSON.stringify(args) === JSON.stringify([...image.entrypoint, ...image.cmd]);
  const cwd = text(started['cwd']);
  if (Object.keys(spec).length === 0)
    dropped.push({ path: details.name, reason: t('the runtime does not say its command, environment and user') });
  return given({
    name: details.name,
    image: details.image,
    command: isDefault ? [] : args,
    workingDir: cwd === undefined || cwd === (image?.workingDir || '/') ? undefined : cwd,
    env: environment(texts(started['env']), image?.env ?? []),
    tty: started['terminal'] === true ? true : undefined,
    volumeMounts: details.mounts.flatMap((mount) => volumeMount(mount, { volumes, dropped, name: details.name })),
    resources: given({
      limits: given({
        cpu: details.limits.cores === undefined ? undefined : String(details.limits.cores),
        memory: details.limits.memoryBytes === undefined ? undefined : String(details.limits.memoryBytes),
      }),
    }),
    securityContext: security(spec, started),
  });
}

function specOf({ info }: ContainerDetails): Json {
  return (
    Object.values(info)
      .map((each) => parsed(each))
      .map((each) => (isObject(each) && isObject(each['runtimeSpec']) ? each['runtimeSpec'] : each))
      .find((each): each is Json => isObject(each) && isObject(each['process'])) ?? {}
  );
}

function environment(all: readonly string[], ofImage: readonly string[]): readonly Json[] {
  return all
    .filter((entry) => !ofImage.includes(entry) && !OWN_VARIABLES.has(entry.split('=', 1)[0] ?? ''))
    .filter((entry) => !(entry.startsWith('PATH=') && !ofImage.some((each) => each.startsWith('PATH='))))
    .map((entry) => ({ name: entry.split('=', 1)[0] ?? '', value: entry.slice(entry.indexOf('=') + 1) }));
}

interface Mounting {
  readonly volumes: Map<string, Json>;
  readonly dropped: Dropped[];
  readonly name: string;
}

function volumeMount(mount: ContainerDetails['mounts'][number], { volumes, dropped, name }: Mounting): readonly Json[] {
  const { source, target, kind } = mount;
  if (KUBELET.test(source) || KUBELET.test(target)) {
    dropped.push({ path: `${name}: ${target}`, reason: t('a kubelet mounts it itself') });
    return [];
  }
  const key = `${kind}:${source}`;
  if (!volumes.has(key)) {
    const of = `volume-${String(volumes.size + 1)}`;
    volumes.set(key, kind === 'image' ? { name: of, image: { reference: source } } : { name: of, hostPath: { path: source } });
  }
  return [
    given({
      name: volumes.get(key)?.['name'],
      mountPath: target,
      readOnly: mount.readonly && kind === 'host' ? true : undefined,
    }),
  ];
}

function security(spec: Json, started: Json): Json {
  const user = isObject(started['user']) ? started['user'] : {};
  const [uid, gid] = [user['uid'], user['gid']];
  const root = isObject(spec['root']) ? spec['root'] : {};
  const linux = isObject(spec['linux']) ? spec['linux'] : {};
  const devices = objects(isObject(linux['resources']) ? linux['resources']['devices'] : undefined);
  // The sign of a privileged container: all devices are its own.
  const isPrivileged = devices.some(
    ({ allow, access, type }) => allow === true && access === 'rwm' && (type === undefined || type === 'a'),
  );
  return given({
    runAsUser: typeof uid === 'number' && uid !== 0 ? uid : undefined,
    runAsGroup: typeof gid === 'number' && gid !== 0 ? gid : undefined,
    readOnlyRootFilesystem: root['readonly'] === true ? true : undefined,
    allowPrivilegeEscalation: started['noNewPrivileges'] === true ? false : undefined,
    privileged: isPrivileged ? true : undefined,
  });
}
