import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderCriProto } from './proto/render-cri-proto.ts';
import { renderJsonSchema } from './proto/render-json-schema.ts';
import { renderCodecs } from './proto/render-codecs.ts';
import type { CriComments, CriSchema } from './proto/cri-schema.ts';

/** Every generated file of proto/, by its path below it. */
export function renderAll(directory: string): ReadonlyMap<string, string> {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8'));
  const [schema, comments] = [json('cri-schema.json') as CriSchema, json('cri-comments.json') as CriComments];
  const cri = renderCriProto(schema, comments);
  const slipway = readFileSync(join(directory, 'slipway.proto'), 'utf8');
  return new Map([
    ['cri.proto', cri],
    ['gen/pod-sandbox-config.schema.json', renderJsonSchema(schema, comments, 'PodSandboxConfig')],
    ['gen/container-config.schema.json', renderJsonSchema(schema, comments, 'ContainerConfig')],
    ...renderCodecs([
      { name: 'cri', text: cri },
      { name: 'slipway', text: slipway },
    ]),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = join(import.meta.dirname, '../proto');
  for (const [name, text] of renderAll(directory)) writeFileSync(join(directory, name), text);
}
