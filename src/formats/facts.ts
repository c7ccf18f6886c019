/** The empty forms that readers fill in. */
import type { NotificationFacts } from "../bounce.js";

/** Facts of a report that says nothing of itself. */
export const NO_FACTS: NotificationFacts = {
  reportingMta: null,
  arrivalDate: null,
  postfixQueueId: null,
  postfixSender: null,
  originalEnvelopeId: null,
  postfixNotice: null,
  feedback: null,
};
