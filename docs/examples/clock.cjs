/**
 * Preloaded into every process of an example, so that it prints the same in every run: the clock stands still at
 * EXAMPLE_NOW (epoch seconds), and with EXAMPLE_COLUMNS standard output is a terminal of that width.
 */
const now = Number(process.env.EXAMPLE_NOW) * 1000;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now] : parts));
  }
  static now() {
    return now;
  }
};
const columns = Number(process.env.EXAMPLE_COLUMNS);
if (columns > 0) {
  process.stdout.isTTY = true;
  process.stdout.columns = columns;
}
