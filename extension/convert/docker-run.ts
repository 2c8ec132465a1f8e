import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { dockerFlags, type DockerFlags } from './docker-flags.ts';
import type { Dropped, Identity, Json, PodPlan } from './pod-plan.ts';
import { given } from './pod-plan.ts';
import { dockerBytes, resourcesOf } from './quantity.ts';

/** What `docker run …` or `podman run …` asks for, as a pod with one container. `words` begin behind "run". Throws invalid-argument. */
export function fromDockerRun(
  words: readonly string[],
  { uid, logDirectory, name }: Identity & { readonly name: string },
): PodPlan {
  const { flags, image, command } = dockerFlags(words);
  if (image === undefined) throw new RpcError('invalid-argument', t('the line names no image'));
  const dropped: Dropped[] = [...flags.unknown];
  const network = flags.one('--network');
  const isHost = network === 'host';
  if (network !== undefined && !isHost && network !== 'bridge' && network !== 'default')
    dropped.push({
      path: `--network ${network}`,
      reason: t('pods join the network of the runtime, or with "host" that of the machine'),
    });
  const entrypoint = flags.one('--entrypoint');
  const namespaces = {
    network: isHost ? 'NODE' : 'POD',
    pid: flags.one('--pid') === 'host' ? 'NODE' : 'CONTAINER',
    ipc: flags.one('--ipc') === 'host' ? 'NODE' : 'POD',
  };
  const privileged = flags.has('--privileged') ? true : undefined;
  return {
    name,
    handler: flags.one('--runtime') ?? '',
    pod: given({
      metadata: { name, namespace: 'default', uid, attempt: 0 },
      hostname: isHost ? undefined : (flags.one('--hostname') ?? name),
      log_directory: logDirectory,
      labels: pairs(flags.all('--label')),
      dns_config: given({ servers: flags.all('--dns'), searches: flags.all('--dns-search'), options: flags.all('--dns-option') }),
      port_mappings: isHost ? [] : flags.all('--publish').map(portMapping),
      linux: given({
        sysctls: pairs(flags.all('--sysctl')),
        security_context: given({ namespace_options: namespaces, privileged }),
      }),
    }),
    init: [],
    containers: [
      given({
        metadata: { name, attempt: 0 },
        image: { image, user_specified_image: image },
        command: entrypoint === undefined || entrypoint === '' ? [] : [entrypoint],
        // With an entrypoint of its own, what follows the image are its arguments; else they replace the image's.
        args: command,
        working_dir: flags.one('--workdir'),
        envs: flags.all('--env').flatMap((variable) => environment(variable, dropped)),
        mounts: [
          ...flags.all('--volume').flatMap((each) => volume(each, dropped)),
          ...flags.all('--mount').flatMap((each) => mount(each, dropped)),
        ],
        devices: flags.all('--device').map(device),
        labels: pairs(flags.all('--label')),
        log_path: `${name}/0.log`,
        stdin: flags.has('--interactive') ? true : undefined,
        tty: flags.has('--tty') ? true : undefined,
        linux: given({ resources: resources(flags), security_context: security(flags, { namespaces, privileged }, dropped) }),
      }),
    ],
    scratch: [],
    dropped,
  };
}

function pairs(entries: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => [entry.split('=', 1)[0] ?? '', entry.includes('=') ? entry.slice(entry.indexOf('=') + 1) : '']),
  );
}

function environment(variable: string, dropped: Dropped[]): readonly Json[] {
  const at = variable.indexOf('=');
  if (at > 0) return [{ key: variable.slice(0, at), value: variable.slice(at + 1) }];
  dropped.push({ path: `--env ${variable}`, reason: t('its value is that of a shell') });
  return [];
}

/** "127.0.0.1:8080:80/udp" */
function portMapping(published: string): Json {
  const [, ip, host, container = '', protocol = 'tcp'] =
    /^(?:(?:\[?([\d.:a-f]+)\]?:)?(\d*):)?(\d+)(?:\/(tcp|udp|sctp))?$/i.exec(published) ?? [];
  const containerPort = Number(container);
  if (containerPort < 1 || containerPort > 65_535)
    throw new RpcError('invalid-argument', t('{0}: write it as in 8080:80', `--publish ${published}`));
  const hostPort = host === undefined || host === '' ? containerPort : Number(host);
  return given({ protocol: protocol.toUpperCase(), container_port: containerPort, host_port: hostPort, host_ip: ip });
}

function volume(given_: string, dropped: Dropped[]): readonly Json[] {
  const [source = '', target, options = ''] = given_.split(':');
  if (target === undefined || !source.startsWith('/')) {
    dropped.push({ path: `--volume ${given_}`, reason: t('there are no named volumes: give a directory of the machine') });
    return [];
  }
  return [given({ host_path: source, container_path: target, readonly: options.split(',').includes('ro') ? true : undefined })];
}

function mount(given_: string, dropped: Dropped[]): readonly Json[] {
  const fields = pairs(given_.split(','));
  const source = fields['source'] ?? fields['src'];
  const target = fields['target'] ?? fields['destination'] ?? fields['dst'];
  if (fields['type'] !== 'bind' || source === undefined || target === undefined) {
    dropped.push({ path: `--mount ${given_}`, reason: t('only directories and files of the machine are mounted (type=bind)') });
    return [];
  }
  const isReadOnly = 'readonly' in fields || 'ro' in fields;
  return [given({ host_path: source, container_path: target, readonly: isReadOnly ? true : undefined })];
}

function device(given_: string): Json {
  const [host = '', container = host, permissions = 'rwm'] = given_.split(':');
  return { host_path: host, container_path: container, permissions };
}

function resources(flags: DockerFlags): Json {
  const cpus = Number(flags.one('--cpus') ?? Number.NaN);
  const memory = flags.one('--memory');
  const bytes = memory === undefined ? undefined : dockerBytes(memory);
  if (memory !== undefined && bytes === undefined)
    throw new RpcError('invalid-argument', t('{0}: write it as in 512m', `--memory ${memory}`));
  const shares = flags.one('--cpu-shares');
  return given({
    ...resourcesOf({ cpu: Number.isNaN(cpus) ? undefined : cpus, memory: bytes }),
    cpu_shares: shares === undefined ? undefined : Number(shares),
    cpuset_cpus: flags.one('--cpuset-cpus'),
    oom_score_adj: flags.one('--oom-score-adj') === undefined ? undefined : Number(flags.one('--oom-score-adj')),
  });
}

function security(
  flags: DockerFlags,
  { namespaces, privileged }: { readonly namespaces: Json; readonly privileged: true | undefined },
  dropped: Dropped[],
): Json {
  const options = flags.all('--security-opt');
  for (const option of options)
    if (!/^(seccomp=unconfined|apparmor=unconfined|no-new-privileges(:true|=true)?)$/.test(option))
      dropped.push({ path: `--security-opt ${option}`, reason: t('CRI has no word for it') });
  const [user = '', group = ''] = (flags.one('--user') ?? '').split(':');
  const isNumber = (value: string): boolean => /^\d+$/.test(value);
  return given({
    namespace_options: namespaces,
    privileged,
    run_as_user: isNumber(user) ? { value: Number(user) } : undefined,
    run_as_username: user === '' || isNumber(user) ? undefined : user,
    run_as_group: user !== '' && isNumber(group) ? { value: Number(group) } : undefined,
    supplemental_groups: flags.all('--group-add').filter(isNumber).map(Number),
    capabilities: given({ add_capabilities: flags.all('--cap-add'), drop_capabilities: flags.all('--cap-drop') }),
    readonly_rootfs: flags.has('--read-only') ? true : undefined,
    no_new_privs: options.some((option) => option.startsWith('no-new-privileges')) ? true : undefined,
    // Other engines filter system calls unless they are told not to.
    seccomp: { profile_type: options.includes('seccomp=unconfined') || privileged === true ? 'Unconfined' : 'RuntimeDefault' },
  });
}
