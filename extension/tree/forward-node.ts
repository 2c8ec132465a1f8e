import type { PortForward } from '../forward/port-forwards.ts';
import { t } from '../l10n.ts';
import type { TreeNode } from './tree-node.ts';
import { plain } from './words.ts';

/** One port of this machine that leads into a pod. */
export function forwardNode(forward: PortForward): TreeNode {
  const { id, localPort, port, connections, problem } = forward;
  const open = connections === 0 ? '' : t('{0} open', connections);
  const words = [`→ ${String(port)}`, open, problem === '' ? '' : t('failed')];
  return {
    id: `forward/${id}`,
    label: `localhost:${String(localPort)}`,
    description: words.filter((word) => word !== '').join(' · '),
    icon:
      problem === '' ? { id: 'plug', color: 'testing.iconPassed' } : { id: 'warning', color: 'problemsWarningIcon.foreground' },
    flags: ['forward'],
    spoken: t('forwarded port, localhost {0} leads to port {1}', localPort, port),
    tooltip: () => tooltipOf(forward),
    children: [],
    expanded: false,
    command: 'slipway.forward.open',
    subject: { kind: 'forward', forward },
  };
}

function tooltipOf({ localPort, port, podName, problem }: PortForward): string {
  const leads = plain(t('localhost:{0} leads to port {1} of {2}', localPort, port, podName));
  return problem === '' ? leads : `${leads}\n\n${plain(t('The last connection failed: {0}', problem))}`;
}
