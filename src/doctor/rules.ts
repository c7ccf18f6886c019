/** Checks an administrator's rules: their form, and for each that carries an example whether it decides that example. */
import { parseAdminRules, type AdminRule } from "../classify/admin-rules.js";
import { classify } from "../classify/classify.js";
import type { Evidence } from "../classify/rule.js";
import { replyCodeOf } from "../smtp/reply.js";
import { findStatus } from "../smtp/status.js";
import { ok, problem, type Finding } from "./finding.js";

/** A refusal as a report would tell it, of which nothing but the text is known. */
const evidenceOf = (text: string): Evidence => ({
  action: "failed",
  status: findStatus(text),
  replyCode: replyCodeOf(text),
  diagnostic: text,
  diagnosticType: "smtp",
  remoteMta: null,
  reportingMta: null,
  phase: null,
  recipient: "user@example.com",
  format: "rfc3464",
});

function tryExample(rule: AdminRule, rules: readonly AdminRule[]): Finding | null {
  if (rule.example === undefined) return null;
  const evidence = evidenceOf(rule.example);
  const name = `rule ${rule.id}`;
  if (classify(evidence, [rule]).rule !== rule.id)
    return problem(name, "does not know its own example", "mend the example or the conditions");
  const { rule: decided, reason } = classify(evidence, rules);
  if (decided === rule.id) return null;
  return problem(
    name,
    `is hidden: its example is decided by ${decided} (${reason})`,
    "move it in front of that one, or make that one narrower",
  );
}

/**
 * @param rows the tables under [[rule]]
 * @param place the file they come from
 */
export function checkRules(rows: unknown, place: string): Finding[] {
  const { rules, problems } = parseAdminRules(rows);
  const wrong = problems.map((text) =>
    problem("rules", text, `mend it in ${place}: until then every mail is put off (75)`),
  );
  const tried = rules.flatMap((rule) => tryExample(rule, rules) ?? []);
  const found = [...wrong, ...tried];
  if (found.length > 0) return found;
  const withExample = rules.filter(({ example }) => example !== undefined).length;
  return [
    ok(
      "rules",
      rules.length === 0
        ? "none of your own"
        : `${rules.length} of your own, ${withExample} tried on an example of their own`,
    ),
  ];
}
