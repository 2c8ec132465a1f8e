import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import schema from '../../proto/cri-schema.json' with { type: 'json' };
import { COMMANDS } from '../../extension/commands/index.ts';
import { PLACES } from '../rpcs/places.ts';
import { surveyCalls } from '../rpcs/survey.ts';

const calls = surveyCalls(join(import.meta.dirname, '../..'));
const VIEWS = ['Targets', 'Pods', 'Images', 'Activity'];
describe('the survey of calls', () => {
  it('has every call of the API, once', () => {
    const paths = calls.map(({ path }) => path).filter((path) => path.startsWith('/runtime.v1.'));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.toSorted()).toEqual(pathsOf(schema).toSorted());
  });

  it('finds each of them answered', () => {
    expect(calls.filter(({ implemented }) => !implemented).map(({ name }) => name)).toEqual([]);
  });

  it('finds each answered call made by an integration test', () => {
    expect(calls.filter(({ implemented, testedBy }) => implemented && testedBy.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('has a place in the workbench for each call that the extension makes, and for no other', () => {
    const inWords = ({ name, called, places }: (typeof calls)[number]): string =>
      `${name}: ${called ? 'called' : 'not called'}, ${places.length > 0 ? 'shown' : 'not shown'}`;
    expect(calls.filter(({ called, places }) => called !== places.length > 0).map(inWords)).toEqual([]);
    expect(Object.keys(PLACES).filter((name) => !calls.some((call) => call.name === name))).toEqual([]);
  });

  it('names commands and views that there are', () => {
    const ids = new Set([...COMMANDS.map(({ id }) => id), ...VIEWS]);
    expect(
      Object.values(PLACES)
        .flat()
        .filter((place) => !ids.has(place)),
    ).toEqual([]);
  });
});

function pathsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'client_streaming' in value && 'path' in value ? [String(value.path)] : [];
  return [...own, ...Object.values(value).flatMap(pathsOf)];
}
