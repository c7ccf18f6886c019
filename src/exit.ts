/** Exit statuses (sysexits.h) and what Postfix's pipe(8) does with each. */
export const EXIT = {
  /** Done; Postfix removes the message from its queue. */
  ok: 0,
  /** `report --exit-code`: an alert is open. `doctor`: there is a problem. Never used by ingest. */
  found: 1,
  /** EX_USAGE: wrong arguments. Never used by ingest: Postfix would discard the message. */
  usage: 64,
  /** EX_NOINPUT: a named file cannot be read. Never used by ingest. */
  noInput: 66,
  /** EX_UNAVAILABLE: a report could not be written to a file, mailed, or handed to a command. Never used by ingest. */
  unavailable: 69,
  /** EX_IOERR: the database cannot be read or written. Never used by ingest. */
  io: 74,
  /** EX_TEMPFAIL: try again; Postfix keeps the message. The only other status of ingest. */
  tempFail: 75,
  /** EX_CONFIG: wrong configuration. Never used by ingest. */
  config: 78,
} as const;

/** A wrong command line: the message is for the person who wrote it. */
export class UsageError extends Error {}
