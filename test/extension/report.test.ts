import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redact } from '../../extension/report/redact.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const PERSON = { homes: ['/srv/people/ada', '/'], users: ['ada', 'root'] };

describe('the text of a report', () => {
  it.each([
    ['pull of https://ada:hunter2@registry.test/v2/ failed', 'https://<redacted>@registry.test/v2/'],
    ['Authorization: Bearer abcdef0123456789', '<redacted>'],
    ['{"password":"hunter2","user":"x"}', '{"password":<redacted>,"user":"x"}'],
    ['REGISTRY_TOKEN=hunter2 next', 'REGISTRY_TOKEN=<redacted> next'],
    ["identity_token: 'hunter2'", 'identity_token: <redacted>'],
    ['eyJhbGciOi.eyJzdWIi.c2ln', '<redacted>'],
    ['-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----', '<redacted>'],
    ['/srv/people/ada/app and /home/bob/x and /Users/eve/y', '~/app and ~/x and ~/y'],
    ['started by ada', 'started by <user>'],
  ])('%j keeps no secret and nobody', (text, clean) => {
    const said = redact(text, PERSON);
    expect(said).toContain(clean);
    expect(said).not.toMatch(/hunter2|\bada\b|\bbob\b|\beve\b/);
  });

  it('keeps what helps: ids, paths of the runtime, roots', () => {
    const text = `container ${'0f'.repeat(32)} in /var/lib/slipway by root: exit code 137`;
    expect(redact(text, PERSON)).toBe(text);
  });
});

describe('Report Issue', () => {
  let bed: CommandBed;
  beforeEach(async () => {
    bed = await openCommandBed();
  });
  afterEach(() => bed.close());

  it('shows all that would be sent before anything is, with versions, chain and the last errors', async () => {
    await bed.session.client.containerStatus('nobody').catch(() => undefined);
    await bed.run('slipway.help.reportIssue');
    const [text = ''] = bed.texts;
    expect(text).toMatch(/Slipway 0\.1\.0[^]*The way to the runtime[^]*host · ok[^]*ContainerStatus not-found/);
    expect(bed.told[0]?.actions.map(({ title }) => title)).toEqual(['Open Issue Reporter', 'Copy']);
  });
});
