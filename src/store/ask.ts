/** Answers a question in SQL that somebody typed. Of a store that was opened for reading only, so that it cannot write. */
import { guarded, type Connection } from "./connection.js";

/** A value as it comes; bytes as they are. */
export type Answered = string | number | null | Uint8Array;

/** The names of the columns, and the rows one by one. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Answered[]>;
}

/** It is no question, or SQLite does not understand it. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
}

/** SQLite does not understand the text; everything else is the database's fault. */
const isMisunderstood = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code === "SQLITE_ERROR";

/**
 * Prepares a question.
 * @throws QuestionError, StoreError
 */
export function ask({ path, database }: Connection, text: string): Answer {
  try {
    return guarded(path, () => {
      const statement = database.prepare<[], Answered[]>(text);
      if (!statement.reader || !statement.readonly)
        throw new QuestionError("only a query that returns rows can be asked");
      return { columns: statement.columns().map(({ name }) => name), rows: statement.raw().iterate() };
    });
  } catch (error) {
    // A RangeError: several statements, or none.
    if (isMisunderstood(error) || error instanceof RangeError) throw new QuestionError(error.message);
    throw error;
  }
}
