/** Reading JSON whose shape nobody vouches for: what is not of the type asked for is absent. */

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as an object; empty when it is none. */
export const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The object under a name; empty when there is none. */
export const objectAt = (object: JsonObject, name: string): JsonObject => objectIn(object[name]);

/** The list under a name; empty when there is none. */
export function listAt(object: JsonObject, name: string): readonly unknown[] {
  const value = object[name];
  return Array.isArray(value) ? value : [];
}

/** The text under a name; null when there is none. */
export function textAt(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" ? value : null;
}

/** The object that a text writes as JSON; empty when it writes none. */
export function parseObject(text: string): JsonObject {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return {};
  }
}
