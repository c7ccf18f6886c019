/** What both readers (ours and mailparser's) make of a message: a header and flat leaves. Types only. */

/** A header field: name in lower case, value unfolded and decoded to text (UTF-8, else Latin-1), RFC 2047 left as it stands. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

/** A block of header fields, in order. */
export type Header = readonly Field[];

/** A MIME leaf, or an attached message: message/rfc822 is not descended into, its text is the whole attached mail. */
export interface Leaf {
  /** Media type in lower case, e.g. "message/delivery-status"; "text/plain" when the part says none. */
  readonly type: string;
  /** Media type parameters, names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly header: Header;
  /** Content with the transfer encoding and charset undone, line ends as LF. Decoded on first use. */
  readonly text: string;
}

/** A message as read. Line ends are LF whatever they were. */
export interface Message {
  readonly header: Header;
  /** In the order of the message; a message that is not multipart has one. */
  readonly leaves: readonly Leaf[];
  /** Media type of the whole message in lower case, with its parameters. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What had to be put up with: "size-cut", "part-limit", "depth-limit", "header-limit", "boundary-missing", ... */
  readonly defects: readonly string[];
  /** Bytes of the message, before any cut. */
  readonly size: number;
  /** Digest of the bytes read, 32 hexadecimal digits. Tells messages apart; no defence against forgery. */
  readonly digest: string;
}
