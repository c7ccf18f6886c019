/** JSON lines that other programs print. */

/** An object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null;
}

/** The objects of a text with one on each line. Errors: a line that is none. */
export function readJsonLines(text: string): JsonObject[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (!isObject(value)) throw new Error(`not an object: ${line}`);
      return value;
    });
}
