/** Trouble of the systems that carry mail: loops, space, faults, delivery programs. */
import type { RuleRow } from "../../rule.js";
import { FAILED } from "./nouns.js";

/** In a circle. */
export const MAIL_LOOP: readonly RuleRow[] = [
  {
    id: "loop-hops",
    says: "too many hops, hop count, hopcount, maximum hop, max hop, hops exceeded, exceeded hop, too many hop, maximum hops",
    reason: "mail-loop",
    example: "554 5.4.6 Too many hops",
  },
  {
    id: "loop",
    says: "loop",
    with: "email, message, routing, forwarding, forward, delivery, alias, mx, address, infinite, possible, relay, redirect, back, detected, found, in",
    reason: "mail-loop",
    example: "554 5.4.0 Mail forwarding loop for user@example.com",
  },
  {
    id: "loop-back",
    says: "too many received, points back to, point back to, received header, host address local host, address local host, points to local host, listed as best preference mx, bounce between two, forwarded between two",
    unless: "missing",
    reason: "mail-loop",
    example: "554 5.3.5 Local configuration error: MX list for example.com points back to mail.example.net",
  },
];

/** The whole system is out of space, not one mailbox. */
export const SYSTEM_FULL: readonly RuleRow[] = [
  {
    id: "system-full",
    says: "insufficient storage, insufficient system storage, insufficient system resources, insufficient resources, insufficient disk, insufficient space, insufficient memory, no space left, not enough space, not enough disk, not enough memory, no disk space, out of disk, out of memory, out of resources, low on disk, low on space, disk full, file system full, filesystem full, system full, spool full, queue full, partition full, system storage, no free disk, disk space",
    reason: "system-full",
    example: "452 4.3.1 Insufficient system storage",
  },
];

/** A delivery program that says itself what it could not do; what it ran may have said "no such user" of something else. */
export const MAILER_NAMED: readonly RuleRow[] = [
  {
    id: "mailer-named",
    says: "procmail not, procmail unable, procmail error, maildrop not, maildrop unable, maildrop error",
    reason: "mailer-error",
    example: {
      diagnostic: 'procmail: Couldn\'t create "/var/spool/mail/user" id: user: No such user',
      diagnosticType: "x-unix",
      status: "5.1.1",
    },
  },
];

/** The program that puts mail into the mailbox. */
export const MAILER_ERROR: readonly RuleRow[] = [
  {
    // sysexits(3): EX_NOUSER.
    id: "mailer-exit-67",
    type: ["x-unix"],
    says: "67",
    match: /^67$/,
    reason: "user-unknown",
    example: { diagnostic: "67", diagnosticType: "x-unix" },
  },
  {
    id: "mailer-program",
    says: "procmail, maildrop, vdelivermail, dovecot lda, dovecot deliver, cyrdeliver, pipe to, unknown mailer, mailer error, mailer died, child process, child status, exit status, exit code, command output, command died, command failed, command time limit, transport returned, process exited, process failed, script failed, program failed, program exited, filter failed, sieve script, sieve error, sieve filter, local delivery failed, local delivery agent, mailer failed, mailer returned",
    reason: "mailer-error",
    example: {
      diagnostic: 'Command died with status 1: "/usr/local/bin/sort-mail"',
      diagnosticType: "x-unix",
      status: "5.3.0",
    },
  },
  {
    id: "mailer-file",
    says: "not create, not open, not write, not append, not chdir, not lock, unable to create, unable to open, unable to write, unable to chdir, unable to lock, error writing, error opening, error creating, failed to create, failed to open, failed to write, opening output file, maildir delivery, invalid permission, forward file",
    with: "file, mailbox, maildir, directory, output, spool, folder, tmp, user, message, forward, failed, error",
    reason: "mailer-error",
    example: { diagnostic: "can't create user output file", diagnosticType: "x-unix", status: "5.2.0" },
  },
  {
    id: "mailer-local",
    type: ["x-unix"],
    says: "temporary, failed, error, 69, 70, 71, 73, 74, 75, exit, exited, returned, died, status, signal, abnormal",
    reason: "mailer-error",
    example: { diagnostic: "temporary failure", diagnosticType: "x-unix", status: "4.3.0" },
  },
];

/** The server says that something is wrong with itself. */
export const SYSTEM_ERROR: readonly RuleRow[] = [
  {
    id: "system-internal",
    says: "internal, system, server, software, local, configuration, database, ldap, mysql, sql, directory, backend, application, general, unexpected, fatal, scanner, filter, disk, write, lookup, table, map, resource, milter, engine, runtime, critical, unspecified, temporary, recoverable",
    after: FAILED,
    reason: "system-error",
    example: "554 5.3.0 Internal system error",
  },
  {
    id: "system-processing",
    says: "error in processing, error while processing, error during processing, error in handling, error during delivery, transaction failed, action aborted, processing failed, processing error, transport error, software bug, bug",
    reason: "system-error",
    example: "554 Transaction failed",
  },
  {
    id: "system-config",
    says: "misconfigured, misconfiguration, incorrectly configured, not configured correctly, not configured properly, not properly configured, configuration problem, config error, not load, not loaded",
    reason: "system-error",
    example: "451 Could not load the settings of that domain",
  },
  {
    id: "system-unavailable",
    says: "unavailable, not available, busy, overloaded, offline, inoperable, down",
    with: "service, system, server, host, resource, resources, scanner, backend, storage, database, store, mailstore, queue, directory, smtp, site, filter, ldap, gateway, process, transport, temporary, too",
    unless: "mailbox unavailable, user unavailable, recipient unavailable, mailbox not available, not found",
    reason: "system-error",
    example: "421 4.3.2 Service currently unavailable",
  },
  {
    id: "system-maintenance",
    says: "maintenance, shutting down, overload, load too high, load average, high load, too busy, unable to process, unable to accept, unable to handle, unable to complete, temporary unable, not process",
    reason: "system-error",
    example: "421 The server is under maintenance",
  },
];
