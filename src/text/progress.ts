/** How far a long work is: a bar that is drawn over itself on a terminal, a line now and then elsewhere. */

/** Where and when to show it. */
export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** Columns of the terminal; null when it is none. */
  readonly columns: number | null;
  /** Bytes of everything that is read (or the unit that `show` gets); null when unknown. */
  readonly total: number | null;
  /** What is counted; messages by default. */
  readonly noun?: string;
  /** What was done to them; read by default. */
  readonly verb?: string;
  /** Milliseconds since whenever. */
  readonly now: () => number;
}

/** Shows how far it is. */
export interface Progress {
  /** To be called often: it shows something only when it is time. */
  readonly show: (count: number, bytes: number) => void;
  /** Takes the bar away, so that something else can be written. */
  readonly clear: () => void;
}

const REDRAW_MS = 200;
const LINE_EVERY_MS = 10_000;
const BAR = 30;

function bar(bytes: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, bytes / total);
  const full = Math.round(share * BAR);
  return `[${"#".repeat(full)}${".".repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)} %  `;
}

/** A progress display. */
export function createProgress({
  write,
  columns,
  total,
  now,
  noun = "messages",
  verb = "read",
}: ProgressOptions): Progress {
  const begun = now();
  let shown = begun;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) write("\r\u001b[K");
    isDrawn = false;
  };
  const draw = (count: number, bytes: number, width: number): void => {
    const rate = Math.round((count * 1000) / Math.max(1, now() - begun));
    const text = `${total === null ? "" : bar(bytes, total)}${count} ${noun}, ${rate}/s`;
    write(`\r${text.slice(0, width - 1)}\u001b[K`);
    isDrawn = true;
  };
  return {
    clear,
    show: (count, bytes) => {
      if (now() - shown < (columns === null ? LINE_EVERY_MS : REDRAW_MS)) return;
      shown = now();
      if (columns === null) write(`bounces: ${count} ${noun} ${verb}\n`);
      else draw(count, bytes, columns);
    },
  };
}
