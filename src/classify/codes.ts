/** Rules made of the code tables, for refusals whose words say nothing. */
import type { Rule } from "./rule.js";
import { REPLY_CODES } from "./rules/reply-codes.js";
import { STATUS_CODES, type StatusRow } from "./rules/status-codes.js";
import type { Subject } from "./subject.js";

/** RFC 3463 section 2: an unknown detail means what detail 0 of its subject means. */
function rowOf(status: string): StatusRow | undefined {
  const [, subject = "", detail = ""] = status.split(".");
  return STATUS_CODES[`${subject}.${detail}`] ?? STATUS_CODES[`${subject}.0`];
}

/** Subject and detail of a status, "1.1" of "5.1.1". */
const detailOf = (status: string): string => status.slice(status.indexOf(".") + 1);

function statusRules(statuses: readonly string[]): Rule[] {
  return statuses.flatMap((status) => {
    const row = rowOf(status);
    if (row === undefined) return [];
    const reason = status.startsWith("4") ? row.transient : row.permanent;
    return [{ id: `status-${status}`, reason, ...(row.severity === undefined ? {} : { severity: row.severity }) }];
  });
}

function replyRules(replyCode: string | null): Rule[] {
  const row = REPLY_CODES[replyCode ?? ""];
  return row === undefined || replyCode === null ? [] : [{ id: `reply-${replyCode}`, ...row }];
}

/**
 * What the status says that the refusing server itself gave, where that status says one thing: it comes before wide words. A
 * status of the reporting server alone is often its guess.
 */
export const exactRules = ({ ownStatus }: Subject): Rule[] => {
  const row = ownStatus === null ? undefined : STATUS_CODES[detailOf(ownStatus)];
  return ownStatus === null || row === undefined || row.yields !== undefined ? [] : statusRules([ownStatus]);
};

/** What the codes say: first those that say anything, the enhanced status before the reply code. */
export function codeRules({ statuses, replyCode }: Subject): Rule[] {
  const rules = [...statusRules(statuses), ...replyRules(replyCode)];
  const telling = rules.filter(({ reason }) => reason !== "undefined");
  return telling.length > 0 ? telling : rules;
}
