/** Evidence for tests: a refusal as an RFC 3464 report from Postfix brings it. */
import type { Evidence } from "../../src/classify/rule.js";
import { replyCodeOf } from "../../src/smtp/reply.js";
import { findStatus } from "../../src/smtp/status.js";

/** Evidence with the codes read from the diagnostic, unless given. */
export function evidenceOf(diagnostic: string, given: Partial<Evidence> = {}): Evidence {
  return {
    action: "failed",
    status: findStatus(diagnostic),
    replyCode: replyCodeOf(diagnostic),
    diagnostic,
    diagnosticType: "smtp",
    remoteMta: null,
    reportingMta: null,
    phase: null,
    recipient: "user@example.com",
    format: "rfc3464",
    ...given,
  };
}
