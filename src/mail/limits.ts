/**
 * Every bound on what the readers take from a message, in one place. Mail is hostile input: without these, a message of a few
 * megabytes could cost minutes. The values are far above anything a real notification needs (RFC 5321 section 4.5.3 asks for
 * lines of 1,000 bytes and 100 recipients).
 */
export const limits = {
  /** Bytes of a message that are read; a notification's facts stand in front of the message it returns. */
  bytes: 1 << 20,
  /** Bytes of one header block; what follows is dropped. */
  headerBytes: 1 << 18,
  /** Fields of one header block. */
  headerFields: 2_000,
  /** Fields of one delivery-status body; a notification may name thousands of recipients. */
  statusFields: 200_000,
  /** Groups of fields of one delivery-status body. Real ones take a hundred bytes, so that fewer fit into what is read of a message. */
  statusGroups: 20_000,
  /** Fields of one recipient's group that a stray blank line may have cut in two. */
  groupFields: 100,
  /** Bytes of one field's value (so of one line as well). */
  fieldBytes: 1 << 15,
  /** Leaves of a message. */
  parts: 200,
  /** Multiparts within multiparts. */
  depth: 16,
  /** Parameters of one Content-Type or Content-Disposition. */
  parameters: 64,
  /** Lines tried as a delimiter when the boundary parameter does not fit the body. */
  delimiterCandidates: 16,
  /** Characters of an address, of its local part and of its domain (RFC 5321 section 4.5.3.1, with room for VERP). */
  address: 320,
  localPart: 255,
  domain: 255,
  /** Characters of a field or sentence in which an address is looked for. */
  addressText: 4_096,
  /** Addresses taken out of one text. */
  addresses: 10_000,
  /** Encoded words of one header value (RFC 2047). */
  encodedWords: 500,
  /** Header blocks tried when a returned message is looked for in plain text. */
  returnedCandidates: 64,
  /** Received fields read of a returned message, and of the notification. */
  receivedFields: 100,
  /** Words and comments read of one Received field. */
  receivedTokens: 200,
  /** Bytes of a message that are handed to mailparser, which needs a second of CPU for two megabytes. */
  fallbackBytes: 1 << 18,
  /** Characters of HTML that mailparser is to make text of. */
  htmlCharacters: 1 << 18,
} as const;
