/** Message disposition notifications (RFC 8098): read receipts. They say what a person did, not that delivery failed. */
import type { Report } from "../bounce.js";
import { first } from "../message/fields.js";
import { readHeader } from "../message/reader.js";
import type { Message } from "../message/message.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";

const TYPES = new Set(["message/disposition-notification", "message/global-disposition-notification"]);

function read(message: Message): Report | null {
  const leaf = message.leaves.find(({ type }) => TYPES.has(type));
  if (leaf === undefined) return null;
  const fields = readHeader(leaf.text);
  return {
    format: disposition.id,
    kind: "disposition",
    recipients: [],
    facts: { ...NO_FACTS, reportingMta: first(fields, "reporting-ua"), originalEnvelopeId: first(fields, "original-message-id") },
  };
}

/** RFC 8098 notifications. */
export const disposition: Format = { id: "rfc8098", read };
