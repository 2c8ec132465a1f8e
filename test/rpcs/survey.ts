import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageService, RuntimeService } from '../../proto/gen/cri.ts';
import { Slipway } from '../../proto/gen/slipway.ts';
import type { ServiceTable } from '../../proto/services.ts';
import { IMAGE_HANDLERS, RUNTIME_HANDLERS, SLIPWAY_HANDLERS } from '../../runtime/rpc/handlers.ts';
import { PLACES } from './places.ts';

/** What there is of one call. */
export interface Surveyed {
  /** "ListImages"; calls of our own service as "Slipway.TagImage". */
  readonly name: string;
  readonly path: string;
  readonly implemented: boolean;
  /** Files of test/integration/ that make the call, without ".test.ts". */
  readonly testedBy: readonly string[];
  /** Whether extension/client/ makes the call. */
  readonly called: boolean;
  readonly places: readonly string[];
}

const SERVICES = [
  { service: 'RuntimeService', table: RuntimeService, handlers: RUNTIME_HANDLERS },
  { service: 'ImageService', table: ImageService, handlers: IMAGE_HANDLERS },
  { service: 'Slipway', table: Slipway, handlers: SLIPWAY_HANDLERS },
] as const;
const SUFFIX = '.test.ts';

/** Every call of proto/, in its order. `root`: the checkout. */
export function surveyCalls(root: string): readonly Surveyed[] {
  const tests = sourcesIn(join(root, 'test/integration'), SUFFIX);
  const client = [...sourcesIn(join(root, 'extension/client'), '.ts').values()].join('\n');
  return SERVICES.flatMap(({ service, table, handlers }) =>
    Object.entries(table as ServiceTable).map(([call, { path }]) => {
      const name = service === 'Slipway' ? `Slipway.${call}` : call;
      return {
        name,
        path,
        implemented: Object.hasOwn(handlers, call),
        testedBy: [...tests].filter(([, text]) => makes(text, service, call)).map(([file]) => file),
        called: client.includes(`${service}.${call},`),
        places: PLACES[name] ?? [],
      };
    }),
  );
}

/** Clients of tests have the calls as methods: `cri.runtime.Version(…)`, `slipway.TagImage(…)`. */
function makes(text: string, service: string, call: string): boolean {
  if (!new RegExp(String.raw`\.${call}\(`).test(text)) return false;
  const ownOnly = Object.hasOwn(Slipway, call);
  if (!ownOnly) return true;
  return new RegExp(String.raw`slipway\.${call}\(`, 'i').test(text) === (service === 'Slipway');
}

function sourcesIn(directory: string, suffix: string): ReadonlyMap<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(suffix));
  return new Map(names.sort().map((name) => [name.slice(0, -suffix.length), readFileSync(join(directory, name), 'utf8')]));
}
