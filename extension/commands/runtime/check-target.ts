import type { SystemCheck } from '../../client/container-calls.ts';
import { t } from '../../l10n.ts';
import { plain, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

const SIGNS: Readonly<Record<SystemCheck['state'], string>> = { ok: '✓', warning: '⚠', failed: '✗' };

/** What the target's machine has of what pods and containers need, and what to do about the rest. */
export async function checkTarget({ session, ui }: CommandContext): Promise<void> {
  const info = await session.client.systemInfo();
  const { kernel, os, architecture, processors, memoryBytes, cgroupDriver, cgroupVersion, runtimeVersion, checks } = info;
  const bad = checks.filter(({ state }) => state !== 'ok');
  const facts = [
    `${os}, Linux ${kernel} (${architecture})`,
    t('{0} processors, {1} memory', processors, sizeOf(memoryBytes)),
    `cgroup v${String(cgroupVersion)}, ${cgroupDriver}`,
    `Slipway ${runtimeVersion}, ${info.rootDirectory}`,
  ];
  const text = [
    `# ${bad.length === 0 ? t('This machine has all that containers need') : t('{0} of {1} checks need attention', bad.length, checks.length)}`,
    '',
    ...facts.map((fact) => `- ${plain(fact)}`),
    '',
    `| | ${t('Check')} | ${t('Found')} | ${t('What to do')} |`,
    '|:-:|:--|:--|:--|',
    ...[...bad, ...checks.filter(({ state }) => state === 'ok')].map(
      ({ name, state, detail, fix }) => `| ${SIGNS[state]} | ${plain(name)} | ${plain(detail)} | ${plain(fix)} |`,
    ),
    '',
  ];
  await ui.showMarkdown({ title: t('Check of the target'), text: text.join('\n') });
}
