import { join } from 'node:path';
import type { ContainerConfig } from '../../base/container.ts';
import { CriError, isCriError } from '../../base/cri-error.ts';
import type { Files } from '../../host/files.ts';
import { isCdiName, parseCdiSpec, type CdiEdits, type CdiSpec } from './cdi-spec.ts';

const ANNOTATION = 'cdi.k8s.io/';

/** Names of the devices that a container asks for, in CDI_devices and in its annotations `cdi.k8s.io/…`; each once. */
export function cdiNames(config: Pick<ContainerConfig, 'cdiDevices' | 'annotations'>): readonly string[] {
  const annotated = Object.entries(config.annotations)
    .filter(([key]) => key.startsWith(ANNOTATION))
    .flatMap(([, value]) => value.split(','))
    .map((name) => name.trim())
    .filter(Boolean);
  return [...new Set([...config.cdiDevices, ...annotated])];
}

/**
 * What those devices change, in the order in which they are asked for; what all devices of a file share comes once, before the first of
 * them. Later directories win. Throws invalid-argument for a name that is none, failed-precondition for devices that no file has.
 */
export async function findCdiDevices(
  files: Files,
  names: readonly string[],
  directories: readonly string[],
): Promise<CdiEdits[]> {
  if (names.length === 0) return [];
  const wrong = names.find((name) => !isCdiName(name));
  if (wrong !== undefined) {
    throw new CriError('invalid-argument', `CDI device ${JSON.stringify(wrong)} is not a name`, {
      hint: 'the form is vendor/class=name',
    });
  }
  const { devices, problems } = await readDirectories(files, directories);
  const missing = names.filter((name) => typeof devices.get(name) !== 'object');
  if (missing.length > 0) {
    const both = missing.filter((name) => devices.get(name) === 'several').map((name) => `several files define ${name}`);
    const causes = [...both, ...problems];
    throw new CriError(
      'failed-precondition',
      `CDI devices ${missing.join(', ')} cannot be resolved: looked in ${directories.join(', ')}${causes.map((cause) => `; ${cause}`).join('')}`,
      { hint: "install the vendor's CDI file in one of these directories, or correct it" },
    );
  }
  const seen = new Set<CdiSpec>();
  return names.flatMap((name) => {
    const found = devices.get(name) as Found;
    const shared = seen.has(found.spec) ? [] : [found.spec.edits];
    seen.add(found.spec);
    return [...shared, found.edits];
  });
}

interface Found {
  readonly spec: CdiSpec;
  readonly edits: CdiEdits;
}

/** By full name; 'several' when two files of one directory have it: then neither counts. */
type Devices = Map<string, Found | 'several'>;

async function readDirectories(files: Files, directories: readonly string[]): Promise<{ devices: Devices; problems: string[] }> {
  const devices: Devices = new Map();
  const problems: string[] = [];
  for (const directory of directories) {
    const here: Devices = new Map();
    for (const spec of await readSpecs(files, directory, problems)) {
      for (const [name, edits] of spec.devices) {
        const full = `${spec.kind}=${name}`;
        here.set(full, here.has(full) ? 'several' : { spec, edits });
      }
    }
    for (const [name, found] of here) devices.set(name, found);
  }
  return { devices, problems };
}

/** A file that cannot be used is a problem only for those who need it. */
async function readSpecs(files: Files, directory: string, problems: string[]): Promise<CdiSpec[]> {
  if (!(await files.exists(directory))) return [];
  const specs: CdiSpec[] = [];
  for (const name of (await files.list(directory)).filter((file) => /\.(json|yaml)$/.test(file)).sort()) {
    const path = join(directory, name);
    try {
      const text = await files.readTextIfPresent(path);
      if (text !== undefined) specs.push(await parseCdiSpec(path, text));
    } catch (error) {
      if (!isCriError(error, 'invalid-argument')) throw error;
      problems.push(error.message);
    }
  }
  return specs;
}
