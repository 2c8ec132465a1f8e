import { RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import { brokenLink } from '../../target/chain.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { pickTarget } from './pick-target.ts';

/** All views show this runtime from now on, in this workspace. */
export async function switchTarget(context: CommandContext, subject?: SubjectOf<'target'>): Promise<void> {
  const target = await pickTarget(context, subject);
  if (target === undefined || target.id === context.targets.chosen.id) return;
  await context.targets.choose(target.id);
  context.ui.note(t('The views show {0}', target.label));
}

/** Tests each link of the way to a runtime, without showing it. Throws what breaks it. */
export async function testTarget(context: CommandContext, subject?: SubjectOf<'target'>): Promise<void> {
  const target = await pickTarget(context, subject);
  if (target === undefined) return;
  const health = await context.ui.progress({ title: t('Testing {0}', target.label), cancellable: false }, () =>
    context.targets.test(target),
  );
  const broken = brokenLink(health.links);
  if (broken !== undefined) throw new RpcError('failed-precondition', `${target.label}: ${broken.cause}`);
  const { runtimeName = '', runtimeVersion = '' } = health.version ?? {};
  const missing = health.conditions.find(({ ok }) => !ok);
  if (missing === undefined) context.ui.note(t('{0} answers: {1} {2}, ready', target.label, runtimeName, runtimeVersion));
  else
    throw new RpcError(
      'failed-precondition',
      t('{0} answers, but {1} is not met: {2}', target.label, missing.type, missing.message),
    );
}
