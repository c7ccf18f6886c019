/** docs/reasons.md out of src/reason.ts. */
import { code, generatedFrom, table } from "./markdown.mjs";

/** The classes in the order of the page: heading and sentence. */
const CLASSES = {
  recipient: ["The address", "The recipient's address is the problem. Only these reasons can be hard."],
  system: ["The recipient's mail system", "The address may be fine; the systems behind it have trouble."],
  message: ["The message", "Another message to the same address may be delivered."],
  sender: ["Our side", "Our account, server, domain or configuration was refused. Says nothing about the recipient."],
  unclear: ["Unclear", "The notification does not say why."],
  none: ["Nothing failed", "Delivered, relayed or expanded."],
};

/** The page. */
export const reasonsPage = ({ REASONS }) =>
  [
    generatedFrom("src/reason.ts"),
    "# Reasons\n",
    "Every bounce has one reason from this list, and a severity: **hard** means that the address will not accept mail from\nanyone again, **soft** means everything else. A reason that blames our own side is never hard, whatever status code the\nremote server chose. `bounces reasons` prints the same list.\n",
    ...Object.entries(CLASSES).flatMap(([name, [title, text]]) => [
      `## ${title}\n`,
      `Class ${code(name)}. ${text}\n`,
      table(
        ["reason", "severity", "what it means", "what to do"],
        Object.entries(REASONS)
          .filter(([, row]) => row.class === name)
          .map(([reason, row]) => [code(reason), row.severity ?? "none", row.meaning, row.advice]),
      ),
    ]),
    "The severity is the usual one: a rule may say soft where the reply leaves room for doubt. Which rule decided, and by\nwhich words, is shown by `bounces parse` and `bounces show`. To change a verdict, see\n[Troubleshooting](troubleshooting.md#the-verdict-is-wrong).\n",
  ].join("\n");
