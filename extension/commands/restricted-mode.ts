/** Commands that only look: all others are for workspaces that somebody trusts. A new command is not among them by itself. */
const LOOKING = [
  /^slipway\.(help|activity)\.\w+$/,
  /^slipway\.view\.(refresh|showMore|logs)$/,
  /^slipway\.(pods|images)\.(filter|clearFilter|group|sort)$/,
  /^slipway\.(runtime|window)\.(open|showLog|inspect|metrics|check)$/,
  /^slipway\.(pod|container|image)\.(open|inspect|logs|showLogsPanel|history|processes|changes|compare|compareFiles|browse|addFolder|copyId|copyName|copyLink|copyAsKubernetes)$/,
  /^slipway\.target\.(switch|test)$/,
  /^slipway\.inspect\.\w+$/,
  /^slipway\.remote\.open$/,
  /^slipway\.config\.new$/,
  /^slipway\.forward\.copyAddress$/,
  /^slipway\.file\.(refresh|copyPath|compare)$/,
];

/** Whether a command may run in Restricted Mode. */
export function onlyLooks(id: string): boolean {
  return LOOKING.some((pattern) => pattern.test(id));
}
