import { expect, test } from '@playwright/test';
import { createBed } from './bed.ts';
import { inEveryTheme } from './support/in-every-theme.ts';
import { createWindow } from './window.ts';

const bed = createBed();

const COLOURS =
  'for n in $(seq 1 400); do printf "\\033[32mINFO\\033[0m request %s of the day took \\033[1;36m%sms\\033[0m\\n" $n $((n % 90)); done; ' +
  'printf "\\033[31mERROR\\033[0m no answer from \\033[38;5;208mdb\\033[0m: a long line that goes on and on, %s\\n" "$(seq -s " " 1 120)" >&2; ' +
  'while :; do echo "tick $(date +%T)"; sleep 1; done';
/** A thousand lines ten times a second. */
const FLOOD = `while :; do awk 'BEGIN { for (n = 0; n < 1000; n++) print "flood line " n " of a container that says far too much" }'; sleep 0.09; done`;

test('the logs panel shows colours that anybody can read, searches, filters, wraps and follows', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.prepare(window);
  await bed.runScript('talker', COLOURS);
  await window.menu(window.row('Pods', 'running'), 'Show Logs in Panel');
  await window.panelOpened();
  await window.command('Notifications: Clear All Notifications');
  const panel = window.panel();
  await expect(panel.locator('.rows')).toContainText('tick');
  await expect(panel.locator('.status')).toContainText(/4\d\d lines/);
  expect(await panel.locator('.line').count()).toBeLessThan(150);

  const search = panel.getByRole('searchbox', { name: 'Search' });
  await search.fill('no answer');
  await expect(panel.locator('.found')).toHaveText('0 of 1');
  await search.press('Enter');
  await expect(panel.locator('.line.current mark')).toHaveText('no answer');
  await expect(panel.locator('.line.current .ansi-red')).toHaveText('ERROR');
  await expect(panel.getByRole('button', { name: 'Follow', exact: true })).toHaveAttribute('aria-pressed', 'false');
  await panel.getByRole('checkbox', { name: 'Wrap' }).check();
  await panel.getByRole('checkbox', { name: 'Times' }).check();
  await expect(panel.locator('.line.current')).toBeVisible();
  await inEveryTheme(window, 'logs-panel');

  await search.fill('');
  const filter = panel.getByRole('searchbox', { name: 'Filter' });
  await filter.fill('request \\d+7 ');
  await filter.press('Enter');
  await expect(panel.locator('.status')).toContainText(/^40 lines|^39 lines/);
  await filter.fill('(');
  await filter.press('Enter');
  await expect(panel.locator('.problem')).toContainText('(');
  await window.picture('logs-panel-filter');
  await filter.fill('');
  await filter.press('Enter');
  await expect(panel.locator('.problem')).toBeEmpty();
  await panel.locator('.lines').focus();
  await page.keyboard.press('End');
  await expect(panel.locator('.line').last()).toContainText('tick');
});

test('a log of ten thousand lines a second is followed and scrolled through, with few rows in the page', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.runScript('flood', FLOOD);
  await window.menu(window.row('Pods', 'flood').last(), 'Show Logs in Panel');
  await window.panelOpened();
  const panel = window.panel();
  await expect(panel.locator('.rows')).toContainText('flood line');
  await expect(panel.locator('.status')).toHaveAttribute('data-total', /^\d+$/);
  const seconds = 8;
  const frames = (scroll: boolean): Promise<{ frames: number; longest: number; lines: number; rows: number }> =>
    panel.locator('.lines').evaluate(
      async (lines, { ms, isScrolling }) => {
        const total = (): number => Number(document.querySelector<HTMLElement>('.status')?.dataset['total']);
        const [begin, before] = [performance.now(), total()];
        let [count, longest, last] = [0, 0, begin];
        while (last - begin < ms) {
          if (isScrolling) lines.scrollTop = (lines.scrollHeight * (1 + Math.sin(count / 40))) / 3;
          const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          if (count > 0) longest = Math.max(longest, now - last);
          [count, last] = [count + 1, now];
        }
        return { frames: count, longest, lines: total() - before, rows: lines.querySelectorAll('.line').length };
      },
      { ms: seconds * 1000, isScrolling: scroll },
    );
  for (const what of ['followed', 'scrolled']) {
    const measured = await frames(what === 'scrolled');
    const [fps, rate] = [measured.frames / seconds, measured.lines / seconds];
    console.log(`${what}: ${fps.toFixed(1)} frames/s, longest ${measured.longest.toFixed(0)} ms, ${rate.toFixed(0)} lines/s`);
    expect(measured.rows).toBeLessThan(250);
    expect(measured.lines).toBeGreaterThan(0);
  }
  await window.picture('logs-panel-flood');
});

test('the run panel shows the configuration of a form, takes a line for docker, says what it drops, and runs it', async ({
  page,
}) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await expect(window.row('Images', bed.images.sample.label)).toBeVisible({ timeout: 30_000 });
  await window.menu(window.row('Images', bed.images.sample.label), 'Run in Form…');
  await window.panelOpened();
  const panel = window.panel();
  const field = (name: string): ReturnType<typeof panel.locator> => panel.getByLabel(name, { exact: true });
  await expect(field('Image')).toHaveValue(bed.images.sample.name);
  await field('Name').fill('From Form');
  await expect(panel.locator('#problem-name')).toContainText('lower case');
  await expect(panel.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await field('Name').fill('formed');
  await field('Environment').fill('GREETING=hello\nCOLOUR=blue');
  await field('Memory').fill('64m');
  await field('Ports').fill('80800:80');
  await expect(panel.locator('#problem-ports')).toContainText('80800:80');
  await inEveryTheme(window, 'run-panel');
  await field('Ports').fill('');
  await expect(panel.locator('.config')).toContainText('"memory_limit_in_bytes": 67108864');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel.locator('.outcome')).toContainText('formed is running', { timeout: 30_000 });
  await expect(window.row('Pods', 'formed').first()).toBeVisible();

  await panel.getByRole('combobox', { name: 'From' }).selectOption('text');
  await panel
    .locator('textarea:visible')
    .fill(`docker run -d --restart always --name lined -v data:/data ${bed.images.sample.name}`);
  await expect(panel.locator('.dropped')).toContainText('--restart always');
  await expect(panel.locator('.dropped')).toContainText('--volume data:/data');
  await expect(panel.locator('.config')).toContainText('"lined"');
  await window.picture('run-panel-text');
});
