/** The empty forms that readers fill in. */
import type { ReportFacts } from "../bounce.js";

/** Facts of a report that says nothing of itself. */
export const NO_FACTS: ReportFacts = {
  reportingMta: null,
  arrivalDate: null,
  postfixQueueId: null,
  postfixSender: null,
  originalEnvelopeId: null,
  postfixNotice: null,
  feedback: null,
};
