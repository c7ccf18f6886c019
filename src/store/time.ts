/**
 * Ids that carry the time. A report's id is the second of its arrival times 65,536 plus a running number, and its i-th
 * bounce has the report's id plus i. So both tables are stored in order of time, every index on them is in order of time
 * within its key, and neither needs a time column or a time index (12 bytes an event at ten million).
 */

/** Ids in one second. When a second is full its reports go to the next: the time is then a little late. */
export const IDS_PER_SECOND = 65_536;

const HOUR = 3_600;
const DAY = 86_400;
/** Ids stay exact integers in a double: year 6325. */
const LAST_SECOND = 2 ** 37 - 1;

/** Time of arrival as whole seconds that make a valid id, whatever a clock or a Date field said. */
export const toSecond = (time: number): number => Math.min(Math.max(Math.floor(time) || 0, 0), LAST_SECOND);

/** The first id of a second (epoch seconds, UTC). */
export const firstId = (second: number): number => second * IDS_PER_SECOND;

/** Epoch seconds at which what has this id arrived. */
export const secondOf = (id: number): number => Math.floor(id / IDS_PER_SECOND);

/** Hours since the epoch. */
export const hourOf = (second: number): number => Math.floor(second / HOUR);

/** Days since the epoch, UTC. */
export const dayOf = (second: number): number => Math.floor(second / DAY);

/** A period in ids: from the first id of `since` on, before the first id of `until` (epoch seconds; absent: without end). */
export interface IdRange {
  readonly from: number;
  readonly before: number;
}

/** The ids of a period. */
export const idRange = (since: number | undefined, until: number | undefined): IdRange => ({
  from: firstId(toSecond(since ?? 0)),
  before: until === undefined ? Number.MAX_SAFE_INTEGER : firstId(toSecond(Math.ceil(until))),
});
