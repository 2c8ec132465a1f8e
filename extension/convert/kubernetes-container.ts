import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import type { Dropped, Identity, Json } from './pod-plan.ts';
import { given, isObject, objects, scratchPath, text, texts } from './pod-plan.ts';
import { quantity, resourcesOf } from './quantity.ts';

export interface ContainerContext {
  /** Where the container is in its document. */
  readonly at: string;
  readonly identity: Identity;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the pod says for all of its containers. */
  readonly security: Json;
  readonly namespaces: Json;
  readonly volumes: ReadonlyMap<
    string,
    { readonly hostPath?: string | undefined; readonly image?: string; readonly scratch: boolean; readonly missing?: boolean }
  >;
  readonly dropped: Dropped[];
}

/** A container of Kubernetes as a ContainerConfig. Throws invalid-argument. */
export function convertContainer(container: Json, context: ContainerContext): Json {
  const { at, dropped } = context;
  const name = text(container['name']);
  const image = text(container['image']);
  if (name === undefined) throw new RpcError('invalid-argument', t('{0} is missing', `${at}.name`));
  if (image === undefined) throw new RpcError('invalid-argument', t('{0} is missing', `${at}.image`));
  for (const key of Object.keys(container))
    if (!KNOWN.has(key)) dropped.push({ path: `${at}.${key}`, reason: REASONS[key]?.() ?? t('CRI has no word for it') });
  return given({
    metadata: { name, attempt: 0 },
    image: { image, user_specified_image: image },
    command: texts(container['command']),
    args: texts(container['args']),
    working_dir: text(container['workingDir']),
    envs: environment(container, context),
    mounts: mounts(container, context),
    labels: { ...context.labels },
    log_path: `${name}/0.log`,
    stdin: container['stdin'] === true ? true : undefined,
    stdin_once: container['stdinOnce'] === true ? true : undefined,
    tty: container['tty'] === true ? true : undefined,
    linux: given({ resources: resources(container), security_context: security(container, context) }),
  });
}

const KNOWN = new Set(
  (
    'name image command args workingDir env volumeMounts resources securityContext stdin stdinOnce tty ports imagePullPolicy ' +
    'terminationMessagePath terminationMessagePolicy'
  ).split(' '),
);

const REASONS: Readonly<Record<string, () => string>> = {
  livenessProbe: () => t('nothing probes it'),
  readinessProbe: () => t('nothing probes it'),
  startupProbe: () => t('nothing probes it'),
  lifecycle: () => t('hooks are run by a kubelet'),
  envFrom: () => t('needs a cluster'),
};

function environment(container: Json, { at, dropped, ...context }: ContainerContext): readonly Json[] {
  return objects(container['env']).flatMap((variable, index) => {
    const key = text(variable['name']) ?? '';
    const value =
      variable['valueFrom'] === undefined ? (text(variable['value']) ?? '') : fromField(variable['valueFrom'], context);
    if (value !== undefined) return [{ key, value }];
    dropped.push({ path: `${at}.env[${String(index)}]`, reason: t('{0} comes from a cluster', key) });
    return [];
  });
}

/** What a pod knows of itself before it runs. */
function fromField(
  source: unknown,
  { name, namespace, identity, labels }: Omit<ContainerContext, 'at' | 'dropped'>,
): string | undefined {
  const path = isObject(source) && isObject(source['fieldRef']) ? text(source['fieldRef']['fieldPath']) : undefined;
  const label = /^metadata\.labels\['(.+)'\]$/.exec(path ?? '')?.[1];
  if (label !== undefined) return labels[label] ?? '';
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'metadata.uid': identity.uid,
  };
  return path === undefined ? undefined : fields[path];
}

function mounts(container: Json, { at, dropped, volumes, identity }: ContainerContext): readonly Json[] {
  return objects(container['volumeMounts']).flatMap((mount, index) => {
    const name = text(mount['name']) ?? '';
    const volume = volumes.get(name);
    if (volume === undefined)
      throw new RpcError('invalid-argument', t('{0}: there is no volume {1}', `${at}.volumeMounts[${String(index)}].name`, name));
    if (volume.missing === true) return [];
    if (mount['subPath'] !== undefined && volume.image === undefined && volume.hostPath === undefined)
      dropped.push({ path: `${at}.volumeMounts[${String(index)}].subPath`, reason: t('the whole volume is mounted') });
    const subPath = text(mount['subPath']);
    const hostPath = volume.scratch ? scratchPath(identity.logDirectory, name) : volume.hostPath;
    return [
      given({
        container_path: text(mount['mountPath']),
        host_path: hostPath === undefined || subPath === undefined || volume.scratch ? hostPath : `${hostPath}/${subPath}`,
        image: volume.image === undefined ? undefined : { image: volume.image },
        image_sub_path: volume.image === undefined ? undefined : subPath,
        readonly: mount['readOnly'] === true || volume.image !== undefined ? true : undefined,
      }),
    ];
  });
}

function resources(container: Json): Json {
  const all = isObject(container['resources']) ? container['resources'] : {};
  const limits = isObject(all['limits']) ? all['limits'] : {};
  const requests = isObject(all['requests']) ? all['requests'] : {};
  return resourcesOf({
    cpu: quantity(limits['cpu']),
    cpuRequest: quantity(requests['cpu']),
    memory: quantity(limits['memory']),
  });
}

function security(container: Json, { security: pod, namespaces }: ContainerContext): Json {
  const own = isObject(container['securityContext']) ? container['securityContext'] : {};
  const of = (key: string): unknown => own[key] ?? pod[key];
  const capabilities = isObject(own['capabilities']) ? own['capabilities'] : {};
  const id = (key: string): Json | undefined => (typeof of(key) === 'number' ? { value: of(key) } : undefined);
  const profile = isObject(of('seccompProfile')) ? (of('seccompProfile') as Json) : undefined;
  const fsGroup = typeof pod['fsGroup'] === 'number' ? [pod['fsGroup']] : [];
  const groups = Array.isArray(pod['supplementalGroups']) ? (pod['supplementalGroups'] as unknown[]) : [];
  return given({
    namespace_options: namespaces,
    privileged: own['privileged'] === true ? true : undefined,
    run_as_user: id('runAsUser'),
    run_as_group: of('runAsUser') === undefined ? undefined : id('runAsGroup'),
    supplemental_groups: [...groups, ...fsGroup],
    readonly_rootfs: own['readOnlyRootFilesystem'] === true ? true : undefined,
    no_new_privs: own['allowPrivilegeEscalation'] === false ? true : undefined,
    capabilities: given({ add_capabilities: texts(capabilities['add']), drop_capabilities: texts(capabilities['drop']) }),
    seccomp: profile === undefined ? undefined : seccomp(profile),
  });
}

function seccomp(profile: Json): Json {
  const types: Readonly<Record<string, string>> = {
    RuntimeDefault: 'RuntimeDefault',
    Unconfined: 'Unconfined',
    Localhost: 'Localhost',
  };
  return given({
    profile_type: types[text(profile['type']) ?? ''] ?? 'RuntimeDefault',
    localhost_ref: text(profile['localhostProfile']),
  });
}
