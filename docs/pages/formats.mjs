/** docs/formats.md out of the ordered list of formats. */
import { code, generatedFrom, table } from "./markdown.mjs";

/** The page. */
export const formatsPage = ({ FORMAT_NAMES }) =>
  [
    generatedFrom("src/formats/index.ts"),
    "# Supported formats\n",
    "What bounces can read. Most mailers write RFC 3464 notifications, and need no format of their own: those are read whoever\nwrote them. The rest of the list is for mailers and providers that do not, or whose words say more than their fields, and\nfor what arrives at bounce addresses besides. The names are those in `format` of a reading.\n",
    table(
      ["format", "what it reads"],
      [...FORMAT_NAMES].sort().map(([id, description]) => [code(id), description]),
    ),
    "A message that no format recognises is recorded as unrecognised and kept:\nsee [Troubleshooting](troubleshooting.md#a-message-is-not-recognised). To add a format, see\n[CONTRIBUTING](../CONTRIBUTING.md#add-a-format).\n",
  ].join("\n");
