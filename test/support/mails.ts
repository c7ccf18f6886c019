/** Bounces in any number, each of its own message to its own recipient, made from one that Postfix wrote. */
import { fixture } from "./cli.js";

const PATTERN = fixture("real/postfix-n1-rcpt-n1.eml").toString("latin1");

/** The recipient that the `number`th bounce is about. */
export const recipientOf = (number: number): string => `r${number}@remote.test`;

/** The recipients of so many bounces, sorted. */
export const recipientsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, number) => recipientOf(number)).sort();

/** The `number`th bounce. */
export const bounceMail = (number: number): string =>
  PATTERN.replaceAll("rcpt-550-5.1.1@remote.test", recipientOf(number))
    .replaceAll("92F6A562327", `92F6A${number.toString(16).toUpperCase()}`)
    .replaceAll("A61E256237C", `A61E2${number.toString(16).toUpperCase()}`);

/** So many bounces as an mbox. */
export const bounceMbox = (count: number): string =>
  Array.from(
    { length: count },
    (_, number) =>
      `From MAILER-DAEMON Sun Nov 22 18:04:41 2026\n${bounceMail(number).replace(/^(>*From )/gm, ">$1")}\n`,
  ).join("");
