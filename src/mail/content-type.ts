/** Content-Type and Content-Transfer-Encoding (RFC 2045 sections 5 and 6) out of a header. */
import type { Header } from "./message.js";
import { parseParameters } from "./parameters.js";
import { memoize } from "./memoize.js";

/** Media type with parameters; `isStated` is false when the header says none that can be read. */
export interface ContentType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isStated: boolean;
}

const mediaType = /^[\w.+!#$&^-]{1,80}\/[\w.+!#$&^-]{1,80}/;

const noParameters: Readonly<Record<string, string>> = {};
/** What a part is that says nothing (RFC 2045 section 5.2). */
export const unstated: ContentType = { type: "text/plain", parameters: noParameters, isStated: false };

/** Some mailers forget the semicolon: `text/plain charset=iso-2022-jp`. */
const semicolonForgotten = /^([^\s;]{1,160})[ \t]+(?=[\w*-]{1,80}=)/;

const readContentType = (value: string): ContentType => {
  const plain = parseParameters(value);
  const parsed = plain.value.includes("=") ? parseParameters(value.replace(semicolonForgotten, "$1; ")) : plain;
  const type = mediaType.exec(parsed.value)?.[0].toLowerCase();
  return type === undefined
    ? { ...unstated, parameters: parsed.parameters }
    : { type, parameters: parsed.parameters, isStated: true };
};

/** Parts have the same few types; a multipart has a boundary of its own. */
const mostTypes = 500;
const longestType = 60;
const readPartType = memoize(readContentType, longestType, mostTypes);

const typeIn = (value: string): ContentType => (/^multi/i.test(value) ? readContentType(value) : readPartType(value));

/**
 * Of several Content-Type fields the one that opens a multipart counts, else the first that says a type.
 * @param defects Takes "content-type-repeated".
 */
export const contentTypeOf = (header: Header, defects: Set<string>): ContentType => {
  let chosen = unstated;
  let count = 0;
  for (const field of header) {
    if (field.name !== "content-type") continue;
    count += 1;
    const read = typeIn(field.value);
    if (!chosen.isStated || (read.type.startsWith("multipart/") && !chosen.type.startsWith("multipart/")))
      chosen = read;
  }
  if (count > 1) defects.add("content-type-repeated");
  return chosen;
};

const longestEncoding = 20;
const readEncoding = memoize((value) => parseParameters(value).value.toLowerCase(), longestEncoding, mostTypes);

/** Name of the transfer encoding in lower case, empty when none is said. */
export const encodingOf = (header: Header): string => {
  const field = header.find(({ name }) => name === "content-transfer-encoding");
  return field === undefined ? "" : readEncoding(field.value);
};
