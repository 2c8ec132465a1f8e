import { element } from '../../components/element.ts';
import { t } from '../../l10n.ts';
import type { LogStore } from './log-store.ts';
import { followTheme } from './readable-colours.ts';
import { renderLine } from './render-line.ts';
import type { LineOptions } from './render-line.ts';

export interface ListOptions {
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly sources: boolean;
  readonly search: string;
  /** The number of the line that the search stands on; -1 for none. */
  readonly current: number;
}

/** The lines of a store, of which only those in view are in the page. */
export interface LogList {
  readonly element: HTMLElement;
  readonly following: boolean;
  /** Draws with the next frame, once however often it is called. */
  changed(): void;
  show(options: ListOptions): void;
  follow(on: boolean): void;
  /** Brings a line into view, and no longer follows. */
  reveal(number: number): void;
}

/** Lines a second from which nobody wants to have each read out. */
const FLOOD = 5;

export function createLogList(store: LogStore, onFollow: (on: boolean) => void): LogList {
  return new WindowedList(store, onFollow);
}

class WindowedList implements LogList {
  readonly element = element('div', {
    className: 'lines',
    attributes: { role: 'log', tabindex: '0', 'aria-label': t('Log'), 'aria-live': 'off' },
  });
  following = true;
  private readonly store: LogStore;
  private readonly onFollow: (on: boolean) => void;
  private readonly spacer = element('div', { className: 'spacer', attributes: { 'aria-hidden': 'true' } });
  private readonly rows = element('div', { className: 'rows' });
  private options: ListOptions = { wrap: false, timestamps: false, sources: false, search: '', current: -1 };
  private readonly made = new Map<number, HTMLElement>();
  private frame = 0;
  private rowHeight = 0;
  private dropped = 0;
  private top = 0;
  private second = { at: 0, total: 0 };
  private readonly readable = followTheme(() => {
    this.show(this.options);
  });

  constructor(store: LogStore, onFollow: (on: boolean) => void) {
    this.store = store;
    this.onFollow = onFollow;
    this.element.append(this.spacer, this.rows);
    this.element.addEventListener('scroll', () => {
      this.scrolled();
    });
    document.addEventListener('selectionchange', () => {
      const selection = document.getSelection();
      // What somebody selects stays where it is.
      if (selection?.isCollapsed === false && this.rows.contains(selection.anchorNode)) this.follow(false);
    });
    new ResizeObserver(() => {
      this.rowHeight = 0;
      this.changed();
    }).observe(this.element);
  }

  changed(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  show(options: ListOptions): void {
    this.options = options;
    this.made.clear();
    this.element.classList.toggle('wrap', options.wrap);
    this.rowHeight = 0;
    this.changed();
  }

  follow(on: boolean): void {
    if (this.following === on) return;
    this.following = on;
    this.onFollow(on);
    this.changed();
  }

  reveal(number: number): void {
    this.follow(false);
    const at = number - this.store.dropped + 0.5;
    this.setHeight();
    this.scrollTo((at / Math.max(1, this.store.length)) * this.mostTop());
    this.changed();
  }

  private scrolled(): void {
    // The element was away for a moment: a page that is drawn anew brings it back at its top.
    if (this.element.scrollTop === 0 && this.top > 0 && this.frame !== 0) return;
    this.top = this.element.scrollTop;
    this.follow(this.top >= this.mostTop() - 2);
    this.changed();
  }

  private mostTop(): number {
    return Math.max(0, this.store.length * this.rowHeight - this.element.clientHeight);
  }

  private scrollTo(top: number): void {
    this.element.scrollTop = top;
    this.top = this.element.scrollTop;
  }

  private setHeight(): void {
    if (this.rowHeight === 0) this.rowHeight = measure(this.rows);
    this.spacer.style.height = `${String(this.store.length * this.rowHeight)}px`;
  }

  private draw(): void {
    this.setHeight();
    this.speak();
    const gone = this.store.dropped - this.dropped;
    this.dropped = this.store.dropped;
    if (this.following) this.scrollTo(this.mostTop());
    else if (gone > 0) this.scrollTo(this.top - gone * this.rowHeight);
    else if (this.element.scrollTop !== this.top) this.scrollTo(this.top);
    const height = this.element.clientHeight;
    const { length, dropped } = this.store;
    // The line at the share p of all stands at the share p of the view: so both ends are reached, however high lines are.
    const share = this.mostTop() === 0 ? 0 : this.top / this.mostTop();
    const anchor = Math.min(share * length, length - 0.001);
    const screen = Math.ceil(height / this.rowHeight) + 2;
    const first = Math.max(0, Math.floor(anchor) - screen);
    this.place(first + dropped, Math.min(length, Math.floor(anchor) + screen + 1) + dropped);
    const offset = this.options.wrap ? this.wrapped(Math.floor(anchor) - first, { share, height, part: anchor % 1 }) : undefined;
    this.rows.style.transform = `translateY(${String(offset ?? first * this.rowHeight)}px)`;
  }

  /** Where the rows begin so that a part of one of them stands at its share of the view. */
  private wrapped(index: number, { share, height, part }: { share: number; height: number; part: number }): number {
    const row = this.rows.children[index];
    if (!(row instanceof HTMLElement)) return 0;
    if (this.mostTop() === 0) {
      // Fewer lines than fit when none is wrapped: those that do not fit are above.
      const over = this.rows.offsetHeight - height;
      return this.following && over > 0 ? -over : 0;
    }
    return this.top + share * height - row.offsetTop - part * row.offsetHeight;
  }

  private place(from: number, to: number): void {
    const wanted: HTMLElement[] = [];
    for (let number = from; number < to; number += 1) {
      const row = this.made.get(number) ?? this.make(number);
      if (row !== undefined) wanted.push(row);
    }
    for (const number of this.made.keys()) if (number < from || number >= to) this.made.delete(number);
    this.rows.replaceChildren(...wanted);
  }

  private make(number: number): HTMLElement | undefined {
    const line = this.store.line(number);
    if (line === undefined) return undefined;
    const options: LineOptions = { ...this.options, readable: this.readable, current: number === this.options.current };
    const row = renderLine(line, options);
    this.made.set(number, row);
    return row;
  }

  /** Read out is what comes slowly, while it is followed. */
  private speak(): void {
    const now = performance.now();
    if (now - this.second.at < 1000) return;
    const isSlow = this.store.total - this.second.total <= FLOOD;
    this.second = { at: now, total: this.store.total };
    const live = isSlow && this.following ? 'polite' : 'off';
    if (this.element.getAttribute('aria-live') !== live) this.element.setAttribute('aria-live', live);
  }
}

function measure(rows: HTMLElement): number {
  const probe = element('div', { className: 'line', text: 'M' });
  rows.append(probe);
  const { height } = probe.getBoundingClientRect();
  probe.remove();
  return height === 0 ? 18 : height;
}
